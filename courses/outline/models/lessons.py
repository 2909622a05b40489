from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from courses.outline.models.courses import Course


class LessonQuerySet(models.QuerySet["Lesson"]):
    """Lessons as records see them."""

    def kept(self) -> "LessonQuerySet":
        """Keep those that are part of their course: not those that left it."""
        return self.filter(retired_at=None)


class Lesson(models.Model):
    """A lesson as records see it: one row, whatever becomes of its pages and their languages.

    Made when it is first released. It is retired when it leaves its course, and comes back when
    the page does; it is never deleted, for records of learners point at it.
    """

    key = models.UUIDField(
        _("key"),
        unique=True,
        editable=False,
        help_text=_("The translation key that the lesson's pages share in all languages."),
    )
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="lessons")
    chapter_key = models.UUIDField(_("chapter's key"))
    # Counted through the whole course, from 0.
    position = models.PositiveIntegerField(_("position"))
    is_required = models.BooleanField(_("needed to complete the course"))
    is_free_preview = models.BooleanField(_("free preview"))
    is_live = models.BooleanField(_("live"))
    # Of what its blocks were read from: the same content is not read again.
    content_hash = models.CharField(_("content's hash"), max_length=64, blank=True)
    retired_at = models.DateTimeField(_("left the course at"), null=True, blank=True)

    objects: ClassVar[Any] = LessonQuerySet.as_manager()

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        ordering = ["course", "position"]
        indexes = [models.Index(fields=["course", "position"], name="outline_of_course")]

    def __str__(self) -> str:
        return str(self.key)


class BlockQuerySet(models.QuerySet["Block"]):
    """Blocks as records see them."""

    def kept(self) -> "BlockQuerySet":
        """Keep those that are in their lesson now, and whose lesson is in its course."""
        return self.filter(retired_at=None, lesson__retired_at=None)


class Block(models.Model):
    """A block of a lesson as records see it. Its identity is the lesson and the block together:
    a copied page has the same blocks' ids under another key.

    Made when it is first released; retired when it leaves its lesson, never deleted.
    """

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="blocks")
    block_uuid = models.UUIDField(_("id"))
    kind = models.CharField(_("kind"), max_length=40)
    # Counted through the lesson, from 0, what stands in columns included.
    position = models.PositiveIntegerField(_("position"))
    is_required = models.BooleanField(_("needed to complete the lesson"))
    # Covers what a learner's work depends on, answer keys too: it never leaves the server.
    material_hash = models.CharField(_("hash of what is material"), max_length=64)
    changed_at = models.DateTimeField(
        _("learners should look again since"),
        null=True,
        blank=True,
        help_text=_("When a release last changed something material, or its author said so."),
    )
    retired_at = models.DateTimeField(_("left the lesson at"), null=True, blank=True)

    objects: ClassVar[Any] = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        ordering = ["lesson", "position"]
        constraints = [
            models.UniqueConstraint(fields=("lesson", "block_uuid"), name="one_block_per_lesson"),
        ]
        indexes = [models.Index(fields=["block_uuid"], name="outline_block")]

    def __str__(self) -> str:
        return f"{self.kind} {self.block_uuid}"


class LessonLanguage(models.Model):
    """A lesson in one language: whether readers find it there. Made when its page is first seen."""

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="languages")
    locale = models.ForeignKey(Locale, on_delete=models.PROTECT, related_name="+")
    is_live = models.BooleanField(_("live"))
    live_revision = models.PositiveBigIntegerField(_("live revision"), null=True, blank=True)

    class Meta:
        verbose_name = _("language of a lesson")
        verbose_name_plural = _("languages of lessons")
        ordering = ["lesson", "locale"]
        constraints = [
            models.UniqueConstraint(fields=("lesson", "locale"), name="one_row_per_language"),
        ]

    def __str__(self) -> str:
        return f"{self.lesson_id} in {self.locale_id}"
