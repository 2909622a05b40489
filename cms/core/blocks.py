"""Blocks that every kind of page may use, and what blocks of all apps have in common."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageBlock

INLINE_FEATURES = ["bold", "italic", "link", "document-link", "code"]
TEXT_FEATURES = ["h2", "h3", "ol", "ul", "hr", *INLINE_FEATURES]


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
            for name, fault in self.faults(value).items():
                # An error of a list or a stream says itself at which of its items it stands.
                ready = isinstance(fault, ValidationError)
                errors.setdefault(name, fault if ready else ValidationError(fault))
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return value

    def faults(self, value: Any) -> Mapping[str, str | ValidationError]:
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


class TextBlock(blocks.field_block.RichTextBlock):
    """Running text with headings, lists and links."""

    # Words alone: nothing that a record of a learner depends on.
    material_fields: ClassVar[tuple[str, ...]] = ()

    def __init__(self, **kwargs: object) -> None:
        super().__init__(features=TEXT_FEATURES, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs, headings, lists and links.")
        template = "components/streamfield/text_block.html"
        preview_value = "<h2>What you need</h2><p>Flour, water, salt and one evening.</p>"


class PictureBlock(ImageBlock):
    """An image with alternative text, or marked as decorative."""

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("A picture with the words that replace it for those who cannot see it.")
        template = "components/streamfield/picture_block.html"


class ProseBlock(blocks.StreamBlock):
    """The body of a plain page."""

    text = TextBlock()
    picture = PictureBlock()
