"""Blocks that move to another lesson with their record: learners' work on them goes along."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from wagtail.models import Page

from cms.accounts.models import User
from courses.pages.errors import (
    BlockGoneError,
    DraftChangedError,
    MovedBlocksError,
    NotAllowedError,
    NothingChosenError,
    PageGoneError,
    SameLessonError,
)
from courses.pages.identity.ids import Part, ids_of, stored_parts
from courses.pages.identity.words import carry_words
from courses.pages.models import BlockMove, LessonPage, Removal
from courses.pages.permissions import user_can_edit_course
from courses.pages.releases.content import Content, hash_of
from courses.pages.releases.going_live import lock_pages
from courses.pages.releases.keeping import refuse_translation
from courses.pages.services.outline import course_above, refuse_locked

Stored = list[dict[str, Any]]


@dataclass(frozen=True)
class BlocksMoved:
    """What moved: the ids, their places in the lesson that they left, and how both drafts are
    known now, for taking it back."""

    from_page: LessonPage
    to_page: LessonPage
    ids: tuple[str, ...]
    places: tuple[int, ...]
    seen: tuple[str, str]


def draft_version(draft: LessonPage) -> str:
    """Return a short text that differs when the blocks of two drafts do."""
    return hash_of(list(draft.body.raw_data))[:16]


def newest_draft(pk: int) -> LessonPage:
    """Return a lesson as it was written last. Raises PageGoneError."""
    lesson = LessonPage.objects.filter(pk=pk, alias_of=None).select_related("latest_revision")
    page = lesson.first()
    if page is None:
        raise PageGoneError
    return cast(LessonPage, page.get_latest_revision_as_object())


@transaction.atomic
def move_blocks(
    from_page: LessonPage,
    block_ids: Sequence[str],
    to_page: LessonPage,
    position: int | Sequence[int],
    *,
    by: User,
    seen: tuple[str, str] | None = None,
) -> BlocksMoved:
    """Move blocks between the newest drafts of two lessons, of one course or of two.

    Only whole blocks of a lesson move: what stands in columns moves with them. They keep their
    order, from `position` on, or each at a place of its own. `seen` are the versions of both
    drafts that the person looked at, None for whatever they are. The record follows at release.
    Raises NotAllowedError, NotTheSourceError, SameLessonError, NothingChosenError, PageGoneError,
    PageLockedError, DraftChangedError and BlockGoneError.
    """
    if from_page.pk == to_page.pk:
        raise SameLessonError
    wanted = set(block_ids)
    if not wanted:
        raise NothingChosenError
    # In the tree's order, as everywhere: whoever saves or releases one of them waits.
    keys = [from_page.translation_key, to_page.translation_key]
    everywhere: Any = Page.objects
    lock_pages(everywhere.filter(translation_key__in=keys, alias_of=None))
    source, target = newest_draft(from_page.pk), newest_draft(to_page.pk)
    _refuse(source, by)
    _refuse(target, by)
    _refuse_removed(target)
    if seen is not None and seen != (draft_version(source), draft_version(target)):
        raise DraftChangedError
    moved = _take(source, wanted)
    if len(moved) != len(wanted):
        raise BlockGoneError
    places = tuple(place for place, _block in moved)
    blocks = [block for _place, block in moved]
    _put(target, blocks, position)
    _remember(source, target, blocks, by)
    for draft in (source, target):
        draft.save_revision(user=by, log_action=True, clean=False)
    carry_words(source.translation_key, target.translation_key, [one["id"] for one in blocks])
    _follow(source, target, wanted, by)
    return BlocksMoved(
        source,
        target,
        tuple(one["id"] for one in blocks),
        places,
        (draft_version(source), draft_version(target)),
    )


def _refuse(draft: LessonPage, by: User) -> None:
    course = course_above(draft)
    if course is None:
        raise PageGoneError
    if not user_can_edit_course(by, course):
        raise NotAllowedError
    refuse_translation(course)
    refuse_locked(draft, by)


def _refuse_removed(target: LessonPage) -> None:
    if Removal.objects.filter(page__in=[target.pk, target.get_parent().pk]).exists():
        raise PageGoneError


def _stored(draft: LessonPage) -> Stored:
    return [dict(one) for one in draft.body.raw_data]


def _write(draft: LessonPage, stored: Stored) -> None:
    draft.body = type(draft.body)(draft.body.stream_block, stored, is_lazy=True)


def _take(draft: LessonPage, wanted: set[str]) -> list[tuple[int, dict[str, Any]]]:
    stored = list(enumerate(_stored(draft)))
    _write(draft, [one for _place, one in stored if one.get("id") not in wanted])
    return [(place, one) for place, one in stored if one.get("id") in wanted]


def _put(draft: LessonPage, blocks: Stored, position: int | Sequence[int]) -> None:
    stored = _stored(draft)
    if isinstance(position, int):
        first = max(0, min(position, len(stored)))
        position = range(first, first + len(blocks))
    for place, block in zip(position, blocks, strict=True):
        stored.insert(place, block)
    _write(draft, stored)


def _remember(source: LessonPage, target: LessonPage, blocks: Stored, by: User) -> None:
    BlockMove.objects.bulk_create(
        BlockMove(
            block_uuid=one,
            from_lesson=source.translation_key,
            to_lesson=target.translation_key,
            by=by,
        )
        for one in sorted(_ids(blocks))
    )


def _ids(blocks: Any) -> set[UUID]:
    """Return the ids of blocks, of those in columns as well."""
    return {UUID(one) for one in ids_of(_parts(blocks), blocks_only=True)}


def _parts(blocks: Any) -> list[Part]:
    field: Any = LessonPage._meta.get_field("body")
    return stored_parts(field.stream_block, list(blocks))


def _follow(source: LessonPage, target: LessonPage, wanted: set[str], by: User) -> None:
    """Move the blocks in the other languages' drafts, where both lessons are there.

    A locked one stays: it follows when it is translated anew.
    """
    keys = (source.translation_key, target.translation_key)
    rows = LessonPage.objects.filter(translation_key__in=keys, alias_of=None)
    rows = rows.exclude(locale=source.locale_id).select_related("latest_revision")
    pages = {(row.locale_id, row.translation_key): row for row in rows}
    for (locale, key), here in pages.items():
        there = pages.get((locale, keys[1]))
        if key != keys[0] or there is None:
            continue
        if any((lock := page.get_lock()) and lock.for_user(by) for page in (here, there)):
            continue
        _move_alike(here.get_latest_revision_as_object(), there, target, wanted, by)


def _move_alike(here: Any, there: Any, target: LessonPage, wanted: set[str], by: User) -> None:
    blocks = [block for _place, block in _take(here, wanted)]
    if not blocks:
        return
    there = there.get_latest_revision_as_object()
    order = {one["id"]: place for place, one in enumerate(_stored(target))}
    last, stored = len(order), _stored(there)
    # Where the source has it, as far as the language has the blocks before it.
    for block in blocks:
        before = [order.get(str(one.get("id")), last) < order[block["id"]] for one in stored]
        place = max((at + 1 for at, is_before in enumerate(before) if is_before), default=0)
        stored.insert(place, block)
    _write(there, stored)
    for draft in (here, there):
        draft.save_revision(user=by, log_action=True, clean=False)


def refuse_moved_blocks(lesson_key: UUID, draft: Content, live: Content) -> None:
    """Raise MovedBlocksError if a block came or went with its record and readers do not see that.

    By itself the lesson would lose what learners did, or claim it before the other one.
    """
    changed = _ids(draft.get("body") or ()) ^ _ids(live.get("body") or ())
    if not changed:
        return
    moves = BlockMove.objects.filter(block_uuid__in=changed)
    if (moves.filter(from_lesson=lesson_key) | moves.filter(to_lesson=lesson_key)).exists():
        raise MovedBlocksError
