"""Wagtail's hooks through which the walls stand."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from courses.pages.models import CatalogPage, CoursePage
from courses.pages.walls.doors import door_of
from courses.pages.walls.narrowing import narrow
from courses.pages.walls.panels import own_panel
from courses.pages.walls.reach import is_limited, reachable_pages

narrow()

MENU_HOOKS = (
    "construct_main_menu",
    "construct_reports_menu",
    "construct_settings_menu",
    "construct_help_menu",
)


@hooks.register("construct_page_chooser_queryset")
def only_own_pages(pages: "QuerySet[Page]", request: HttpRequest) -> "QuerySet[Page]":
    """Have the page chooser offer what the person may explore, and not every draft."""
    if not is_limited(request.user):
        return pages
    return pages.filter(pk__in=reachable_pages(request.user).values("pk"))


@hooks.register("construct_homepage_panels", order=500)
def only_own_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Leave out of the admin's home what the person no longer reaches."""
    if is_limited(request.user):
        panels[:] = [own_panel(panel) for panel in panels]


def only_open_addresses(request: HttpRequest, menu_items: list[Any]) -> None:
    """Leave entries out of the menu that would lead to a refusal."""
    if is_limited(request.user):
        menu_items[:] = [item for item in menu_items if _is_open(getattr(item, "url", ""))]


for _hook in MENU_HOOKS:
    hooks.register(_hook, only_open_addresses, order=500)


def _is_open(url: str) -> bool:
    path = str(url or "").split("?")[0].split("#")[0]
    if not path.startswith("/"):
        return True
    try:
        return door_of(resolve(path)) is not None
    except Resolver404:
        return True


@hooks.register("before_copy_page")
def refuse_to_copy_courses(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to copy a course: the copy would have no people, no rights and no collection."""
    if not issubclass(page.specific_class or Page, (CoursePage, CatalogPage)):
        return None
    messages.error(
        request,
        _(
            "A course cannot be copied as a page. Create a course, then copy the chapters and"
            " lessons you want into it."
        ),
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)
