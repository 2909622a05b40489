from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.outline.enums import CourseState


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
    state = models.CharField(
        _("state"), max_length=8, choices=CourseState.choices, default=CourseState.DRAFT
    )
    allows_corrections = models.BooleanField(
        _("small corrections go live without review"),
        default=False,
        help_text=_("Its writers may put a live lesson live anew by themselves."),
    )
    # When a change of its pages asked for its outline, in the change's own transaction: what is
    # still asked for after a while was lost with its process.
    asked_at = models.DateTimeField(_("outline asked for at"), null=True, blank=True)
    refreshed_at = models.DateTimeField(_("outline read at"), null=True, blank=True)
    retired_at = models.DateTimeField(_("without pages since"), null=True, blank=True)

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["asked_at"],
                name="outline_asked_for",
                condition=models.Q(asked_at__isnull=False),
            ),
            models.Index(fields=["refreshed_at"], name="outline_oldest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=CourseState.values), name="known_course_state"
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)
