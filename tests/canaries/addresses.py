"""Every address of the site beside the admin's, filled with what was planted, and who it opens to.

They come from the resolver: an address without an entry in `FILLED` fails the test that asks for
one. Below /admin/ it is `tests.courses.pages.walls.addresses`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation
from wagtail.models import Page

from cms.core.files import links
from cms.core.models import SiteDocument
from cms.notifications.models import Notification
from courses.pages.walk.tokens import walk_of
from tests.canaries.files import Files
from tests.canaries.people import (
    COLLEAGUES,
    EVERYBODY,
    NOBODY,
    READERS,
    Seers,
    Who,
)
from tests.canaries.people_planted import TEACHERS
from tests.canaries.planting import Planted, PlantedCourse

SHOWN = (Who.SHOWN_AS_LEARNER, Who.SHOWN_AS_GUEST)
ALONE: Seers = frozenset({Who.GUEST})
# An address opens, or is refused; leading elsewhere is either.
OPENED = frozenset({200, 301, 302})
REFUSED = frozenset({301, 302, 403, 404, 405, 410})
# What was asked for lacks something, or is over.
CLUMSY = frozenset({400, 409, 429})


@dataclass(frozen=True)
class Address:
    """One address; `must` get in, `may` or may not, and all others are refused.

    `walked_by` are those whose it is: a link to a draft is somebody's, not everybody's, and what
    knows nobody is walked by guests alone. `is_personal` is what answers people differently.
    """

    name: str
    path: str
    must: Seers = EVERYBODY
    may: Seers = NOBODY
    walked_by: Seers = EVERYBODY - frozenset(SHOWN)
    is_personal: bool = True

    def is_expected(self, who: Who, response: Any) -> bool:
        if response.wsgi_request.method == "POST":
            return response.status_code in OPENED | REFUSED | CLUMSY
        if who in self.must:
            return response.status_code in OPENED
        known = OPENED | REFUSED if who in self.may else REFUSED
        return response.status_code in known

    def __str__(self) -> str:
        return f"{self.name} {self.path}"


def names_outside_the_admin() -> set[str]:
    """Return the names of all addresses that are not below /admin/; without one, the route."""
    found = set()

    def below(patterns: Any, prefix: str, spaces: tuple[str, ...]) -> None:
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                found.add(":".join((*spaces, pattern.name)) if pattern.name else route)
            elif isinstance(pattern, URLResolver) and not route.startswith("admin/"):
                inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
                below(pattern.url_patterns, route, inner)

    with translation.override("en"):
        below(get_resolver().url_patterns, "", ())
    return {name for name in found if not name.startswith("admin/")}


def plain(name: str, **parts: Any) -> Callable[[Planted], Iterator[Address]]:
    """Fill an address whose parts name nothing; everybody may come, and be led elsewhere."""

    def fill(planted: Planted) -> Iterator[Address]:
        path = reverse(name, kwargs=parts)
        yield Address(name, path, NOBODY, EVERYBODY, is_personal=name in PERSONAL)

    return fill


# Everybody's own, with what they say of themselves.
PERSONAL = ("account_profile", "notifications:list")


def machines(planted: Planted) -> Iterator[Address]:
    yield Address("core:live", "/health/live", walked_by=ALONE)
    yield Address("core:ready", "/health/ready", NOBODY, EVERYBODY, ALONE)


def private_files(planted: Planted) -> Iterator[Address]:
    """Every file of every row that has one, by a signed address."""
    for row, name in rows_with_files():
        must, may = (NOBODY, NOBODY) if name.startswith("public/") else who_opens(planted, row)
        where = f"core:file of {row._meta.label}"
        is_told = is_closed(planted, thing_of(row))
        yield Address(where, links.address(name), must, may, is_personal=is_told)
        saved = links.address(name, disposition="attachment")
        yield Address(where, saved, must, may, ALONE)
    yield Address("core:file", "/files/nothing/nothing.txt", NOBODY, walked_by=ALONE)


def rows_with_files() -> Iterator[tuple[Any, str]]:
    for model in apps.get_models():
        names = [one.name for one in model._meta.local_fields if isinstance(one, models.FileField)]
        for row in model._default_manager.all() if names else ():
            for name in names:
                if getattr(row, name):
                    yield row, getattr(row, name).name


def files_of(planted: Planted) -> Iterator[tuple[PlantedCourse, str, Files]]:
    for course in planted.courses:
        for kind, files in course.files.items():
            yield course, kind, files


def thing_of(row: Any) -> Any:
    """Return what a file is of: a picture's sizes and a film's words belong to these."""
    return getattr(row, "image", None) or getattr(row, "video", None) or row


def is_closed(planted: Planted, thing: Any) -> bool:
    """Say whether it depends on the course's roles who gets the file."""
    return any(thing in files.all for _, kind, files in files_of(planted) if "locked" in kind)


