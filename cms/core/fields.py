"""Model fields of our own."""

from typing import Any

from django.forms import Field
from wagtail.fields import StreamField as WagtailStreamField

from cms.core.drafts import SteadyBlockField


class StreamField(WagtailStreamField):
    """A stream field whose list of blocks stays out of the migrations.

    The list changes with every new block while the column stays the same; written into
    migrations it makes one for each label and slows every test database.
    """

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs

    def formfield(self, **kwargs: Any) -> Field | None:
        """Return the field of a form, whose checks do not meet those of other threads."""
        field: Field | None = super().formfield(**{"form_class": SteadyBlockField, **kwargs})
        return field
