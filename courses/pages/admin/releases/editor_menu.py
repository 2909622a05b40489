"""What the button at the foot of Wagtail's editor offers on the pages of a course."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.action_menu import (
    ActionMenuItem,
    PageLockedMenuItem,
    PublishMenuItem,
    SaveDraftMenuItem,
)
from wagtail.models import Page

from cms.accounts.permissions import person_of
from courses.outline.models import Course
from courses.pages.errors import CourseError, NotAnsweredError
from courses.pages.models import ChapterPage, CoursePage, LessonPage
from courses.pages.permissions import user_can_edit_course
from courses.pages.services import Answers, release_page
from courses.pages.walls.reach import is_limited

OF_COURSES = (CoursePage, ChapterPage, LessonPage)
CORRECT = "action-publish-correction"


def course_above(page: Page) -> CoursePage | None:
    """Return the course that the page is part of, or is; None for any other page."""
    if isinstance(page, CoursePage):
        return page
    if not isinstance(page, OF_COURSES):
        return None
    # The header and the menu of the editor both ask.
    if not hasattr(page, "_course_above"):
        above = [page.path[:end] for end in range(page.steplen, len(page.path), page.steplen)]
        page._course_above = CoursePage.objects.filter(path__in=above).first()
    found: CoursePage | None = page._course_above
    return found


class SubmitCourseMenuItem(ActionMenuItem):
    """The way to the screen on which the whole course is submitted."""

    name: Any = "action-submit-course"
    label: Any = gettext_lazy("Submit the course…")
    icon_name = "resubmit"

    def __init__(self, course: CoursePage) -> None:
        super().__init__(order=10)
        self.course = course

    def get_url(self, parent_context: Mapping[str, Any]) -> str:
        return reverse("courses_admin:submit", args=[self.course.pk])


class CorrectionMenuItem(ActionMenuItem):
    """Saves, and puts this one lesson live."""

    name: Any = CORRECT
    label: Any = gettext_lazy("Publish correction")
    icon_name = "upload"


def shape_menu(items: list[ActionMenuItem], request: HttpRequest, context: Any) -> None:
    """Leave what a course knows: its pages go live together, and not by a workflow of Wagtail's."""
    page = context.get("page")
    above = page if page is not None else context.get("parent_page")
    course = course_above(above) if above is not None else None
    if course is None:
        return
    user = person_of(request)
    kept: tuple[type[ActionMenuItem], ...] = (SaveDraftMenuItem, PageLockedMenuItem)
    looks_after_all = not is_limited(user)
    if looks_after_all:
        kept = (*kept, PublishMenuItem)
    items[:] = [item for item in items if isinstance(item, kept)]
    if not looks_after_all and not user_can_edit_course(user, course):
        return
    if page is not None and _allows_correction(page, course, context):
        items.append(CorrectionMenuItem(order=5))
    items.append(SubmitCourseMenuItem(course))


def _allows_correction(page: Page, course: CoursePage, context: Any) -> bool:
    if not isinstance(page, LessonPage) or not page.live or context.get("locked_for_user"):
        return False
    # Administrators have "Publish", which does the same.
    allowing = Course.objects.filter(key=course.course_key, allows_corrections=True)
    return context["view"] == "edit" and allowing.exists()


def publish_correction(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Put the lesson live after its draft was saved, if this is what was pressed."""
    if CORRECT not in request.POST:
        return None
    course = course_above(page)
    if course is None or not isinstance(page, LessonPage):
        return None
    edit = redirect("wagtailadmin_pages:edit", page.pk)
    try:
        release = release_page(page, by=person_of(request), answers=Answers())
    except NotAnsweredError:
        return redirect("courses_admin:correct", course.pk, page.pk)
    except CourseError as error:
        # It is saved as a draft; the words say what keeps it from readers.
        messages.error(request, str(error))
        return edit
    words = _("The correction is live, as release %(number)d.") % {"number": release.number}
    messages.success(request, words)
    # On the desk, at its row: what comes next is most often beside it.
    desk = reverse("courses_admin:desk", args=[course.pk])
    return redirect(f"{desk}#row-{page.pk}")
