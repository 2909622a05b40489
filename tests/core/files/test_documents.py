"""A document's lasting address, and the pages of the admin that show files."""

import html
import re

import pytest
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from wagtail.documents.models import document_served
from wagtail.models import Collection, GroupCollectionPermission

from tests.core.files.areas import FOLDER_ONLY, ask
from tests.core.files.conftest import WORDS
from tests.factories.accounts import UserFactory
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(area):
    return make_site(["en"])


def test_it_leads_those_who_may_to_a_signed_address(reader, document, area):
    assert document.url == f"/documents/{document.pk}/plan-of-the-bakery.pdf"
    got = ask(reader, document.url, "GET", {})
    assert (got.status, got.content) == (302, b"")
    assert re.fullmatch(r"/files/[\w:-]+/file\.pdf", got.headers["Location"])
    assert got.headers["Cache-Control"] == "private, no-store"
    assert area.get(reader, got.headers["Location"]).content == WORDS


def test_nobody_else_gets_there_nor_learns_what_there_is(client, document):
    served = []

    def note(**kwargs):
        served.append(kwargs["instance"])

    document_served.connect(note)
    pages = set()
    for user in (None, UserFactory(), UserFactory(instructor=True)):
        client.logout()
        if user:
            client.force_login(user)
        for pk in (document.pk, 999_999, 10**30):
            response = client.get(f"/documents/{pk}/plan-of-the-bakery.pdf")
            assert response.status_code == 403
            assert "bakery" not in str(response.headers)
            main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
            # The page offers to sign in and come back to the address.
            pages.add((str(user), re.sub(r'href="[^"]*"', "", main)))
    document_served.disconnect(note)
    assert len(pages) == 3
    assert served == []


def test_the_old_name_of_a_renamed_document_still_leads_there(reader, document):
    old = document.url
    document.title = "دليل"
    document.save()
    assert document.filename == "دليل.pdf"
    assert reader.get(old).status_code == 302
    assert reader.get(document.url).status_code == 302


def test_a_document_without_letters_in_its_title_has_a_name(document):
    document.title = "???"
    assert document.filename == "document.pdf"


def test_its_address_is_for_reading_only(reader, document):
    assert reader.post(document.url).status_code == 405


def test_no_view_of_wagtail_serves_files():
    with pytest.raises(NoReverseMatch):
        reverse("wagtailimages_serve", args=["x", 1, "width-1"])
    with pytest.raises(NoReverseMatch):
        reverse("wagtaildocs_authenticate_with_password", args=[1])
    assert resolve("/documents/1/a.pdf").func.__module__ == "cms.core.files.views"
    with pytest.raises(Resolver404):
        resolve("/media/documents/a.pdf")


def addresses_in(response):
    assert response.status_code == 200
    return set(re.findall(r"/files/[\w:-]+/file\.\w+", text(response)))


def text(response):
    return html.unescape(response.content.decode())


@FOLDER_ONLY
@pytest.mark.parametrize(
    "path",
    [
        "/admin/images/",
        "/admin/images/{image}/",
        "/admin/images/chooser/",
        "/admin/images/chooser/results/",
        "/admin/images/chooser/{image}/select_format/",
        "/admin/api/main/images/{image}/",
    ],
)
def test_pictures_show_in_the_admin(site, image, area, reader, path):
    found = addresses_in(reader.get(path.format(image=image.pk)))
    assert found
    for address in found:
        got = area.get(reader, address)
        assert (got.status, got.headers["Content-Type"]) == (200, "image/png")
        reader_of_nothing = type(reader)()
        assert reader_of_nothing.get(address).status_code == 403


@FOLDER_ONLY
@pytest.mark.parametrize(
    "path", ["/admin/documents/", "/admin/documents/edit/{pk}/", "/admin/documents/chooser/"]
)
def test_documents_show_in_the_admin(site, document, reader, path):
    page = text(reader.get(path.format(pk=document.pk)))
    assert "plan-of-the-bakery.pdf" in page
    assert document.file.name not in page


def test_an_instructor_gets_what_her_collection_holds_and_nothing_else(
    site, document, image, area, client
):
    from django.contrib.auth.models import Group, Permission

    hers = Collection.get_first_root_node().add_child(name="Hers")
    group = Group.objects.create(name="Course 1")
    choose = Permission.objects.get(
        codename="choose_image", content_type__app_label="wagtailimages"
    )
    GroupCollectionPermission.objects.create(group=group, collection=hers, permission=choose)
    instructor = UserFactory(instructor=True)
    instructor.groups.add(group)
    client.force_login(instructor)
    assert area.get(client, image.file.url).status == 403
    image.collection = hers
    image.save()
    assert area.get(client, image.file.url).status == 200
    assert area.get(client, image.get_rendition("width-20").url).status == 200
    document.collection = hers
    document.save()
    assert area.get(client, document.file.url).status == 403
