"""Courses as cards and lists show them: as many statements for a full page as for one course."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.db.models import Count, Subquery, Sum
from django.utils.functional import Promise
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from courses.outline.enums import CourseState
from courses.outline.models import Course
from courses.outline.services import topmost_tints
from courses.pages.covers import DEFAULT_TINT, Cover, cover_of, covers_of
from courses.pages.enums import ReleaseState
from courses.pages.live_tree import is_released, source_items
from courses.pages.models import CoursePage, LessonPage, ReleaseItem


@dataclass(frozen=True)
class Tongue:
    """A language under its own name."""

    code: str
    name: str
    direction: str


@dataclass(frozen=True)
class Card:
    """What a card says of a course."""

    course: CoursePage
    url: str
    tint: str
    cover: Cover
    lessons: int
    minutes: int
    languages: list[str]


@dataclass(frozen=True)
class CourseFacts:
    """What the head and the box of a course's page say, beside its own fields."""

    tint: str
    cover: Cover
    spoken: list[Tongue]
    written: list[Tongue]
    # Why nobody can join, in words; empty where that is not so.
    notice: str | Promise = ""


# What readers are told of a course that new learners cannot join.
NOTICES: dict[str, Promise] = {
    CourseState.CLOSED: _(
        "This course takes no new learners. Those who have joined it go on as before."
    ),
    CourseState.ARCHIVED: _("This course has ended. Those who have it can still read it."),
}


def tint_of(course: CoursePage, tints: dict[Any, str]) -> str:
    """Return the colour of the course's category, which is that of the topmost above it."""
    if course.category is None:
        return DEFAULT_TINT
    return tints.get(course.category.translation_key, course.category.tint)


def cards_of(courses: Iterable[CoursePage]) -> list[Card]:
    """Return a card for each of the courses, with five statements for all of them."""
    found = list(_with_parts(courses))
    if not found:
        return []
    tints = topmost_tints()
    covers = covers_of({course: tint_of(course, tints) for course in found})
    sizes = _sizes(found)
    languages = _languages(found)
    return [
        Card(
            course=course,
            url=course.get_url() or "",
            tint=tint_of(course, tints),
            cover=covers[course.pk],
            lessons=sizes.get(course.path, (0, 0))[0],
            minutes=sizes.get(course.path, (0, 0))[1],
            languages=languages.get(course.translation_key, []),
        )
        for course in found
    ]


def _with_parts(courses: Iterable[CoursePage]) -> Iterable[CoursePage]:
    if hasattr(courses, "select_related"):
        return courses.select_related("category", "cover").defer("about", "faq", "requirements")
    return courses


def course_facts(course: CoursePage, *, is_public: bool = True) -> CourseFacts:
    """Return what the course's page says beside its own fields."""
    tint = tint_of(course, topmost_tints() if course.category_id else {})
    written = _languages([course]).get(course.translation_key, [])
    return CourseFacts(
        tint=tint,
        cover=cover_of(course, tint, is_public=is_public),
        spoken=[_tongue(code) for code in course.spoken_languages],
        written=[_tongue(code) for code in written],
        notice=_notice(course) if is_public else "",
    )


def _notice(course: CoursePage) -> str | Promise:
    rows = Course.objects.filter(key=course.course_key)
    return NOTICES.get(rows.values_list("state", flat=True).first() or "", "")


def _tongue(code: str) -> Tongue:
    name = dict(settings.LANGUAGES).get(code)
    if code not in LANG_INFO:
        return Tongue(code, name or code, "ltr")
    info = get_language_info(code)
    return Tongue(code, name or info["name_local"], "rtl" if info["bidi"] else "ltr")


def _sizes(courses: Sequence[CoursePage]) -> dict[str, tuple[int, int]]:
    """Return how many live lessons each course has, by its path, and how long they take."""
    paths = {(course.translation_key, course.locale_id): course.path for course in courses}
    items = ReleaseItem.objects.filter(
        release__state=ReleaseState.LIVE, release__course__key__in=[key for key, _locale in paths]
    )
    rows = (
        LessonPage.objects.live()
        .filter(translation_key__in=items.values("page_key"), alias_of=None)
        .annotate(course_key=Subquery(source_items().values("release__course__key")[:1]))
        .filter(is_released())
        .order_by()
        .values("course_key", "locale")
        .annotate(lessons=Count("pk"), minutes=Sum("duration_minutes"))
    )
    return {
        path: (row["lessons"], row["minutes"] or 0)
        for row in rows
        if (path := paths.get((row["course_key"], row["locale"]))) is not None
    }


def _languages(courses: Sequence[CoursePage]) -> dict[Any, list[str]]:
    """Return of each course's key the codes of the languages it is live in, in the site's order."""
    order = {code: place for place, (code, _name) in enumerate(settings.LANGUAGES)}
    rows = (
        CoursePage.objects.live()
        .filter(translation_key__in=[course.translation_key for course in courses], alias_of=None)
        .values_list("translation_key", "locale__language_code")
    )
    found: dict[Any, list[str]] = {}
    for key, code in rows:
        found.setdefault(key, []).append(code)
    return {
        key: sorted(codes, key=lambda code: order.get(code, 99)) for key, codes in found.items()
    }
