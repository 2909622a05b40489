"""The courses that a person takes part in; administrators see all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Substr
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import HeaderButton
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.accounts.permissions import person_of, user_may_enter_admin
from cms.core.renditions import STANDARD_SPECS
from courses.outline.enums import CourseState
from courses.outline.models import Course
from courses.pages.admin.base import DESK, LIST
from courses.pages.enums import CourseRole, ReleaseState
from courses.pages.models import CourseMembership, CoursePage, InstructorPage, Release
from courses.pages.permissions import MAY_WRITE, is_administrator, user_may_create_courses
from courses.pages.reviewers import roles_of

# Small, and made of every picture after its upload.
THUMBNAIL = next(spec for spec in STANDARD_SPECS if "480" in spec and "webp" in spec)
PER_PAGE = 20


@dataclass(frozen=True)
class CourseRow:
    """One course, as the list shows it."""

    page: CoursePage
    title: str
    url: str
    role: str | Promise
    state: str
    # What it is to readers, where that is not simply live; what is submitted and not live yet.
    closed: str | Promise
    waits: str | Promise
    chapters: int
    lessons: int
    edited_at: datetime | None
    cover_url: str


def courses_of(user: Any) -> "QuerySet[CoursePage]":
    """Return one page of each course that the person takes part in: its first language's."""
    pages = CoursePage.objects.filter(alias_of=None)
    earlier = CoursePage.objects.filter(
        translation_key=OuterRef("translation_key"), pk__lt=OuterRef("pk"), alias_of=None
    )
    if not is_administrator(user):
        mine = CourseMembership.objects.filter(user_id=user.pk).values("course__key")
        pages = pages.filter(translation_key__in=mine)
    return pages.filter(~Exists(earlier))


class MyCourses(BaseListingView):
    """The list, newest edit first."""

    template_name = "courses/admin/my_courses.html"
    results_template_name = "courses/admin/my_courses_results.html"
    page_title: Any = _("Courses")
    header_icon = "clipboard-list"
    index_url_name: Any = LIST
    index_results_url_name: Any = "courses_admin:my_courses_results"
    is_searchable: Any = True
    paginate_by = PER_PAGE
    verbose_name_plural: Any = _("courses")
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.person = person_of(request)
        if not user_may_enter_admin(self.person):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> "QuerySet[CoursePage]":
        newest = F("latest_revision_created_at").desc(nulls_last=True)
        return courses_of(self.person).order_by(newest, "-pk")

    def search_queryset(self, queryset: Any) -> Any:
        if not self.is_searching:
            return queryset
        words = self.search_query
        return queryset.filter(Q(draft_title__icontains=words) | Q(title__icontains=words))

    def get_header_buttons(self) -> list[Any]:
        if not user_may_create_courses(self.person):
            return []
        return [
            HeaderButton(
                label=_("Create a course"), url=reverse("courses_admin:create"), icon_name="plus"
            )
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return {
            **context,
            "rows": course_rows(self.person, list(context["object_list"])),
            "may_create": user_may_create_courses(self.person),
            "own_pages": InstructorPage.objects.filter(user_id=self.person.pk)
            .select_related("locale")
            .order_by("pk"),
            "sees_all": is_administrator(self.person),
        }


def course_rows(user: Any, pages: Sequence[CoursePage]) -> list[CourseRow]:
    """Return what the list shows of these courses: five statements, however many they are."""
    if not pages:
        return []
    keys = [page.translation_key for page in pages]
    memberships = CourseMembership.objects.filter(user_id=user.pk, course__key__in=keys)
    roles = dict(memberships.values_list("course__key", "role"))
    facts = _facts_below(pages)
    covers = _covers(pages)
    waits = dict(
        Release.objects.open().filter(course__key__in=keys).values_list("course__key", "state")
    )
    states = dict(Course.objects.filter(key__in=keys).values_list("key", "state"))
    return [
        _row(
            page,
            roles,
            facts.get(page.path, {}),
            covers,
            closed=_closed_words(states.get(page.translation_key)),
            waits=ReleaseState(state).label if (state := waits.get(page.translation_key)) else "",
        )
        for page in pages
    ]


def _closed_words(state: str | None) -> str | Promise:
    return CourseState(state).label if state in (CourseState.CLOSED, CourseState.ARCHIVED) else ""


def _row(
    page: CoursePage,
    roles: Any,
    facts: Any,
    covers: Any,
    *,
    closed: str | Promise,
    waits: str | Promise,
) -> CourseRow:
    role = roles.get(page.translation_key)
    edited = [page.latest_revision_created_at, facts.get("edited_at")]
    return CourseRow(
        page=page,
        title=page.draft_title or page.title,
        url=reverse(DESK, args=[page.pk]),
        role=CourseRole(role).label if role else "",
        state=_state(page, facts),
        closed=closed,
        waits=waits,
        chapters=facts.get("chapters", 0),
        lessons=facts.get("lessons", 0),
        edited_at=max((when for when in edited if when), default=None),
        cover_url=covers.get(page.cover_id, ""),
    )


def _state(page: CoursePage, facts: dict[str, Any]) -> str:
    if not page.live:
        return "draft"
    return "changed" if page.has_unpublished_changes or facts.get("waiting") else "live"


def _facts_below(pages: Sequence[CoursePage]) -> dict[str, dict[str, Any]]:
    """Count what is below each course. All courses are equally deep in the tree."""
    depth, length = pages[0].depth, len(pages[0].path)
    below = Q(pk__in=[])
    for page in pages:
        # A range of one index, where a pattern over the beginning of paths would read all pages.
        below |= Q(path__startswith=page.path)
    rows = (
        Page.objects.filter(below, depth__gt=depth)
        .annotate(course_path=Substr("path", 1, length))
        .values("course_path")
        .annotate(
            chapters=Count("pk", filter=Q(depth=depth + 1)),
            lessons=Count("pk", filter=Q(depth=depth + 2)),
            waiting=Count("pk", filter=Q(live=False) | Q(has_unpublished_changes=True)),
            edited_at=Max("latest_revision_created_at"),
        )
        .order_by()
    )
    return {row["course_path"]: dict(row) for row in rows}


def _covers(pages: Sequence[CoursePage]) -> dict[int, str]:
    # What is there: a list makes no pictures while somebody waits.
    renditions = (
        get_image_model()
        .get_rendition_model()
        .objects.filter(
            image_id__in=[page.cover_id for page in pages if page.cover_id], filter_spec=THUMBNAIL
        )
    )
    return {rendition.image_id: rendition.url for rendition in renditions.order_by("pk")}


class CoursesMenuItem(MenuItem):
    """The first entry of the menu, for those who write or review courses."""

    def is_shown(self, request: HttpRequest) -> bool:
        user = person_of(request)
        if not roles_of(user).isdisjoint(MAY_WRITE):
            return True
        return CourseMembership.objects.filter(user_id=user.pk).exists()
