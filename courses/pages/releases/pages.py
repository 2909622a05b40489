"""What a page of a course does otherwise than Wagtail's, because its course is released as one."""

from typing import Any, cast

from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.locks import BaseLock
from wagtail.models import Page

from courses.pages.releases.during import is_releasing

LOCKS = ("locked", "locked_at", "locked_by")


class UnderReviewLock(BaseLock):
    """Closes a page to everybody while it is being reviewed: what is approved is what goes live."""

    def for_user(self, user: Any) -> bool:
        """Say that it holds for this person, whoever it is."""
        return True

    def get_message(self, user: Any) -> str:
        """Return what the editor says."""
        return _(
            "This page is being reviewed, so it cannot be changed just now. It can be again once"
            " the review is decided, or the submission is taken back."
        )

    def get_locked_by(self, user: Any) -> str:
        """Return who or what has locked it."""
        return _("Locked by the review")

    def get_description(self, user: Any) -> str:
        """Return what the lock does."""
        return _("Nobody can change the page while it is being reviewed.")


class ReleasedPageMixin(models.Model):
    """A page of a course; comes before the page's own class."""

    # A copy goes live when its course does, and nobody has locked it yet.
    exclude_fields_in_copy = ["go_live_at", "expire_at", "expired", *LOCKS]
    # Whether readers saw the page when this instance was read; not known of a revision's.
    _was_live = False

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the page; a draft that was read before the page went live does not take it down.

        Wagtail's editor writes the whole row of a page that was not live when it was opened: what
        nobody has approved would be live, or what is live would be gone. Its revision keeps what
        was written.
        """
        page = cast(Any, self)
        is_whole = not kwargs.get("update_fields")
        if not is_whole or self.pk is None or page.live or is_releasing() or self._was_live:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            row = Page.objects.select_for_update().filter(pk=self.pk)
            fields = ("live", "live_revision_id", "first_published_at", "last_published_at")
            now = row.values(*fields).first()
            if now is None or not now["live"]:
                super().save(*args, **kwargs)
                return
            for name, value in now.items():
                setattr(self, name, value)

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Any:
        """Note whether readers saw the page when it was read."""
        page = cast(Any, super().from_db(*args, **kwargs))
        page._was_live = "live" not in page.get_deferred_fields() and page.live
        return page

    def get_url_parts(self, request: Any = None) -> Any:
        """Return where readers find the page: for what is live, as the last release has it."""
        page = cast(Any, self)
        if not page.live or page.depth is None:
            return super().get_url_parts(request)  # type: ignore[misc]  # the page's own
        note_released_path(page)
        of_tree = page.url_path
        page.url_path = page._released_url_path or of_tree
        try:
            return super().get_url_parts(request)  # type: ignore[misc]  # the page's own
        finally:
            page.url_path = of_tree

    def get_lock(self) -> BaseLock | None:
        """Return what keeps the page from being changed, if anything does."""
        lock = super().get_lock()  # type: ignore[misc]  # the page's own
        if lock is None and self.pk is not None and self._waits:
            return UnderReviewLock(self)
        return cast(BaseLock | None, lock)

    @cached_property
    def _waits(self) -> bool:
        # The editor asks six times for the lock of the one page that it has read.
        return is_under_review(cast(Page, self))


def note_released_path(page: Any) -> None:
    """Let a live chapter or lesson know its released address."""
    from courses.pages.models import CoursePage
    from courses.pages.releases.addresses import note_released_paths

    # A page that was found by its address came below the chapter that it was released in.
    above = getattr(getattr(page, "_cached_parent_obj", None), "_released_url_path", None)
    if isinstance(page, CoursePage):
        page._released_url_path = None
    elif above and not hasattr(page, "_released_url_path"):
        page._released_url_path = f"{above}{page.slug}/"
    else:
        note_released_paths([page])


def is_under_review(page: Page) -> bool:
    """Say whether a submission that waits for its review would change this page."""
    from courses.pages.enums import ReleaseState
    from courses.pages.models import ReleaseItem

    unchanged = ReleaseItem.objects.filter(
        release=models.OuterRef("release__base"),
        page_key=models.OuterRef("page_key"),
        locale=models.OuterRef("locale"),
        content=models.OuterRef("content"),
    )
    waiting = ReleaseItem.objects.filter(
        ~models.Exists(unchanged),
        release__state=ReleaseState.WAITING,
        page_key=page.translation_key,
        locale=page.locale_id,
    )
    return waiting.exists()
