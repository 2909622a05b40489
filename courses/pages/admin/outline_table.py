"""The outline as the desk shows it: each row with where it can go."""

from collections.abc import Mapping
from dataclasses import dataclass
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


def outline_context(
    screen: "CourseScreen", outline: CourseOutline, *, undo: Undo | None
) -> dict[str, Any]:
    """Return the rows of the table and the version that its forms name."""
    prefix = _public_prefix(screen)
    chapters = outline.chapters
    return {
        "chapters": [
            {
                **_shared(screen, row, prefix),
                "up": f"{row.pk}:{screen.course.pk}:{at - 1}" if at else "",
                "down": f"{row.pk}:{screen.course.pk}:{at + 1}" if at + 1 < len(chapters) else "",
                "lessons": [
                    {
                        **_shared(screen, lesson, prefix if row.is_live else ""),
                        **_moves(chapters, at, place),
                    }
                    for place, lesson in enumerate(row.lessons)
                ],
            }
            for at, row in enumerate(chapters)
        ],
        "version": outline.version,
        "undo": undo if undo and undo.seen == outline.version else None,
    }


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


def _moves(chapters: list[ChapterRow], at: int, place: int) -> dict[str, str]:
    """Return where "up" and "down" lead: beyond a chapter's edge into the next chapter."""
    lessons = chapters[at].lessons
    key, chapter = lessons[place].pk, chapters[at].pk
    up = down = ""
    if place:
        up = f"{key}:{chapter}:{place - 1}"
    elif at:
        up = f"{key}:{chapters[at - 1].pk}:{len(chapters[at - 1].lessons)}"
    if place + 1 < len(lessons):
        down = f"{key}:{chapter}:{place + 1}"
    elif at + 1 < len(chapters):
        down = f"{key}:{chapters[at + 1].pk}:0"
    return {"up": up, "down": down}
