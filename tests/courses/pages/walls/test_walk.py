"""Every address of the admin, with another instructor's course in each of its parts, as everybody
whom that course does not concern; and once as its owner, who must meet every canary."""

import pytest
from django.db import connection
from django.test import Client

from courses.pages.walls.doors import all_doors
from tests.courses.pages.walls.addresses import addresses, is_resolved
from tests.courses.pages.walls.guarded import WORDS, canary
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

HOME = "/admin/"
LIMITED = (
    "other instructor",
    "co-instructor of another course",
    "reviewer of another course",
    "removed co-instructor",
    "reviewer",
    "translator",
)
# Goes everywhere, with each page of the course. What is refused for being undeclared is refused
# to all alike; whoever has no right on the course is refused it by the same lines.
THOROUGH = "other instructor"
BY_RIGHTS_ONLY = (
    "co-instructor of another course",
    "reviewer of another course",
    "reviewer",
    "translator",
)
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


def signed_in(user):
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client


def ask(client, address, method="GET"):
    headers = {"X-Requested-With": "XMLHttpRequest"} if method == "POST" else {}
    point = connection.savepoint()
    response = client.generic(
        method,
        address.path,
        "new_parent_page=1" if method == "POST" else "",
        content_type="application/x-www-form-urlencoded",
        headers=headers,
    )
    body = b"".join(response) if response.streaming else response.content
    if response.status_code == 500:
        connection.savepoint_rollback(point)
    return response, body.decode(errors="replace") + str(response.headers)


def met(text, canaries):
    return [word for word in canaries if word in text]


def walk(client, places, canaries, *, method="GET", expects=lambda *_: True):
    """Return what is wrong with the answers: canaries met, and doors that stand open."""
    wrong = []
    for address in places:
        response, text = ask(client, address, method)
        # The address itself may carry what was asked for, into a form or a redirect.
        found = [word for word in met(text, canaries) if word not in address.path]
        if found or response.status_code == 500 or not expects(address, response):
            wrong.append(f"{method} {address}: {response.status_code} {found}")
    return "\n".join(wrong)


def is_declared(address):
    known = all_doors()
    return address.name in known or f"{address.name.rpartition(':')[0]}:*" in known


def refused_by_the_walls(address, response):
    closed = address.names_guarded or not is_declared(address)
    if not closed or address.name.startswith(HARMLESS) or response.status_code == 403:
        return True
    return response.status_code == 302 and response["Location"] == HOME


def refused_at_the_gate(address, response):
    return response.status_code in (302, 403, 404) or address.name in OPEN_TO_ALL


def test_every_address_is_filled_as_it_is_meant(guarded):
    assert "\n".join(str(one) for one in addresses(guarded) if not is_resolved(one)) == ""


@pytest.mark.parametrize("who", LIMITED)
def test_nobody_else_meets_anything_of_a_course(guarded, who):
    places = addresses(guarded, each_page=who == THOROUGH)
    if who != THOROUGH:
        places = [one for one in places if is_declared(one)]
    if who in BY_RIGHTS_ONLY:
        places = [one for one in places if not one.names_guarded]
    client = signed_in(guarded.people[who])
    assert walk(client, places, guarded.canaries(), expects=refused_by_the_walls) == ""


def test_nor_by_way_of_what_is_their_own(guarded):
    client = signed_in(guarded.own.owner)
    places = filter(is_declared, addresses(guarded.own, each_page=False))
    # What gives the results of a list anew shows what the list shows.
    places = [one for one in places if not one.name.endswith("_results")]
    assert walk(client, places, guarded.canaries()) == ""


@pytest.mark.parametrize("who", ["other instructor", "removed co-instructor"])
def test_nobody_else_changes_anything_of_a_course(guarded, who):
    client, before = signed_in(guarded.people[who]), guarded.state()
    wrong = walk(
        client,
        addresses(guarded),
        guarded.canaries(),
        method="POST",
        expects=refused_by_the_walls,
    )
    assert wrong == ""
    assert guarded.state() == before


def test_learners_and_guests_stay_outside(guarded):
    # One address of each package: what refuses them does not know addresses.
    places = {one.name.partition(":")[0]: one for one in addresses(guarded)}.values()
    for user in (UserFactory(email="learner@example.org"), None):
        wrong = walk(signed_in(user), places, guarded.canaries(), expects=refused_at_the_gate)
        assert wrong == ""


def test_its_owner_meets_every_canary(guarded):
    """Else the walk would pass a site that shows nothing to anybody."""
    client, missing = signed_in(guarded.owner), {canary(word) for word in WORDS}
    for address in filter(is_declared, addresses(guarded, each_page=False)):
        if not missing:
            break
        missing -= set(met(ask(client, address)[1], missing))
    assert missing == set()


def test_files_are_kept_under_other_names_than_they_came_by(guarded):
    for one in (guarded.image, guarded.document):
        assert met(one.file.name, guarded.canaries()) == []
