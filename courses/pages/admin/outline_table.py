"""The outline as the desk shows it: each row with where it can go."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from courses.pages.services import ChapterRow, CourseOutline, LessonRow

if TYPE_CHECKING:
    from courses.pages.admin.base import CourseScreen

LONGEST_KEY = 9


@dataclass(frozen=True)
class Undo:
    """How the last move is taken back, as long as nothing else has changed."""

    page: int
    to: int
    position: int
    seen: str

    @classmethod
    def from_query(cls, query: Mapping[str, Any]) -> "Undo | None":
        """Return what the address after a move says, None where it says nothing."""
        page, to, position = parse_move(query.get("undo", "")) or (0, 0, 0)
        return cls(page, to, position, query.get("seen", "")) if page else None

    @property
    def value(self) -> str:
        """The move, as a form sends it."""
        return f"{self.page}:{self.to}:{self.position}"


def parse_key(text: str) -> int | None:
    """Read a row's number; None for what no row can have."""
    # The database refuses larger numbers.
    if text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY:
        return int(text)
    return None


def parse_move(value: str) -> tuple[int, int, int] | None:
    """Read `page:parent:position`; None for anything else."""
    match [parse_key(part) for part in value.split(":")]:
        case [int() as page, int() as to, int() as position]:
            return page, to, position
    return None


def without_removed(outline: CourseOutline, removed: Collection[int]) -> CourseOutline:
    """Return the outline as the next release has it. What is below something removed goes too."""
    chapters = [
        replace(row, lessons=[one for one in row.lessons if one.pk not in removed])
        for row in outline.chapters
        if row.pk not in removed
    ]
    return CourseOutline(chapters, outline.version)


def outline_context(
    screen: "CourseScreen",
    outline: CourseOutline,
    *,
    undo: Undo | None,
    removed: Collection[int] = (),
    may_correct: bool = False,
) -> dict[str, Any]:
    """Return the rows of the table and the version that its forms name.

    Removed pages keep their places, so they are counted, and are not shown.
    """
    prefix = _public_prefix(screen)
    chapters = outline.chapters
    rows = []
    for at, row in enumerate(chapters):
        lessons = [
            {
                **_shared(screen, lesson, prefix if row.is_live else ""),
                **_lesson_moves(chapters, at, place, removed),
                "is_removed": lesson.pk in removed,
                "correct_url": _correct_url(screen, lesson, may_correct),
            }
            for place, lesson in enumerate(row.lessons)
        ]
        moves = _chapter_moves(screen.course.pk, chapters, at, removed)
        is_removed = row.pk in removed
        rows.append(
            {**_shared(screen, row, prefix), **moves, "is_removed": is_removed, "lessons": lessons}
        )
    return {
        "chapters": rows,
        "has_chapters": not all(row["is_removed"] for row in rows),
        "version": outline.version,
        "undo": undo if undo and undo.seen == outline.version else None,
    }


def _correct_url(screen: "CourseScreen", lesson: LessonRow, may_correct: bool) -> str:
    if not (may_correct and lesson.is_live and lesson.has_changes):
        return ""
    return reverse("courses_admin:correct", args=[screen.course.pk, lesson.pk])


def _shared(screen: "CourseScreen", row: ChapterRow | LessonRow, prefix: str) -> dict[str, Any]:
    course = screen.course
    # What is live below something that is not is served to nobody.
    is_shown = row.is_live and course.live
    public = f"{prefix}{row.url_path[len(course.url_path) :]}" if prefix and is_shown else ""
    return {
        "row": row,
        "edit_url": reverse("wagtailadmin_pages:edit", args=[row.pk]),
        "draft_url": reverse("wagtailadmin_pages:view_draft", args=[row.pk]),
        "public_url": public,
        "rename_url": reverse("courses_admin:rename", args=[course.pk, row.pk]),
        "delete_url": reverse("courses_admin:delete", args=[course.pk, row.pk]),
    }


def _public_prefix(screen: "CourseScreen") -> str:
    # The course's own address once, and not Wagtail's look-up for each row.
    return screen.course.get_url(screen.request) or ""


def _beside(rows: Sequence[Any], at: int, step: int, removed: Collection[int]) -> int | None:
    """Return the place of the next row in this direction that is shown."""
    at += step
    while 0 <= at < len(rows) and rows[at].pk in removed:
        at += step
    return at if 0 <= at < len(rows) else None


def _chapter_moves(
    course: int, chapters: list[ChapterRow], at: int, removed: Collection[int]
) -> dict[str, str]:
    above, below = _beside(chapters, at, -1, removed), _beside(chapters, at, 1, removed)
    key = f"{chapters[at].pk}:{course}"
    return {
        "up": f"{key}:{above}" if above is not None else "",
        "down": f"{key}:{below}" if below is not None else "",
    }


def _lesson_moves(
    chapters: list[ChapterRow], at: int, place: int, removed: Collection[int]
) -> dict[str, str]:
    """Return where "up" and "down" lead: beyond a chapter's edge into the next chapter."""
    lessons = chapters[at].lessons
    key, chapter = lessons[place].pk, chapters[at].pk
    above, below = _beside(lessons, place, -1, removed), _beside(lessons, place, 1, removed)
    before, after = _beside(chapters, at, -1, removed), _beside(chapters, at, 1, removed)
    up = down = ""
    if above is not None:
        up = f"{key}:{chapter}:{above}"
    elif before is not None:
        up = f"{key}:{chapters[before].pk}:{len(chapters[before].lessons)}"
    if below is not None:
        down = f"{key}:{chapter}:{below}"
    elif after is not None:
        down = f"{key}:{chapters[after].pk}:0"
    return {"up": up, "down": down}
