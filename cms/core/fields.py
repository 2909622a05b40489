"""Model fields of our own."""

from typing import Any

from wagtail.fields import StreamField as WagtailStreamField


class StreamField(WagtailStreamField):
    """A stream field whose list of blocks stays out of the migrations.

    The list changes with every new block while the column stays the same; written into
    migrations it makes one for each label and slows every test database.
    """

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs
