"""A release going live: everything in it together, in one transaction, or nothing."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import F, Max, Q
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.core.indexing import index_after_commit
from cms.eventlog import emit
from courses.outline.enums import CourseState
from courses.outline.models import Course
from courses.outline.services import refresh_outline
from courses.pages.enums import PageKind, ReleaseKind, ReleaseState
from courses.pages.errors import CannotGoLiveError, PageGoneError
from courses.pages.models import ChapterPage, CoursePage, LessonPage, Release, ReleaseItem
from courses.pages.releases.content import (
    Draft,
    Item,
    chapters_of_lessons,
    content_from,
    content_of,
    hash_of,
    read_release,
    revision_content,
    syllabus_with,
)
from courses.pages.releases.during import releasing
from courses.pages.releases.handing_over import (
    end_other_languages,
    find_taken,
    is_held_elsewhere,
    items_in_other_languages,
    leave_out,
)
from courses.pages.releases.keeping import BATCH, hashes_of, keep_items, live_release, source_page
from courses.pages.releases.rows import Rows
from courses.pages.releases.slugs import make_room, settle
from courses.pages.syllabus import ask_others

MODELS: dict[PageKind, type[Page]] = {
    PageKind.COURSE: CoursePage,
    PageKind.CHAPTER: ChapterPage,
    PageKind.LESSON: LessonPage,
}


def lock_course(course_key: UUID) -> Course:
    """Lock all pages of the course in its source language, and its row. Call it first.

    Whoever saves a page of the course waits, or was waited for: what is read behind the lock is
    the newest. Pages come in the order of the tree, the course's own first, as everywhere. Rows
    that only point at a page or the course may be written meanwhile.
    """
    page = source_page(course_key)
    if page is None:
        raise PageGoneError
    # By itself: whoever adds or moves pages holds it, and their pages are found only afterwards.
    lock_pages(Page.objects.filter(pk=page.pk))
    now = Page.objects.filter(pk=page.pk).first()
    if now is None:
        raise PageGoneError
    lock_pages(Page.objects.filter(path__startswith=now.path))
    return Course.objects.select_for_update(no_key=True).get(key=course_key)


def lock_pages(pages: Any) -> list[int]:
    """Lock these pages in the tree's order; return their primary keys."""
    rows = pages.order_by("path").select_for_update(of=("self",), no_key=True)
    return list(rows.values_list("pk", flat=True))


def put_live(release: Release, *, by: Any, now: datetime) -> Release:
    """Put a release live. Call it behind `lock_course`, within the transaction.

    A page that the release did not change stays as it now is: a correction may have gone live
    since it was submitted. Raises CannotGoLiveError and InAnotherCourseError.
    """
    course_page = source_page(release.course.key)
    if course_page is None:
        raise PageGoneError
    live = live_release(release.course.key)
    draft = _with_corrections(release, live)
    taken = find_taken(release, draft, course_page)
    if taken and release.kind == ReleaseKind.CORRECTION:
        # It names what its course had when it was written.
        draft, taken = _keep_instead(release, leave_out(draft, taken)), set()
    shown = hashes_of(live)
    with releasing(), index_after_commit(), disable_reference_index_auto_update():
        _change_pages(course_page, draft, shown, by)
        end_other_languages(taken, course_page, by)
    number_release(release, live, by=by, now=now, changed=_changed(draft, shown))
    _copy_items(release, items_in_other_languages(taken, release.locale_id))
    # In the same transaction: what records point at is never behind what readers see.
    refresh_outline(release.course.key, now=now)
    ask_others(release)
    return release


def _change_pages(course_page: CoursePage, draft: Draft, shown: dict[UUID, str], by: Any) -> None:
    pages, rows = _pages(course_page, draft), Rows(by)
    leaving = make_room(course_page, draft, pages)
    for item in draft.items:
        page = pages.get(item.key) or _made_anew(item, draft, pages, by)
        pages[item.key] = page
        if not page.live or shown.get(item.key) != item.hash:
            _publish(page, item, rows)
    _take_down(course_page, draft, set(shown), by)
    settle(leaving)
    rows.finish()


def _with_corrections(release: Release, live: Release | None) -> Draft:
    draft = read_release(release)
    if live is None or release.base_id in (None, live.pk) or release.kind == ReleaseKind.ROLLBACK:
        return draft
    base = hashes_of(release.base)
    now = {item.key: item for item in read_release(live).items}
    items = tuple(
        now[item.key] if item.key in now and base.get(item.key) == item.hash else item
        for item in draft.items
    )
    if items == draft.items:
        return draft
    syllabus = syllabus_with(draft.syllabus, items)
    return _keep_instead(release, replace(draft, items=items, syllabus=syllabus))


def _keep_instead(release: Release, draft: Draft) -> Draft:
    release.syllabus, release.hash = draft.syllabus, draft.hash
    release.items.filter(locale=release.locale_id).delete()
    keep_items(release, draft.items, release.locale_id)
    return draft


def _pages(course_page: CoursePage, draft: Draft) -> dict[UUID, Page]:
    """Return the pages of a release, wherever a writer has moved them."""
    found: dict[UUID, Page] = {}
    for kind, model in MODELS.items():
        keys = [item.key for item in draft.items if item.kind == kind]
        everywhere: Any = model.objects
        rows = everywhere.filter(
            translation_key__in=keys, locale=course_page.locale_id, alias_of=None
        ).select_related("latest_revision", "locale")
        found.update({page.translation_key: page for page in rows})
    return found


def _publish(page: Page, item: Item, rows: Rows) -> None:
    try:
        rows.put_live(page, item.content, _revision_with(page, item, rows.by))
    except ValidationError as error:
        raise CannotGoLiveError(item.title, error.messages) from error


