"""Choosing a picture or a document within a block."""

from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from cms.core.chosen import FetchedTogetherMixin


class PictureChooserBlock(FetchedTogetherMixin, ImageChooserBlock):
    """One of the pictures."""


# Wagtail makes its block by a function, which tells mypy nothing of a class.
class FileChooserBlock(FetchedTogetherMixin, DocumentChooserBlock):  # type: ignore[valid-type,misc]
    """One of the documents."""
