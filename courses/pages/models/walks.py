from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.outline.models import Course
from courses.pages.enums import Persona


class WalkLink(models.Model):
    """A link by which somebody without an account may walk a course's draft.

    Made by an instructor; ends at its time, or when it is ended. Walking writes nothing here.
    """

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="walk_links")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="walk_links"
    )
    persona = models.CharField(_("shown as"), max_length=8, choices=Persona.choices)
    language = models.CharField(_("language"), max_length=12)
    # The moment that the draft is shown at; without one, that of the visit.
    at = models.DateTimeField(_("shown at"), null=True, blank=True)
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)
    ends_at = models.DateTimeField(_("ends at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        verbose_name = _("link to a draft")
        verbose_name_plural = _("links to drafts")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(persona__in=Persona.values), name="known_walk_persona"
            ),
        ]

    def __str__(self) -> str:
        return f"walk {self.pk} of {self.course_id}"