def who_opens(planted: Planted, row: Any) -> tuple[Seers, Seers]:
    """Return who gets a file, and who may get it besides."""
    thing = thing_of(row)
    for who, person in planted.people.items():
        if row == person:
            own = frozenset({who, Who.ADMINISTRATOR})
            # Whoever works in the admin sees pictures of all who work there.
            return (EVERYBODY, NOBODY) if who in TEACHERS else (own, COLLEAGUES)
    for course, kind, files in files_of(planted):
        if thing in files.all:
            if kind == "open":
                return EVERYBODY, NOBODY
            # Reviewers of the site read a draft in the admin, by a walk's address.
            return READERS[course.name], NOBODY
    return NOBODY, NOBODY


def public_files(planted: Planted) -> Iterator[Address]:
    """Whatever lies in the public area, and private names asked for there."""
    for _row, name in rows_with_files():
        if name.startswith("public/"):
            yield Address("core:public_file", f"/media/{name}", walked_by=ALONE)
            continue
        yield Address("core:public_file", f"/media/public/{name}", NOBODY, walked_by=ALONE)
        yield Address("core:public_file", f"/media/public/../{name}", NOBODY, walked_by=ALONE)
        yield Address("core:public_file", f"/media/{name}", NOBODY, walked_by=ALONE)


def documents(planted: Planted) -> Iterator[Address]:
    for document in SiteDocument.objects.all():
        must, may = who_opens(planted, document)
        yield Address("wagtaildocs_serve", f"/documents/{document.pk}/any.txt", must, may)


def walks(planted: Planted) -> Iterator[Address]:
    """Each page of both courses by each link; only the first course is shown."""
    for who, link in planted.links.items():
        token, walker = walk_of(link).token, frozenset({who})
        for course in planted.courses:
            for page in course.pages:
                is_there = course is planted.first and page != course.others.get("gone")
                is_closed = who is Who.SHOWN_AS_GUEST and page == course.locked
                is_closed |= who is Who.SHOWN_AS_GUEST and page == course.others.get("new lesson")
                yield Address(
                    "courses_pages:walk",
                    f"/walk/{token}/{page.pk}/",
                    walker if is_there and not is_closed else NOBODY,
                    walked_by=walker,
                )
    path = f"/walk/nothing/{planted.first.course.pk}/"
    yield Address("courses_pages:walk", path, NOBODY, walked_by=ALONE)


def news(planted: Planted) -> Iterator[Address]:
    """Everybody's news, each of which opens to the one person it is for."""
    by_user = {person.pk: who for who, person in planted.people.items()}
    for one in Notification.objects.filter(dedupe_key__startswith="cnry"):
        path = reverse("notifications:open", kwargs={"pk": one.pk})
        own = frozenset({by_user[one.user_id]})
        yield Address("notifications:open", path, NOBODY, own, is_personal=False)


def closed_page(planted: Planted) -> Iterator[Address]:
    parts = {
        "page_view_restriction_id": planted.outside["restriction"].pk,
        "page_id": planted.outside["closed"].pk,
    }
    path = reverse("wagtailcore_authenticate_with_password", kwargs=parts)
    yield Address("wagtailcore_authenticate_with_password", path, walked_by=ALONE)


