import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page

from courses.outline.models import Course
from courses.pages.enums import (
    NUMBERED_STATES,
    OPEN_STATES,
    PageKind,
    ReleaseKind,
    ReleaseState,
)


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Releases and submissions of courses."""

    def of_course(self, key: uuid.UUID) -> "ReleaseQuerySet":
        """Keep those of the course with this key."""
        return self.filter(course__key=key)

    def live(self) -> "ReleaseQuerySet":
        """Keep what readers see: one of each released course."""
        return self.filter(state=ReleaseState.LIVE)

    def open(self) -> "ReleaseQuerySet":
        """Keep what waits for a reviewer or for its time: at most one of each course."""
        return self.filter(state__in=OPEN_STATES)

    def numbered(self) -> "ReleaseQuerySet":
        """Keep what readers see or once saw."""
        return self.filter(state__in=NUMBERED_STATES)


class Release(models.Model):
    """A whole course as it was submitted, and once it is live as readers see it.

    Made when a course is submitted; it gets its number when it goes live and is never deleted.
    What is in it does not change after it was submitted.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="releases")
    locale = models.ForeignKey(
        Locale, on_delete=models.PROTECT, related_name="+", verbose_name=_("source language")
    )
    number = models.PositiveIntegerField(_("number"), null=True)
    state = models.CharField(_("state"), max_length=10, choices=ReleaseState.choices)
    kind = models.CharField(
        _("kind"), max_length=10, choices=ReleaseKind.choices, default=ReleaseKind.FULL
    )
    # Chapters and lessons in their order, as content.py writes them.
    syllabus = models.JSONField(_("syllabus"))
    hash = models.CharField(_("hash"), max_length=64)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    # What learners should look again at although nothing material changed, as the author said
    # when it was submitted: pairs of a lesson's key and a block's id.
    look_again = models.JSONField(_("learners should look again"), default=list, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    submitted_at = models.DateTimeField(_("submitted at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    # Why it was sent back, or failed.
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    # Why it went live although something was not ready.
    override_reason = models.TextField(_("reason for the exception"), max_length=2000, blank=True)
    go_live_at = models.DateTimeField(_("goes live at"), null=True)
    released_at = models.DateTimeField(_("released at"), null=True)
    # What was live when it was submitted, or what a rollback returns to.
    base = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager["Release"]] = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=("course", "number"), name="one_release_per_number"),
            models.UniqueConstraint(
                fields=("course",),
                condition=models.Q(state=ReleaseState.LIVE),
                name="one_live_release",
            ),
            models.UniqueConstraint(
                fields=("course",),
                condition=models.Q(state__in=OPEN_STATES),
                name="one_open_release",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ReleaseState.values), name="known_release_state"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=ReleaseKind.values), name="known_release_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=NUMBERED_STATES, number__isnull=False, released_at__isnull=False
                )
                | models.Q(number=None, released_at=None) & ~models.Q(state__in=NUMBERED_STATES),
                name="live_releases_have_a_number",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ReleaseState.SCHEDULED)
                | models.Q(go_live_at__isnull=False),
                name="scheduled_releases_have_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["go_live_at"],
                name="release_due",
                condition=models.Q(state=ReleaseState.SCHEDULED),
            ),
            models.Index(
                fields=["submitted_at"],
                name="release_waiting",
                condition=models.Q(state=ReleaseState.WAITING),
            ),
        ]

    def __str__(self) -> str:
        return f"release {self.number or self.state} of {self.course_id}"


class ReleasedContent(models.Model):
    """What was written on a page, kept once however many releases it stayed the same in.

    Made with the first release that has it; never changed.
    """

    hash = models.CharField(_("hash"), max_length=64, primary_key=True)
    content = models.JSONField(_("content"))

    class Meta:
        verbose_name = _("released content")
        verbose_name_plural = _("released contents")

    def __str__(self) -> str:
        return self.hash[:12]


class ReleaseItem(models.Model):
    """One page of a release, in one language. Made with its release; never changed."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="items")
    page_key = models.UUIDField(_("page's key"))
    locale = models.ForeignKey(Locale, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=8, choices=PageKind.choices)
    # Of a lesson, the chapter that it stands in.
    chapter_key = models.UUIDField(_("chapter's key"), null=True)
    # The column is the hash itself: what is compared needs no second table.
    content = models.ForeignKey(
        ReleasedContent, on_delete=models.PROTECT, related_name="+", db_column="hash"
    )

    class Meta:
        verbose_name = _("page of a release")
        verbose_name_plural = _("pages of releases")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=("release", "page_key", "locale"), name="one_page_per_release"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=PageKind.values), name="known_page_kind"
            ),
        ]
        indexes = [models.Index(fields=["page_key", "locale"], name="release_item_page")]

    def __str__(self) -> str:
        return f"{self.kind} {self.page_key}"

    @property
    def hash(self) -> str:
        """What the page's content is known by."""
        return str(self.content_id)


class Removal(models.Model):
    """A page that leaves the course with its next release, and then waits to be put back.

    Made when a live page is removed; ends when it is put back or deleted for good.
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="removal")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("removed at"), auto_now_add=True)

    class Meta:
        verbose_name = _("removed page")
        verbose_name_plural = _("removed pages")

    def __str__(self) -> str:
        return f"removal of {self.page_id}"


class BlockMove(models.Model):
    """A block that was moved to another lesson with its record: learners' work on it goes along.

    Made when it is moved in the drafts; never deleted, for a rollback carries the record back.
    """

    block_uuid = models.UUIDField(_("block's id"))
    from_lesson = models.UUIDField(_("from the lesson with the key"))
    to_lesson = models.UUIDField(_("to the lesson with the key"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("moved at"), auto_now_add=True)

    class Meta:
        verbose_name = _("moved block")
        verbose_name_plural = _("moved blocks")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["from_lesson"], name="block_moved_from"),
            models.Index(fields=["to_lesson"], name="block_moved_to"),
        ]

    def __str__(self) -> str:
        return f"move of {self.block_uuid}"
