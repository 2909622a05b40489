"""Who may read which lesson: asked by pages, files, previews and walks, answered by one policy.

Until enrolments exist, free previews are for everybody, and the rest for the course's own people
and for administrators. An app that knows more takes the policy's place: `register_policy`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.accounts.enums import Role
from courses.outline.models import Course
from courses.pages.enums import WRITING_ROLES, CourseRole
from courses.pages.live_tree import CourseTree, read_tree
from courses.pages.models import CourseMembership, LessonPage
from courses.pages.permissions import MAY_REVIEW, MAY_WRITE
from courses.pages.viewers import PersonaUser, moment_of


@dataclass(frozen=True)
class NextStep:
    """What a person can do now: the words of a link, and where it leads."""

    label: str
    url: str


@dataclass(frozen=True)
class Access:
    """Whether a person may read a lesson; if not, why in plain words, and what to do next."""

    allowed: bool
    reason: str = ""
    next_step: NextStep | None = None


@dataclass(frozen=True)
class LessonFacts:
    """What a policy knows of a lesson. `url` is empty where nobody is to be led there."""

    pk: int
    course_key: UUID
    is_free_preview: bool
    url: str = ""


# Answers for lessons of any number of courses in a fixed number of statements, as it is at the
# moment given. The viewer is a request's user, or a persona. A lesson that it does not name stays
# locked.
Policy = Callable[[Any, Sequence[LessonFacts], datetime], Mapping[int, Access]]

OPEN = Access(allowed=True)


def roles_decide(viewer: Any, lessons: Sequence[LessonFacts], at: datetime) -> dict[int, Access]:
    """Open free previews to everybody, and the rest to the course's people and administrators.

    Nobody learns here yet: a persona says how it will be for those who do. No lesson waits for a
    date yet either.
    """
    closed = {lesson.course_key for lesson in lessons if not lesson.is_free_preview}
    readable = _readable(viewer, closed) if closed else set()
    free: dict[UUID, str] = {}
    for lesson in lessons:
        if lesson.is_free_preview and lesson.url:
            free.setdefault(lesson.course_key, lesson.url)
    return {
        lesson.pk: OPEN
        if lesson.is_free_preview or lesson.course_key in readable
        else _locked(free.get(lesson.course_key))
        for lesson in lessons
    }


def _readable(viewer: Any, course_keys: set[UUID]) -> set[UUID]:
    if isinstance(viewer, PersonaUser):
        return {viewer.course_key} if viewer.is_on_course else set()
    return courses_to_read(viewer, Course.objects.filter(key__in=course_keys))


def courses_to_read(user: Any, courses: QuerySet[Course]) -> set[UUID]:
    """Return the keys of those courses that are the person's to read whole, in one statement."""
    if not user.is_authenticated or not user.is_active:
        return set()
    if not user.is_superuser:
        groups = Group.objects.filter(user=user.pk)
        # A membership is good for nothing without the role on the site that it asks for.
        writes = Q(role__in=WRITING_ROLES) & Exists(groups.filter(name__in=MAY_WRITE))
        reviews = Q(role=CourseRole.REVIEWER) & Exists(groups.filter(name__in=MAY_REVIEW))
        own = CourseMembership.objects.filter(
            writes | reviews, course=OuterRef("pk"), user_id=user.pk
        )
        looks_after_all = Exists(groups.filter(name=Role.ADMINISTRATOR.value))
        courses = courses.filter(Exists(own) | looks_after_all)
    return set(courses.values_list("key", flat=True))


def _locked(free_url: str | None) -> Access:
    if free_url is None:
        reason = _(
            "This lesson is for the course's learners, and nobody can join courses here yet."
        )
        return Access(allowed=False, reason=reason)
    reason = _(
        "This lesson is for the course's learners, and nobody can join courses here yet."
        " The lessons marked as free are open to everybody."
    )
    return Access(
        allowed=False, reason=reason, next_step=NextStep(_("Read a free lesson"), free_url)
    )


# In a list, so that it can be exchanged.
_policies: list[Policy] = [roles_decide]


def register_policy(policy: Policy) -> None:
    """Let `policy` answer from now on, in the place of what answered before."""
    _policies[0] = policy


def decide_lessons(
    viewer: Any, lessons: Iterable[LessonFacts], at: datetime | None = None
) -> dict[int, Access]:
    """Return of each lesson's page whether the viewer may read it: now, unless `at` or the viewer
    says when."""
    asked = list(lessons)
    answers = _policies[0](viewer, asked, at or moment_of(viewer)) if asked else {}
    return {lesson.pk: answers.get(lesson.pk) or _locked(None) for lesson in asked}


def decide_tree(user: Any, tree: CourseTree) -> dict[int, Access]:
    """Return whether the person may read each lesson of a course that was read already."""
    return decide_lessons(
        user,
        [
            LessonFacts(lesson.pk, tree.course_key, lesson.is_free_preview, lesson.url)
            for lesson in tree.lessons
        ],
    )


def decide_course(user: Any, course_page: Page) -> dict[int, Access]:
    """Return of each live lesson of the course whether the person may read it."""
    return decide_tree(user, read_tree(course_page))


def decide(user: Any, lesson_page: LessonPage) -> Access:
    """Return whether the person may read this one lesson."""
    course = course_of(lesson_page)
    answers = decide_course(user, course)
    if lesson_page.pk in answers:
        return answers[lesson_page.pk]
    # A draft is in no outline; it is asked about by itself.
    facts = LessonFacts(lesson_page.pk, course.translation_key, lesson_page.is_free_preview)
    return decide_lessons(user, [facts])[lesson_page.pk]


def course_of(lesson_page: LessonPage) -> Page:
    """Return the row of the course that a lesson belongs to, known where the lesson was routed."""
    course: Page = lesson_page.get_parent().get_parent()
    return course
