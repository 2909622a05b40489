"""Two states of a course: which pages came, went and moved, and what changed on each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model

from courses.pages.comparing.blocks import ABSENT
from courses.pages.comparing.fields import compare_fields
from courses.pages.comparing.matching import Effort, moved
from courses.pages.comparing.naming import named_pages
from courses.pages.comparing.parts import Move, PageChange, What
from courses.pages.enums import PageKind

if TYPE_CHECKING:
    from courses.pages.releases.content import Draft, Item

# By name: what the blocks of these pages are compared by must not need the pages.
MODELS = {
    PageKind.COURSE: "CoursePage",
    PageKind.CHAPTER: "ChapterPage",
    PageKind.LESSON: "LessonPage",
}


@dataclass(frozen=True)
class _Place:
    """Where a chapter or a lesson stands: its number among its like, and what is before it."""

    group: str
    group_title: str
    number: int
    after: str


def compare(old: "Draft | None", new: "Draft", effort: Effort | None = None) -> list[PageChange]:
    """Return what changed on each page, in the order of the new state.

    What is gone comes where it stood. Nothing is fetched: names of files, snippets and foreign
    pages are found by `describe`. Pages on which only hidden keys of paragraphs differ are left
    out.
    """
    effort = effort or Effort()
    olds = {item.key: item for item in old.items} if old else {}
    news = {item.key: item for item in new.items}
    places = (_places(old.syllabus if old else {}), _places(new.syllabus))
    moves = _moves(old.syllabus if old else {}, new.syllabus, places)
    found = [
        change
        for key in _in_order(olds, news)
        if (change := _page(olds.get(key), news.get(key), moves.get(str(key)), effort))
    ]
    found = [replace(change, chapter=_chapter(change, places)) for change in found]
    titles = {item.page_id: item.title for item in [*olds.values(), *news.values()]}
    return named_pages(found, {key: title for key, title in titles.items() if key is not None})


def _page(
    old: "Item | None", new: "Item | None", move: Move | None, effort: Effort
) -> PageChange | None:
    item = new or old
    if item is None:
        return None
    model: type[Model] = apps.get_model("courses_pages", MODELS[PageKind(item.kind)])
    before, after = (ABSENT if one is None else one.content for one in (old, new))
    is_same = old is not None and new is not None and old.content == new.content
    parts, unchanged = ((), 0) if is_same else compare_fields(model, before, after, effort)
    what = What.ADDED if old is None else What.REMOVED if new is None else What.CHANGED
    if old and new and not parts:
        if move is None:
            return None
        what = What.MOVED
    if what in {What.ADDED, What.REMOVED}:
        # Its title stands over it.
        parts = tuple(part for part in parts if part.field != "title")
    title = old.title if old and new and old.title != new.title else ""
    return PageChange(
        key=item.key,
        kind=PageKind(item.kind),
        title=item.title,
        page_id=item.page_id,
        what=what,
        parts=parts,
        move=move if old and new else None,
        old_title=title,
        unchanged=unchanged,
    )


def _in_order(old: Iterable[UUID], new: Iterable[UUID]) -> list[UUID]:
    """Return the keys of both, those that are gone behind what stood before them."""
    news = list(new)
    kept = set(news)
    behind: dict[UUID | None, list[UUID]] = {}
    last: UUID | None = None
    for key in old:
        if key in kept:
            last = key
        else:
            behind.setdefault(last, []).append(key)
    order = list(behind.get(None, ()))
    for key in news:
        order += [key, *behind.get(key, ())]
    return order


def _chapters(syllabus: Mapping[str, Any]) -> list[Any]:
    return list(syllabus.get("chapters") or ())


def _places(syllabus: Mapping[str, Any]) -> dict[str, _Place]:
    places: dict[str, _Place] = {}
    before = ""
    for number, chapter in enumerate(_chapters(syllabus), 1):
        key, title = str(chapter["key"]), str(chapter.get("title") or "")
        places[key] = _Place("", "", number, before)
        before, above = title, ""
        for place, lesson in enumerate(chapter.get("lessons") or (), 1):
            places[str(lesson["key"])] = _Place(key, title, place, above)
            above = str(lesson.get("title") or "")
    return places


def _moves(
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    places: tuple[dict[str, _Place], dict[str, _Place]],
) -> dict[str, Move]:
    """Return the fewest moves that make the new order of the old one."""
    before, now = places
    went = moved(*([str(one["key"]) for one in _chapters(all_of)] for all_of in (old, new)))
    olds = {str(one["key"]): _lessons(one) for one in _chapters(old)}
    for chapter in _chapters(new):
        lessons, key = _lessons(chapter), str(chapter["key"])
        went |= moved([one for one in olds.get(key, []) if one in lessons], lessons)
        went |= {one for one in lessons if one in before and before[one].group != key}
    return {str(key): _move(before[str(key)], now[str(key)]) for key in went}


def _lessons(chapter: Mapping[str, Any]) -> list[str]:
    return [str(lesson["key"]) for lesson in chapter.get("lessons") or ()]


def _move(old: _Place, new: _Place) -> Move:
    groups = ("", "") if old.group == new.group else (old.group_title, new.group_title)
    return Move(old.number, new.number, new.after, *groups)


def _chapter(change: PageChange, places: tuple[dict[str, _Place], dict[str, _Place]]) -> str:
    place = places[1].get(str(change.key)) or places[0].get(str(change.key))
    return place.group_title if place else ""
