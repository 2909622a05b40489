"""`Page.publish()` of a course's pages: what bulk, clock, workflow, translation and code call."""

import logging
from typing import Any, cast

from django.db import models, transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from courses.outline.services import ask_refresh
from courses.pages.errors import CourseError, NothingToReleaseError, NotReadyError, OutdatedError
from courses.pages.releases.during import is_releasing

logger = logging.getLogger(__name__)


class GuardedPublishingMixin(models.Model):
    """A page of a course, which goes live by a release and by nothing else.

    Nothing is raised by what keeps it from that: Wagtail's clock would publish no later page of
    the whole site. The page stays as it is, and its author is told.
    """

    class Meta:
        abstract = True

    def publish(
        self,
        revision: Revision,
        user: Any = None,
        changed: bool = True,
        log_action: Any = True,
        previous_revision: Revision | None = None,
        skip_permission_checks: bool = False,
    ) -> None:
        """Put the version live as a small release; a translation by itself."""
        given = {
            "user": user,
            "changed": changed,
            "log_action": log_action,
            "previous_revision": previous_revision,
            "skip_permission_checks": skip_permission_checks,
        }
        page = cast(Page, self)
        if is_releasing() or page.alias_of_id is not None:
            super().publish(revision, **given)  # type: ignore[misc]  # the page's own
            return
        from courses.pages.roads.places import is_source

        try:
            with transaction.atomic():
                if is_source(page):
                    _release(page, revision, user, is_checked=not skip_permission_checks)
                else:
                    _refuse_unready(revision)
                    _ask_first(page)
                    super().publish(revision, **given)  # type: ignore[misc]  # the page's own
                    _record(page)
        except CourseError as error:
            _stay(page, revision, error)

    def unpublish(
        self,
        set_expired: bool = False,
        commit: bool = True,
        user: Any = None,
        log_action: Any = True,
    ) -> None:
        """Take the page off the site; not by its own clock, which would tear up the release."""
        from courses.pages.roads.places import is_source

        page = cast(Page, self)
        if set_expired and is_source(page):
            Page.objects.filter(pk=page.pk).update(expire_at=None)
            logger.warning(
                "A page of a course has no end date", extra={"event": "page.kept", "page": page.pk}
            )
            return
        super().unpublish(  # type: ignore[misc]  # the page's own
            set_expired=set_expired, commit=commit, user=user, log_action=log_action
        )

    @property
    def has_workflow(self) -> bool:
        """Say that it has none: see `get_workflow`."""
        return False

    def get_workflow(self) -> None:
        """Return none: a course is reviewed as one, and a workflow of Wagtail has one page."""
        return None


def _release(page: Page, revision: Revision, user: Any, *, is_checked: bool) -> None:
    """Put the version live as a release of its own. Raises CourseError."""
    from courses.pages.releases.submitting import correct_page, release_page

    if not revision.is_latest_revision():
        raise OutdatedError
    try:
        if user is not None and is_checked:
            release_page(page, by=user)
        else:
            correct_page(page, by=user, now=timezone.now())
    except NothingToReleaseError:
        # It is live as it is: there is nothing to wait for.
        page.revisions.update(approved_go_live_at=None)


def _ask_first(page: Page) -> None:
    """Have the course's row before any of the page's: so does a release that takes it down."""
    from courses.pages.releases.submitting import course_page_of

    try:
        ask_refresh(course_page_of(page).course_key)
    except LookupError:
        # It stands in no course, so no release comes to it.
        return


def _refuse_unready(revision: Revision) -> None:
    from courses.pages.readiness import check_page

    defects = check_page(revision.as_object())
    if defects:
        raise NotReadyError(defects)


def _record(page: Page) -> None:
    from courses.pages.releases.going_live import record_translation

    now = page.specific_class.objects.get(pk=page.pk)
    if now.live:
        record_translation(now)


@transaction.atomic
def _stay(page: Page, revision: Revision, error: CourseError) -> None:
    """Leave the page as it is, ask the clock no more, and tell its author why."""
    from courses.pages.roads.notices import tell_not_ready

    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    tell_not_ready(page, revision, error)
    logger.warning(
        "A page of a course was not published",
        extra={"event": "page.not_ready", "page": page.pk, "code": error.code},
    )