def pages(planted: Planted) -> Iterator[Address]:
    """Every page of the site where it is, and where its draft's slug would have it."""
    for page in Page.objects.filter(depth__gt=1).specific():
        path = page.get_url_parts()[2]
        is_personal = page.content_type.app_label == "courses_pages"
        must, may = who_reads(planted, page)
        yield Address("wagtail_serve", path, must, may, is_personal=is_personal)
        draft = page.get_latest_revision_as_object()
        if draft.slug != page.slug:
            parent = page.get_parent().specific.get_url_parts()
            if parent:
                yield Address("wagtail_serve", f"{parent[2]}{draft.slug}/", NOBODY, walked_by=ALONE)
        for name in sub_routes(page):
            yield Address("wagtail_serve", f"{path}{name}", must, may, is_personal=False)
    with translation.override("en"):
        catalogue = planted.outside["catalogue"].get_url_parts()[2]
    for query in ("q=cnry", "category=1", "sort=new", "page=2", "level=all"):
        yield Address("wagtail_serve", f"{catalogue}?{query}", NOBODY, EVERYBODY, ALONE)
    for path in (*WELL_KNOWN, planted.outside["redirect"].old_path):
        yield Address("wagtail_serve", path, NOBODY, EVERYBODY, ALONE)


# Where machines look, whether there is something or not.
WELL_KNOWN = (
    "/sitemap.xml",
    "/robots.txt",
    "/favicon.ico",
    "/feed/",
    "/en/feed/",
    "/api/",
    "/api/v2/pages/",
    "/en/search/?q=cnry",
    "/.well-known/security.txt",
)


def sub_routes(page: Any) -> list[str]:
    """Return what stands below a page that has addresses of its own."""
    if not hasattr(page, "get_subpage_urls"):
        return []
    known = {"version": "versions/1/", "index_route": ""}
    return [known[one.name] for one in page.get_subpage_urls()]


def who_reads(planted: Planted, page: Page) -> tuple[Seers, Seers]:
    """Return who gets a page at its public address, and who may get it besides."""
    if not page.live:
        return NOBODY, NOBODY
    for course in planted.courses:
        if page == course.locked:
            return READERS[course.name], NOBODY
        if page == course.others.get("gone"):
            return NOBODY, NOBODY
    if page == planted.outside["closed"]:
        # The answer asks for the password.
        return EVERYBODY, NOBODY
    return EVERYBODY, NOBODY


# Everything outside the admin, by the name of its address.
FILLED: dict[str, Callable[[Planted], Iterator[Address]]] = {
    "root": plain("root"),
    "core:live": machines,
    "core:ready": machines,
    "core:file": private_files,
    "core:public_file": public_files,
    "courses_pages:cover": plain("courses_pages:cover", tint="reed", seed="00000000"),
    "courses_pages:walk": walks,
    "wagtaildocs_serve": documents,
    **{
        name: plain(name)
        for name in (
            "account_login",
            "account_logout",
            "account_signup",
            "account_inactive",
            "account_reauthenticate",
            "account_email",
            "account_email_verification_sent",
            "account_change_password",
            "account_set_password",
            "account_reset_password",
            "account_reset_password_done",
            "account_reset_password_from_key_done",
            "account_profile",
            "account_terms",
            "notifications:list",
            "notifications:mark_all_read",
            "notifications:clear",
            "notifications:preferences",
            "teach",
            "wagtailcore_login",
        )
    },
    "account_confirm_email": plain("account_confirm_email", key="nothing"),
    "account_reset_password_from_key": plain(
        "account_reset_password_from_key", uidb36="1", key="nothing"
    ),
    "notifications:open": news,
    "notifications:unsubscribe": plain("notifications:unsubscribe", token="nothing"),
    "notifications:resubscribe": plain("notifications:resubscribe", token="nothing"),
    "en/_util/login/": plain("wagtailcore_login"),
    "wagtailcore_authenticate_with_password": closed_page,
    "wagtail_serve": pages,
}


def public_addresses(planted: Planted) -> list[Address]:
    """Return every address outside the admin, each once."""
    fillers = list(dict.fromkeys(FILLED.values()))
    with translation.override("en"):
        found = {one.path: one for fill in fillers for one in fill(planted)}
    return list(found.values())
