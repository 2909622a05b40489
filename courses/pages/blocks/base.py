"""What the blocks of a lesson have in common."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import field_block
from wagtail.blocks.struct_block import StructBlockValidationError

# The headings of the list in which an author chooses a block.
TEXT_GROUP = _("Text")
MEDIA_GROUP = _("Media")
CODE_GROUP = _("Code")
PRACTICE_GROUP = _("Practice")
FILES_GROUP = _("Files")
LAYOUT_GROUP = _("Layout")


class CheckedStructBlock(blocks.StructBlock):
    """A block that also checks what its fields say together, once it is to be published.

    A draft is saved while it is being written, every half second: it is never refused for what
    its author has not come to yet.
    """

    def clean(self, value: Any) -> Any:
        """Return the checked value; every fault stands at its own field."""
        errors: dict[str, Any] = {}
        try:
            value = super().clean(value)
        except StructBlockValidationError as error:
            errors = dict(error.block_errors)
        if not self.is_deferred_validation:
            for name, message in self.faults(value).items():
                errors.setdefault(name, ValidationError(message))
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return value

    def faults(self, value: Any) -> dict[str, str]:
        """Return what is wrong, by the name of the field it is wrong with."""
        return {}


class UntranslatedMixin:
    """A text that says the same in every language, such as code: never offered to translators."""

    def get_translatable_segments(self, value: Any) -> list[Any]:
        """Offer nothing: asked by wagtail-localize."""
        return []

    def restore_translated_segments(self, value: Any, segments: Iterable[Any]) -> Any:
        """Keep the text as it is in the language of origin: asked by wagtail-localize."""
        return value


class UntranslatedCharBlock(UntranslatedMixin, field_block.CharBlock):
    """One line that is the same in every language."""
