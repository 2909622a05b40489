"""The admin's addresses with a planted course in them: who is refused what by the walls."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from cms.accounts.models import InstructorRequest
from courses.pages.models import Release
from courses.pages.walls.doors import all_doors
from tests.canaries.addresses import CLUMSY, OPENED, REFUSED
from tests.canaries.people import (
    ADMINISTRATORS,
    FIRST,
    MEMBERS,
    READERS,
    SECOND,
    SITE_REVIEWERS,
    Who,
)
from tests.canaries.planting import Planted, PlantedCourse
from tests.courses.pages.walls import addresses as admin
from tests.courses.pages.walls.guarded import guarded_of

HOME = "/admin/"
OUTSIDE = (Who.GUEST, Who.UNVERIFIED, Who.LEARNER)
# Their parts name nothing of the course, or only what the visitor brought.
OPEN_TO_ALL = ("wagtailadmin_sprite", "wagtailadmin_javascript_catalog")
HARMLESS = (
    "wagtailadmin_editing_sessions:release",
    "wagtailsnippetchoosers_",
    "wagtailimages:create_multiple_from_uploaded_image",
    "wagtailimages:delete_upload_multiple",
    "wagtaildocs:create_multiple_from_uploaded_document",
    "wagtaildocs:delete_upload_multiple",
    "wagtailadmin_password_reset_confirm",
    "admin/password_reset/<path:rest>",
)
# What reviewers of the site get of a course that waits for one.
REVIEWED = tuple(
    f"courses_admin:{name}" for name in ("review", "add_comment", "take_back_comment", "walk")
)


def is_declared(address: admin.Address) -> bool:
    known = all_doors()
    return address.name in known or f"{address.name.rpartition(':')[0]}:*" in known


@dataclass(frozen=True)
class AdminAddress:
    """An address below /admin/ whose parts name something of one of the courses."""

    address: admin.Address
    course: str

    @property
    def path(self) -> str:
        return self.address.path

    def is_expected(self, who: Who, response: Any) -> bool:
        if response.status_code == 500:
            return self.address.name == "wagtailadmin_error_test"
        if who in OUTSIDE:
            return response.status_code in REFUSED or self.address.name in OPEN_TO_ALL
        if self.is_theirs(who):
            return response.status_code in OPENED | REFUSED | CLUMSY
        if response.status_code == 403:
            return True
        return response.status_code == 302 and response["Location"] == HOME

    def is_theirs(self, who: Who) -> bool:
        """Say whether the walls let them at it: at what is theirs, and at what names nobody's."""
        if who in ADMINISTRATORS or self.address.name.startswith(HARMLESS):
            return True
        if who in SITE_REVIEWERS - READERS[self.course] and self.course == FIRST:
            is_open = self.address.name in REVIEWED or not self.address.names_guarded
            return is_open and is_declared(self.address)
        is_own = who in MEMBERS[self.course] or not self.address.names_guarded
        return is_own and is_declared(self.address)

    def __str__(self) -> str:
        return str(self.address)


def asked_of(places: Iterable[admin.Address], course: str) -> list[AdminAddress]:
    return [AdminAddress(one, course) for one in places]


def whole_admin(planted: Planted, *, each_page: bool = True) -> list[AdminAddress]:
    """Return every address with the first course in it, and with the second."""
    return [
        one
        for course in planted.courses
        for one in asked_of(admin.addresses(guarded_of(course), each_page=each_page), course.name)
    ]


def usual_admin(planted: Planted, who: Who) -> list[AdminAddress]:
    """Return as few as tell as much: who is refused by the same line is walked once.

    `make soak` walks all.
    """
    first = guarded_of(planted.first)
    if who in OUTSIDE:
        # One address of each package: what refuses them does not know addresses.
        every = admin.addresses(first)
        return asked_of({one.name.partition(":")[0]: one for one in every}.values(), FIRST)
    few = asked_of(admin.addresses(first, each_page=False), FIRST)
    declared = [one for one in few if is_declared(one.address)]
    nameless = [one for one in declared if not one.address.names_guarded]
    walks: dict[Who, Callable[[], list[AdminAddress]]] = {
        Who.OTHER: lambda: walk_of_another(planted),
        Who.OWNER: lambda: [*declared, *reading(planted.first)],
        Who.EDITOR: lambda: reading(planted.first),
        Who.COURSE_REVIEWER: lambda: reading(planted.first),
        Who.REVIEWER: lambda: [*nameless, *reading(planted.first)],
        Who.REMOVED: lambda: declared,
        Who.ADMINISTRATOR: lambda: [
            *(one for one in few if not is_declared(one.address)),
            *caring(planted),
        ],
    }
    return walks[who]() if who in walks else nameless


