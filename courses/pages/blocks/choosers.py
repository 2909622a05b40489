"""Choosing a picture or a document within a block."""

from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from cms.core.chosen import FetchedTogetherMixin


class PictureChooserBlock(FetchedTogetherMixin, ImageChooserBlock):
    """One of the pictures."""


class FileChooserBlock(FetchedTogetherMixin, DocumentChooserBlock):
    """One of the documents."""
