from django.db import models
from django.utils.translation import gettext_lazy as _


class Course(models.Model):
    """A course as records see it: one row, whatever becomes of its pages and their languages.

    Made with the course's first page. It is retired, never deleted: a page may go, a learner's
    record may not.
    """

    key = models.UUIDField(
        _("key"),
        unique=True,
        editable=False,
        help_text=_("The translation key that the course's pages share in all languages."),
    )
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.key)
