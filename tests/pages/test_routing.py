"""An address finds its page in two statements, and only where all above it is live."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from cms.core.routing import MOST_LEVELS
from cms.pages.models import HomePage, StandardPage
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages():
    """Three pages, one below the other, and one beside them that has the same slug."""
    make_site(["en"])
    at = HomePage.objects.get()
    beside = at.add_child(instance=StandardPage(title="Beside", slug="beside"))
    beside.add_child(instance=StandardPage(title="Other", slug="deep"))
    made = []
    for slug in ("top", "middle", "deep"):
        at = at.add_child(instance=StandardPage(title=slug.title(), slug=slug))
        made.append(at)
    return made


def status(client, path):
    return client.get(f"/en/{path}").status_code


def test_each_address_finds_its_own_page(client, pages):
    assert "<h1>Deep</h1>" in client.get("/en/top/middle/deep/").content.decode()
    assert "<h1>Other</h1>" in client.get("/en/beside/deep/").content.decode()


@pytest.mark.parametrize(
    "path", ["deep/", "middle/", "top/deep/", "beside/middle/deep/", "top/x/", "top/%00/"]
)
def test_a_slug_at_another_place_finds_nothing(client, pages, path):
    assert status(client, path) == 404


@pytest.mark.parametrize("level", [0, 1, 2])
def test_what_was_taken_down_closes_all_below_it(client, pages, level):
    StandardPage.objects.get(pk=pages[level].pk).unpublish()
    found = [status(client, path) for path in ("top/", "top/middle/", "top/middle/deep/")]
    assert found == [200] * level + [404] * (3 - level)


def test_an_alias_and_what_is_below_it_is_not_found(client, pages):
    alias = pages[0].create_alias(update_slug="copy", parent=pages[0].get_parent(), recursive=True)
    assert alias.live
    assert [status(client, "copy/"), status(client, "copy/middle/")] == [404, 404]


def test_a_restriction_above_keeps_out(client, pages):
    PageViewRestriction.objects.create(page=pages[0], restriction_type="login")
    assert status(client, "top/middle/deep/") == 302
    assert status(client, "beside/deep/") == 200


def test_a_restriction_of_the_whole_language_keeps_out(client, pages):
    PageViewRestriction.objects.create(page=pages[0].get_parent(), restriction_type="login")
    assert status(client, "top/") == 302


def test_an_address_of_too_many_levels_is_not_looked_for(client, pages):
    with CaptureQueriesContext(connection) as queries:
        assert status(client, "top/" * (MOST_LEVELS + 1)) == 404
    assert not [row for row in queries if "url_path" in row["sql"] and '"slug" IN' in row["sql"]]


@pytest.mark.postgresql
def test_a_deep_page_costs_as_many_statements_as_a_high_one(client, pages):
    def asked(path):
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    assert asked("/en/top/middle/deep/") == asked("/en/top/") == 9
