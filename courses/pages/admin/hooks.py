"""Where the desk stands in Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms.accounts.permissions import person_of
from courses.pages.admin.my_courses import CoursesMenuItem
from courses.pages.admin.releases.editor_menu import course_above, publish_correction, shape_menu
from courses.pages.admin.releases.waiting import (
    ReviewsMenuItem,
    ReviewsPanel,
    menu_item,
)
from courses.pages.models import LessonPage
from courses.pages.reviewers import reviews_anything


@hooks.register("register_admin_urls")
def register_course_urls() -> list[Any]:
    return [path("courses/", include("courses.pages.admin_urls"))]


@hooks.register("register_admin_menu_item")
def register_courses_menu_item() -> CoursesMenuItem:
    return CoursesMenuItem(
        _("Courses"),
        reverse("courses_admin:my_courses"),
        name="courses",
        icon_name="clipboard-list",
        # Before Wagtail's own: instructors come for their courses.
        order=50,
    )


@hooks.register("register_admin_menu_item")
def register_reviews_menu_item() -> ReviewsMenuItem:
    return menu_item()


@hooks.register("construct_homepage_panels")
def show_reviews_on_the_home(request: HttpRequest, panels: list[Any]) -> None:
    """Show what waits on the admin's home, to those for whom something ever waits."""
    if reviews_anything(person_of(request)):
        panels.append(ReviewsPanel())


@hooks.register("construct_page_action_menu")
def shape_menu_of_courses(items: list[Any], request: HttpRequest, context: Any) -> None:
    """Have the editor offer what a course knows."""
    shape_menu(items, request, context)


@hooks.register("register_page_header_buttons")
def offer_moving_blocks(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Lead from a lesson's editor to where its blocks move to another lesson."""
    course = course_above(page) if view_name == "edit" and isinstance(page, LessonPage) else None
    if course is not None and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Move blocks to another lesson…"),
            reverse("courses_admin:move_blocks", args=[course.pk, page.pk]),
            icon_name="arrow-right-full",
            priority=22,
        )


@hooks.register("after_edit_page")
def publish_correction_after_saving(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Put a correction live once its draft is saved."""
    return publish_correction(request, page)
