"""Finding the page that an address means, in two statements whatever its depth.

Wagtail asks three times for every level and loads each page whole; and it goes on serving a live
page below one that was taken down. Here one statement finds all levels, so that what is not live
closes what stands below it. A page that not everybody may see comes with what all pages have, and
nothing of its own: what was not read cannot be shown.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page, PageViewRestriction

# An address with more levels is no page's; it must not cost a long statement.
MOST_LEVELS = 12


def find_below(home: Page, slugs: list[str]) -> tuple[Page, list[str]]:
    """Return the live page at `slugs` below a language's home, or raise Http404.

    It is live when all above it are. An alias is no page of its own, and is not served. With it
    come the parts of the address that are left over for a page with addresses of its own.
    """
    # A database cannot be asked for a text with a null in it.
    if len(slugs) > MOST_LEVELS or any("\0" in slug for slug in slugs):
        raise Http404
    addresses = [
        home.url_path + "/".join(slugs[:length]) + "/" for length in range(1, len(slugs) + 1)
    ]
    rows = _rows(home, slugs, addresses)
    at, rest = home, list(slugs)
    for address in addresses:
        if finder := _finder_below(at):
            # What stands below such a page is not where the tree has it.
            at, rest = finder(at, rest, rows)
            break
        child = _child(at, address, rows)
        if child is None:
            break
        at, rest = child, rest[1:]
    if at is home or (rest and not issubclass(at.specific_class or Page, RoutablePageMixin)):
        raise Http404
    page = _whole(at)
    # Every row is on the way to the page, or stands where its way was looked for.
    page.is_known_unrestricted = not any(
        row.is_restricted for row in [*rows, at] if hasattr(row, "is_restricted")
    )
    return page, rest


def _finder_below(row: Page) -> Any:
    """Return what finds the pages below a page of this kind, if its kind does so itself.

    It gets the page's row, the slugs that are left and the rows that the tree has on the way. It
    returns a row, with those above it cached as its parents, and what is left of the slugs then;
    or raises Http404.
    """
    return getattr(row.specific_class, "find_below", None)


def _rows(home: Page, slugs: list[str], addresses: list[str]) -> list[Any]:
    above = [home.path[:end] for end in range(Page.steplen, len(home.path) + 1, Page.steplen)]
    # By slug, for there is an index on it, and none on the whole address.
    below = Q(slug__in=slugs, url_path__in=addresses, path__startswith=home.path)
    restrictions = PageViewRestriction.objects.filter(page=OuterRef("pk"))
    return list(
        Page.objects.filter(Q(path__in=above) | below)
        .annotate(is_restricted=Exists(restrictions))
        .select_related("locale")
        .order_by("path")
    )


def _child(parent: Page, address: str, rows: list[Any]) -> Page | None:
    for row in rows:
        if row.url_path == address and row.path[: -Page.steplen] == parent.path:
            if not row.live or row.alias_of_id is not None:
                raise Http404
            row._cached_parent_obj = parent
            found: Page = row
            return found
    return None


def _whole(row: Page) -> Any:
    model: Any = row.specific_class
    if model is None:
        raise Http404
    if getattr(model, "is_read_once_decided", False):
        page = row.get_specific(deferred=True)
    else:
        joined = getattr(model, "joined_when_routed", ())
        page = model.objects.select_related("locale", *joined).filter(pk=row.pk).first()
    if page is None:
        raise Http404
    page._cached_parent_obj = row._cached_parent_obj
    return page