def _revision_with(page: Page, item: Item, by: Any) -> Revision:
    """Return a revision with exactly what the release keeps.

    The newest draft where it is that; else one that stands just before it, so that the draft
    stays the newest: what was written since is not lost, and does not go live.
    """
    latest = page.latest_revision
    if latest is None:
        latest = page.save_revision(user=by, log_action=False, clean=False)
    model = type(page)
    if hash_of(content_from(model, latest.content)) == item.hash:
        if latest.content.get("go_live_at"):
            latest.content["go_live_at"] = None
            latest.save(update_fields=["content"])
        return latest
    data = {**latest.content, **revision_content(model, item.content), "go_live_at": None}
    return cast(
        Revision,
        Revision.objects.create(
            content_object=page,
            base_content_type=page.get_base_content_type(),
            user=by,
            created_at=latest.created_at - timedelta(microseconds=1),
            content=data,
            object_str=item.title,
        ),
    )


def _made_anew(item: Item, draft: Draft, pages: dict[UUID, Page], by: Any) -> Page:
    """Make a page again that was deleted after it was released, with its lasting key."""
    parent = pages.get(_parent_key(item, draft))
    gone = CannotGoLiveError(item.title, [str(PageGoneError.message)])
    if parent is None or item.kind == PageKind.COURSE:
        raise gone
    model = MODELS[item.kind]
    # Moved to another course, it is that course's.
    if model.objects.filter(translation_key=item.key, locale=parent.locale_id).exists():
        raise gone
    data = {"pk": None, **revision_content(model, item.content)}
    page = cast(Page, model.from_serializable_data(data))
    page.pk = page.id = None
    page.translation_key, page.locale, page.owner = item.key, parent.locale, by
    page.live = False
    parent.refresh_from_db()
    try:
        parent.add_child(instance=page)
    except ValidationError as error:
        raise CannotGoLiveError(item.title, error.messages) from error
    page.save_revision(user=by, log_action=False, clean=False)
    return page


def _parent_key(item: Item, draft: Draft) -> UUID:
    if item.kind == PageKind.CHAPTER:
        return draft.course.key
    for chapter in draft.syllabus["chapters"]:
        if any(lesson["key"] == str(item.key) for lesson in chapter["lessons"]):
            return UUID(chapter["key"])
    raise LookupError(item.key)


def _take_down(course_page: CoursePage, draft: Draft, shown: set[UUID], by: Any) -> None:
    """Take off the site what is live and no longer in the course, in every language.

    Lessons come before their chapters.
    """
    kept = set(draft.by_key())
    below = Q(path__startswith=course_page.path, depth__gt=course_page.depth)
    leaving: Any = Page.objects.live().filter(alias_of=None).order_by("-depth", "path")
    leaving = leaving.filter(
        below & ~Q(translation_key__in=kept) | Q(translation_key__in=shown - kept),
        ~is_held_elsewhere(course_page.translation_key),
    )
    rows = list(leaving.specific())
    if not all(row.path.startswith(course_page.path) for row in rows):
        # In another course's tree, or in another language: that may be taking it over just now.
        lock_pages(Page.objects.filter(pk__in=[row.pk for row in rows]))
        rows = list(leaving.specific())
    for page in rows:
        UnpublishPageAction(page, user=by).execute(skip_permission_checks=True)


def _changed(draft: Draft, shown: dict[UUID, str]) -> int:
    gone = set(shown) - set(draft.by_key())
    return sum(shown.get(item.key) != item.hash for item in draft.items) + len(gone)


def number_release(
    release: Release, live: Release | None, *, by: Any, now: datetime, changed: int
) -> Release:
    """Give a release its number, and let it take the place of the one before."""
    if live is not None:
        Release.objects.filter(pk=live.pk).update(state=ReleaseState.PAST)
        _carry_translations(live, release)
    last = Release.objects.filter(course=release.course_id).aggregate(Max("number"))["number__max"]
    release.number = (last or 0) + 1
    release.state = ReleaseState.LIVE
    release.released_at = now
    release.save()
    Course.objects.filter(pk=release.course_id, state=CourseState.DRAFT).update(
        state=CourseState.OPEN
    )
    data = {"release_id": release.pk, "number": release.number, "pages": changed}
    emit("courses.course_released", actor=by, subject=release.course, data=data)
    return release


def _carry_translations(live: Release, release: Release) -> None:
    """What is live in other languages stays so: a release is of the source language."""
    keys = set(hashes_of(release))
    rows = ReleaseItem.objects.filter(release=live).exclude(locale=release.locale_id)
    _copy_items(release, [row for row in rows if row.page_key in keys])


def _copy_items(release: Release, rows: Iterable[ReleaseItem]) -> None:
    chapters = chapters_of_lessons(release.syllabus)
    ReleaseItem.objects.bulk_create(
        [
            ReleaseItem(
                release=release,
                page_key=row.page_key,
                locale_id=row.locale_id,
                kind=row.kind,
                # The language's lessons stand where this release has them.
                chapter_key=chapters.get(str(row.page_key)),
                content_id=row.content_id,
            )
            for row in rows
        ],
        batch_size=BATCH,
    )


def record_translation(page: Page) -> None:
    """Write down that a page in another language went live, with the release it belongs to."""
    items = {"items__page_key": page.translation_key, "items__locale": F("locale")}
    release = Release.objects.live().filter(**items).first()
    if release is None or page.locale_id == release.locale_id:
        return
    content = content_of(page)
    kind = next(kind for kind, model in MODELS.items() if isinstance(page, model))
    item = Item(page.translation_key, kind, page.pk, content, hash_of(content))
    ReleaseItem.objects.filter(
        release=release, page_key=page.translation_key, locale=page.locale_id
    ).delete()
    keep_items(release, [item], page.locale_id)
