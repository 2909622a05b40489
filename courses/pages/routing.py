"""Finding the page that an address below the catalogue means.

Wagtail asks twice for every level and loads each page whole. Here one statement finds all levels,
so that what was taken down closes what stands below it, and the page itself comes without its
body: what is not read cannot be shown to somebody who may not see it.
"""

from typing import Any

from django.http import Http404
from wagtail.models import Page
from wagtail.query import PageQuerySet

# Course, chapter, lesson.
LEVELS = 3


def find_below(catalogue: Page, slugs: list[str]) -> Page:
    """Return the live page at `slugs` below the catalogue, or raise Http404.

    It is live when all above it are. An alias is no page of its own, and is not served.
    """
    if len(slugs) > LEVELS:
        raise Http404
    addresses = [
        catalogue.url_path + "/".join(slugs[:length]) + "/" for length in range(1, len(slugs) + 1)
    ]
    # By slug, for there is an index on it, and none on the whole address.
    rows = list(
        Page.objects.descendant_of(catalogue)
        .filter(slug__in=slugs, url_path__in=addresses)
        .order_by("path")
    )
    at = catalogue
    for address in addresses:
        at = _child(at, address, rows)
    return _whole(at)


def _child(parent: Page, address: str, rows: list[Page]) -> Page:
    for row in rows:
        if row.url_path == address and row.path[: -Page.steplen] == parent.path:
            if not row.live or row.alias_of_id is not None:
                raise Http404
            row._cached_parent_obj = parent
            return row
    raise Http404


def _whole(row: Page) -> Page:
    """Return the row as what it is, without its body, which is read when somebody asks for it."""
    model: Any = row.specific_class
    if model is None:
        raise Http404
    pages: PageQuerySet = model.objects.select_related("locale")
    if any(field.name == "body" for field in model._meta.concrete_fields):
        pages = pages.defer("body")
    page: Page | None = pages.filter(pk=row.pk).first()
    if page is None:
        raise Http404
    page._cached_parent_obj = row._cached_parent_obj
    return page
