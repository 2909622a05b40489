"""Files to read in place or to take away."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import field_block

from courses.pages.blocks.base import FILES_GROUP
from courses.pages.blocks.choosers import FileChooserBlock


class DocumentBlock(blocks.StructBlock):
    """One document: a PDF is shown in place, anything else as a card."""

    material_fields: ClassVar[tuple[str, ...]] = ("document",)

    document = FileChooserBlock(label=_("Document"))
    caption = field_block.CharBlock(label=_("Caption"), required=False, max_length=300, default="")

    class Meta:
        icon = "doc-full"
        label = _("Document")
        description = _("A PDF that can be read in place, or another file with its type and size.")
        group = FILES_GROUP
        template = "components/streamfield/document_block.html"
        preview_template = "components/streamfield/previews/document_block.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Say whether browsers can show the document in place."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        document = value.get("document")
        context["is_shown_in_place"] = bool(document and document.file_extension.lower() == "pdf")
        return context


class DocumentListBlock(blocks.ListBlock):
    """Documents under each other."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(FileChooserBlock(label=_("Document")), **kwargs)

    class Meta:
        icon = "list-ul"
        template = "components/streamfield/document_list_block.html"


class DownloadsBlock(blocks.StructBlock):
    """Documents to take away, each with type and size."""

    material_fields: ClassVar[tuple[str, ...]] = ("documents.*",)

    title = field_block.CharBlock(label=_("Title"), required=False, max_length=160, default="")
    documents = DocumentListBlock(label=_("Documents"), min_num=1)

    class Meta:
        icon = "download"
        label = _("Downloads")
        description = _("A list of files to take away, each with its type and size.")
        group = FILES_GROUP
        template = "components/streamfield/downloads_block.html"
        preview_template = "components/streamfield/previews/downloads_block.html"
