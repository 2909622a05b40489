from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from courses.outline.models import Course
from courses.pages.enums import WRITING_ROLES, CourseRole


class MembershipQuerySet(models.QuerySet["CourseMembership"]):
    """Rows of who does what in which course."""

    def of_course(self, key: UUID) -> "MembershipQuerySet":
        """Keep those of the course with this key."""
        return self.filter(course__key=key)

    def writing(self) -> "MembershipQuerySet":
        """Keep owners and co-instructors."""
        return self.filter(role__in=WRITING_ROLES)


class CourseMembership(models.Model):
    """One person's role in one course, in all its languages.

    Made with the course for its owner, and when an owner adds somebody; ends when they are
    taken off the course.
    """

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="course_memberships"
    )
    role = models.CharField(_("role"), max_length=10, choices=CourseRole.choices)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)

    objects: ClassVar[models.Manager["CourseMembership"]] = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of a course")
        verbose_name_plural = _("members of courses")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=("course", "user"), name="one_role_per_course"),
            models.CheckConstraint(
                condition=models.Q(role__in=CourseRole.values), name="known_course_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.course_id}"


class CourseWorkspace(models.Model):
    """What Wagtail needs to keep a course to its people: two groups and a collection.

    Made with the course. The groups end with the course's last page, the collection stays.
    """

    course = models.OneToOneField(Course, on_delete=models.CASCADE, related_name="workspace")
    editors = models.OneToOneField(
        Group, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("editors")
    )
    reviewers = models.OneToOneField(
        Group, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("reviewers")
    )
    collection = models.OneToOneField(
        Collection,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("collection"),
    )

    class Meta:
        verbose_name = _("workspace of a course")
        verbose_name_plural = _("workspaces of courses")

    def __str__(self) -> str:
        return f"workspace of {self.course_id}"

    def groups(self) -> "QuerySet[Group]":
        """Return the groups that there are."""
        return Group.objects.filter(pk__in=[self.editors_id, self.reviewers_id])