def walk_of_another(planted: Planted) -> list[AdminAddress]:
    """Return every address with somebody else's course in it, and those with their own."""
    every = asked_of(admin.addresses(guarded_of(planted.first)), FIRST)
    theirs = admin.addresses(guarded_of(planted.second), each_page=False)
    # What gives the results of a list anew shows what the list shows.
    known = {one.path for one in every}
    theirs = [
        one
        for one in theirs
        if is_declared(one) and not one.name.endswith("_results") and one.path not in known
    ]
    return [*every, *asked_of(theirs, SECOND), *reading(planted.second)]


def reading(course: PlantedCourse) -> list[AdminAddress]:
    """Return where a course's people read what was written: of each page and each release."""
    return [*of_pages(course), *of_releases(course), *of_files(course)]


def named(course: PlantedCourse, name: str, query: str = "", **parts: Any) -> AdminAddress:
    path = reverse(name, kwargs=parts)
    place = admin.Address(path, name, f"{path}?{query}" if query else path, True)
    return AdminAddress(place, course.name)


def of_pages(course: PlantedCourse) -> Iterator[AdminAddress]:
    for page in course.pages:
        for name in ("edit", "history", "view_draft"):
            yield named(course, f"wagtailadmin_pages:{name}", page_id=page.pk)
    for page in (course.course, course.chapter, course.free, course.locked):
        # As it was before it was written last: what was submitted.
        for revision in page.revisions.order_by("-pk")[1:2]:
            parts = {"page_id": page.pk, "revision_id": revision.pk}
            yield named(course, "wagtailadmin_pages:revisions_revert", **parts)
    for page in (course.chapter, course.locked):
        translated = page.get_translations().get()
        yield named(course, "wagtailadmin_pages:edit", page_id=translated.pk)


def of_releases(course: PlantedCourse) -> Iterator[AdminAddress]:
    desk = {"pk": course.course.pk}
    for name in ("desk", "releases", "members", "submit", "state", "walk"):
        yield named(course, f"courses_admin:{name}", **desk)
    for release in Release.objects.of_course(course.course.course_key):
        yield named(course, "courses_admin:review", release_id=release.pk, **desk)
        if release.number is None:
            continue
        yield named(course, "courses_admin:compare", number=release.number, **desk)
        for item in release.items.filter(locale=release.locale):
            query = f"page={item.page_key}"
            yield named(course, "courses_admin:release", query, number=release.number, **desk)


def of_files(course: PlantedCourse) -> Iterator[AdminAddress]:
    for files in course.files.values():
        yield named(course, "wagtailimages:edit", image_id=files.image.pk)
        yield named(course, "wagtaildocs:edit", document_id=files.document.pk)
        yield named(course, "courses_videos:edit", pk=files.video.pk)
        yield named(course, "courses_audio:edit", pk=files.audio.pk)


def caring(planted: Planted) -> Iterator[AdminAddress]:
    """Yield where administrators look after the site: its pages, people, settings, records."""
    things = planted.outside

    def at(path: str) -> AdminAddress:
        return AdminAddress(admin.Address(path, path, path, False), FIRST)

    for name in ("home", "plain", "closed", "catalogue", "legal", "instructor", "secret"):
        yield at(f"/admin/pages/{things[name].pk}/edit/")
    yield at(f"/admin/pages/{things['closed'].pk}/privacy/")
    yield at(f"/admin/pages/{things['closed'].pk}/revisions/compare/live...latest/")
    for person in planted.people.values():
        yield at(f"/admin/users/edit/{person.pk}/")
    for request in InstructorRequest.objects.all():
        yield at(f"/admin/teach-requests/{request.pk}/")
    for language in ("en", "fr"):
        for kind in ("category", "tag"):
            pk = things[f"{kind} {language}"].pk
            yield at(f"/admin/snippets/courses_outline/{kind}/edit/{pk}/")
    yield at(f"/admin/settings/cms_core/sitesettings/{things['site'].pk}/")
    yield at(f"/admin/sites/edit/{things['site'].pk}/")
    yield at(f"/admin/redirects/{things['redirect'].pk}/")
    yield at(f"/admin/groups/edit/{things['group'].pk}/")
    for path in ("mails/", "deliveries/", "users/", "teach-requests/", "collections/"):
        yield at(f"/admin/{path}")
