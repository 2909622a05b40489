"""What learners are asked to look at again, and what the author of a release says of it.

What is material is flagged by itself. Of a question that is worded otherwise its author must say
whether it still asks the same. Where nobody is there to say so, as in programs, learners are asked:
one look too many harms nobody, one too few leaves them with an answer to another question.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from courses.outline.services import CarriedBlock
from courses.pages.enums import PageKind
from courses.pages.errors import NotAnsweredError
from courses.pages.material import Judgement, Place, judge_changes
from courses.pages.models import BlockMove, Release, ReleaseItem
from courses.pages.releases.content import Draft, Item
from courses.pages.releases.keeping import hashes_of

# What an author may ask learners to look at again, beside what is flagged anyway.
OFFERED = (Judgement.ASKS, Judgement.COSMETIC)


@dataclass(frozen=True)
class Answers:
    """What the author said: which blocks learners should look at again, and which they need not."""

    again: frozenset[Place] = frozenset()
    leave: frozenset[Place] = frozenset()


def judge(old: Draft | None, new: Draft) -> dict[Place, Judgement]:
    """Return what became of each block that changed, moves with their records considered."""
    found = judge_changes(old, new)
    gone = {lesson for (lesson, _block), one in found.items() if one is Judgement.REMOVED}
    carried = _carried(gone) if gone else ()
    return judge_changes(old, new, carried) if carried else found


def judge_since(base: Release | None, draft: Draft) -> dict[Place, Judgement]:
    """Do so against a release, of which only the lessons that changed are read."""
    return judge(_lessons_before(base, draft), draft)


def look_again_of(judgements: Mapping[Place, Judgement], answers: Answers | None) -> list[Place]:
    """Return which blocks of a release learners should look at again, as it is written down.

    Without `answers` nobody was there to ask. Raises NotAnsweredError. What is said of blocks
    that did not change, or are not there, says nothing.
    """
    asks = {place for place, one in judgements.items() if one is Judgement.ASKS}
    if answers is None:
        return sorted(asks)
    missing = asks - answers.again - answers.leave
    if missing:
        raise NotAnsweredError(missing)
    return sorted(place for place in answers.again if judgements.get(place) in OFFERED)


def _carried(lessons: Iterable[UUID]) -> list[CarriedBlock]:
    keys = list(lessons)
    moves = BlockMove.objects.filter(Q(from_lesson__in=keys) | Q(to_lesson__in=keys))
    return [
        CarriedBlock(one.block_uuid, frozenset((one.from_lesson, one.to_lesson))) for one in moves
    ]


def _lessons_before(base: Release | None, draft: Draft) -> Draft | None:
    """Return a release's lessons; of those that are unchanged the draft's own are taken."""
    if base is None:
        return None
    hashes, now = hashes_of(base), draft.by_key()
    same = [item for key, item in now.items() if hashes.get(key) == item.hash]
    changed = hashes.keys() - {item.key for item in same}
    rows = ReleaseItem.objects.filter(
        release=base, locale=base.locale_id, kind=PageKind.LESSON, page_key__in=changed
    )
    olds = [
        Item(key, PageKind.LESSON, None, content, found)
        for key, found, content in rows.values_list("page_key", "content_id", "content__content")
    ]
    return Draft((*same, *olds), base.syllabus)
