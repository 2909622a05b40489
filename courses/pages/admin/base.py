"""What the screens of one course share: whose it is, its heading, and how they answer."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.accounts.models import User
from cms.accounts.permissions import person_of
from courses.pages.enums import WRITING_ROLES, CourseRole
from courses.pages.models import CoursePage
from courses.pages.permissions import course_role_of, is_administrator

LIST = "courses_admin:my_courses"
DESK = "courses_admin:desk"


class CourseScreen(WagtailAdminTemplateMixin, View):
    """A screen of one course, for those who take part in it."""

    header_icon = "clipboard-list"
    _show_breadcrumbs = True
    # Reviewers look on; whoever writes the course changes it.
    is_for_writers = False
    is_for_owners = False
    person: User
    course: CoursePage
    role: CourseRole | None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.person = person_of(request)
        courses = CoursePage.objects.select_related("locale", "latest_revision")
        course = courses.filter(pk=kwargs["pk"]).first()
        # One answer for what is not theirs and what is not there.
        if course is None:
            raise PermissionDenied
        self.course = course
        self.role = course_role_of(self.person, course.course_key)
        self.is_administrator = is_administrator(self.person)
        if not self.may_enter():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def may_enter(self) -> bool:
        """Say whether the screen is for this person."""
        if self.is_administrator:
            return True
        if self.is_for_owners:
            return self.role is CourseRole.OWNER
        return self.may_write if self.is_for_writers else self.role is not None

    @property
    def may_write(self) -> bool:
        """Whether the person may change the course."""
        return self.is_administrator or self.role in WRITING_ROLES

    @property
    def course_title(self) -> str:
        """The title as it was written last."""
        return str(self.course.draft_title or self.course.title)

    def desk_url(self) -> str:
        """Return where the course's desk is."""
        return reverse(DESK, args=[self.course.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = [
            *self.breadcrumbs_items,
            {"url": reverse(LIST), "label": _("Courses")},
            {"url": self.desk_url(), "label": self.course_title},
        ]
        title = self.get_page_title()
        return [*items, {"url": "", "label": title}] if title != self.course_title else items

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {
            **context,
            "course": self.course,
            "course_title": self.course_title,
            "may_write": self.may_write,
            "may_review": self.is_administrator or self.role is CourseRole.REVIEWER,
            "may_manage": self.is_administrator or self.role is CourseRole.OWNER,
            "desk_url": self.desk_url(),
        }
