"""What is looked at whenever a lesson's draft is saved, on whichever road it comes."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, cast
from uuid import UUID

from django.db import models
from django.db.models import Q, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from wagtail.models import COMMENTS_RELATION_NAME, Page, Revision

from courses.outline.models import Block
from courses.pages.identity.anchors import relink
from courses.pages.identity.ids import (
    Part,
    Renewal,
    are_settled,
    forget_stored,
    ids_of,
    keep_own,
    parts_of,
    stored_parts,
)
from courses.pages.releases.during import is_releasing

# So many ids are looked for in the drafts beside; a draft that has one of them is searched for
# all. Nobody writes so many blocks between two saves, and what comes in by code comes whole.
MOST_SOUGHT = 40
_is_copying: ContextVar[bool] = ContextVar("is_copying", default=False)


@contextmanager
def copying() -> Iterator[None]:
    """Let pages be saved with the ids of another meanwhile: whoever copies renews them."""
    token = _is_copying.set(True)
    try:
        yield
    finally:
        _is_copying.reset(token)


class OwnBlocksMixin(models.Model):
    """A lesson whose blocks' ids are its own; comes before the page's class."""

    # What was stored when this instance was read.
    _stored_body: tuple[Any, ...] = ()
    _settled: frozenset[str] = frozenset()

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Any:
        """Note the blocks that the lesson had when it was read."""
        page = super().from_db(*args, **kwargs)
        _note(page)
        return page

    def with_content_json(self, content: Any) -> Any:
        """Return the lesson as one of its own revisions has it."""
        page = super().with_content_json(content)  # type: ignore[misc]  # the page's own
        _note(page)
        return page

    def clean(self) -> None:
        """See that blocks are named once, and as this lesson's."""
        super().clean()
        settle_ids(self)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Save a draft whose blocks are named once, and as this lesson's."""
        settle_ids(self)
        return super().save_revision(*args, **kwargs)  # type: ignore[misc]  # the page's own


def _note(page: Any) -> None:
    # Not of what was left in the database: that would fetch it.
    body = page.__dict__.get("body")
    page._stored_body = tuple(one for one in body._raw_data if one) if body is not None else ()


def settle_ids(lesson: Any) -> None:
    """Give fresh ids to blocks that are there twice, or that are another lesson's.

    Asks the database only when there are ids that the lesson had not when it was read: once, and
    again only where another lesson has one of them.
    """
    page = cast(Page, lesson)
    if page.alias_of_id is not None or not page.path or is_releasing() or _is_copying.get():
        return
    if "body" in page.get_deferred_fields():
        return
    parts = parts_of(lesson.body)
    new = ids_of(parts, blocks_only=True) - lesson._settled
    if new:
        known = stored_parts(lesson.body.stream_block, list(lesson._stored_body))
        new -= ids_of(known)
    foreign = _foreign(page, new) if new else set()
    if foreign or not are_settled(parts):
        # What is stored may be shared with whoever gave it to this page.
        keep_own(lesson.body)
        parts = parts_of(lesson.body)
        renewal = Renewal(page.translation_key)
        renewal.settle(parts, foreign)
        forget_stored(lesson.body)
        _follow(page, parts, renewal.changed)
    lesson._settled = frozenset(ids_of(parts, blocks_only=True))


def _follow(page: Any, parts: list[Part], changed: dict[str, str]) -> None:
    """Lead comments and links to what they are about; of two that were alike, to the first."""
    still = {part.id for top in parts for part in top.with_below()}
    gone = {old: new for old, new in changed.items() if old not in still}
    if not gone:
        return
    relink(page.body, gone)
    for comment in getattr(page, COMMENTS_RELATION_NAME).all():
        steps = comment.contentpath.split(".")
        comment.contentpath = ".".join(gone.get(step, step) for step in steps)


def _foreign(page: Page, new: set[str]) -> set[str]:
    """Return which of these ids are another lesson's: of one that was released, or of a draft
    beside this one."""
    texts = list(_elsewhere(page, new))
    found = {one for one in new for text in texts if one in text or UUID(one).hex == text}
    return found - _own(page, found) if found else set()


def _elsewhere(page: Page, new: set[str]) -> Iterable[str]:
    released = (
        Block.objects.filter(block_uuid__in=[UUID(one) for one in new])
        .exclude(lesson__key=page.translation_key)
        .order_by()
        .values_list(Cast("block_uuid", TextField()))
    )
    course = page.path[: -2 * Page.steplen]
    beside: Any = Page.objects
    drafts = (
        beside.filter(path__startswith=course, depth=page.depth, alias_of=None)
        .exclude(translation_key=page.translation_key)
        .annotate(text=KeyTextTransform("body", "latest_revision__content"))
        .filter(_any_of("text", new))
        .order_by()
        .values_list("text")
    )
    return (text for (text,) in released.union(drafts, all=True))


def _any_of(name: str, ids: set[str]) -> Q:
    sought = Q()
    for one in sorted(ids)[:MOST_SOUGHT]:
        sought |= Q(**{f"{name}__contains": one})
    return sought


def _own(page: Page, ids: set[str]) -> set[str]:
    """Return which of these came here with their record, or were this lesson's before."""
    from courses.pages.models import BlockMove

    uuids = [UUID(one) for one in ids]
    moved = BlockMove.objects.filter(block_uuid__in=uuids, to_lesson=page.translation_key)
    retired = Block.objects.filter(block_uuid__in=uuids, lesson__key=page.translation_key)
    rows = moved.values_list("block_uuid").union(retired.values_list("block_uuid"))
    own = {str(uuid) for (uuid,) in rows}
    if ids - own and page.pk is not None:
        own |= _in_revisions(page, ids - own)
    return own & ids


def _in_revisions(page: Page, ids: set[str]) -> set[str]:
    # Of every language: they share their ids.
    pages = Page.objects.filter(translation_key=page.translation_key)
    revisions = (
        Revision.objects.page_revisions()
        .filter(object_id__in=[str(pk) for pk in pages.values_list("pk", flat=True)])
        .annotate(text=KeyTextTransform("body", "content"))
        .filter(_any_of("text", ids))
    )
    texts = list(revisions.values_list("text", flat=True))
    return {one for one in ids for text in texts if one in text}
