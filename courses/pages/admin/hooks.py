"""Where the desk stands in Wagtail's admin."""

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from courses.pages.admin.my_courses import CoursesMenuItem


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
