"""Blocks that every kind of page may use."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

INLINE_FEATURES = ["bold", "italic", "link", "document-link", "code"]
TEXT_FEATURES = ["h2", "h3", "ol", "ul", "hr", *INLINE_FEATURES]


class TextBlock(blocks.field_block.RichTextBlock):
    """Running text with headings, lists and links."""

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
