"""A lesson of 200 blocks opens, saves, goes live and previews with as many statements as one of
20, and what nobody touched stays as it is, to the letter."""

import json

import pytest
from django.conf import settings as site_settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.pages.links import KnownLinks
from courses.pages.models import LessonPage
from tests.courses.pages.editor.lessons import Statements, form_of, make_large_lesson
from tests.factories.courses import make_instructor
from tests.factories.site import make_site

SIZES = (20, 200)
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="Budgets hold on PostgreSQL."),
]


@pytest.fixture
def author(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_site(["en", "fr"])
    user = make_instructor()
    client.force_login(user)
    return user


def cost(act, status):
    """Return the statements of the second time, when caches are as warm as they will be."""
    assert act().status_code == status
    with Statements() as counted:
        response = act()
    assert response.status_code == status
    return len(counted.all)


def stored(page):
    return LessonPage.objects.get(pk=page.pk).get_latest_revision().content["body"]


def texts(page):
    return [row["value"] for row in json.loads(stored(page)) if row["type"] == "text"]


def autosaving(client, address, form):
    """Return what the browser does again and again: each time over its own last revision."""
    fields = dict(form)

    def save():
        response = client.post(address, fields, headers={"accept": "application/json"})
        fields["overwrite_revision_id"] = str(response.json()["revision_id"])
        return response

    return save


def costs(client, page):
    address = f"/admin/pages/{page.pk}/edit/"
    opening = cost(lambda: client.get(address), 200)
    form, written = form_of(client, page), texts(page)
    autosave = cost(autosaving(client, address, form), 200)
    # The first save writes fields in the blocks' own order; from then on nothing moves.
    before = stored(page)
    saving = cost(lambda: client.post(address, form), 302)
    preview = cost(lambda: client.post(f"{address}preview/", form), 200)
    publish = cost(lambda: client.post(address, {**form, "action-publish": "1"}), 302)
    assert (stored(page), texts(page)) == (before, written)
    assert LessonPage.objects.get(pk=page.pk).live is True
    return {
        "fields": len(form),
        "counts": {
            "opening": opening,
            "saving": saving,
            "autosave": autosave,
            "preview": preview,
            "publish": publish,
        },
    }


def test_writing_costs_the_same_for_few_and_many_blocks(author, client):
    few, many = (costs(client, make_large_lesson(size, owner=author)) for size in SIZES)
    assert few["counts"] == many["counts"]
    counts = many["counts"]
    assert counts["opening"] <= 60
    assert max(counts["saving"], counts["autosave"], counts["preview"], counts["publish"]) <= 200
    # Django's own limit of 1,000 would refuse such a form.
    assert 4_000 < many["fields"] < site_settings.DATA_UPLOAD_MAX_NUMBER_FIELDS


def test_the_count_sees_what_a_link_costs(author, client, monkeypatch):
    """A control: without the fetching beforehand the counts part."""
    monkeypatch.setattr("courses.pages.editor.size.prepare_links", lambda *values, editor: None)
    monkeypatch.setattr("courses.pages.links._known", KnownLinks)
    page = make_large_lesson(20, owner=author)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
    assert len(counted) > 100
