from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument

from cms.core.files.links import with_pass
from cms.core.files.names import titled_name, unguessable_name


def document_path(document: "SiteDocument", filename: str) -> str:
    """Return a path that tells neither what the document is about nor what it was called."""
    return unguessable_name("documents", filename)


class SiteDocument(AbstractDocument):
    """One uploaded file that is not a picture. Made by upload; ends by deletion in the admin."""

    file = models.FileField(_("file"), upload_to=document_path)

    admin_form_fields = WagtailDocument.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        indexes = [
            # Whose file a signed address means is looked up at every request.
            models.Index(fields=["file"], name="document_file"),
        ]

    @property
    def filename(self) -> str:
        """The name to show and to save it as: made of the title, never of the upload's name."""
        return titled_name(self.title, self.file.name or "", otherwise="document")

    @property
    def url(self) -> str:
        """The lasting address, with a pass where addresses carry one."""
        return with_pass(super().url, self.file.name or "")
