"""The pages of the catalogue."""

from typing import Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.http import HttpRequest

from courses.pages.catalogue import cards_of
from courses.pages.models import CatalogPage
from courses.pages.teachers import live_courses

# Fills rows of two, three and four.
COURSES_PER_PAGE = 24


def list_page_of(request: HttpRequest, catalogue: CatalogPage) -> ListPage[Any]:
    """Return the part of the language's courses that the address asks for, as cards.

    A number that makes no sense gives the first part, one that is too high the last.
    """
    courses = live_courses(catalogue.locale_id)
    found: ListPage[Any] = Paginator(courses, COURSES_PER_PAGE).get_page(request.GET.get("page"))
    found.object_list = cards_of(found.object_list)
    return found
