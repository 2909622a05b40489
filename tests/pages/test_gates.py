"""What pages for everybody show is open to everybody, and only as long as they show it."""

from io import BytesIO

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from cms.core.gate import may_open
from cms.core.models import SiteDocument, SiteImage
from cms.pages.models import HomePage, StandardPage
from courses.pages.models import CatalogPage
from tests.factories.accounts import UserFactory
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def home():
    make_site(["en"])
    return HomePage.objects.get()


@pytest.fixture
def image(home):
    data = BytesIO()
    Image.new("RGB", (64, 40), "#ffd21f").save(data, "PNG")
    return SiteImage.objects.create(title="Oven", file=ContentFile(data.getvalue(), "a.png"))


@pytest.fixture
def document(home):
    return SiteDocument.objects.create(title="Plan", file=ContentFile(b"Flour", "a.txt"))


def page_with(parent, image=None, document=None, **fields):
    link = f'<p><a linktype="document" id="{document.pk}">Plan</a></p>' if document else "<p>-</p>"
    body = [{"type": "text", "value": link}]
    if image:
        picture = {"image": image.pk, "decorative": True, "alt_text": ""}
        body.append({"type": "picture", "value": picture})
    return parent.add_child(
        instance=StandardPage(title="Help", **{"slug": "help", "body": body, **fields})
    )


def is_open(obj, user=None):
    kind = "image" if isinstance(obj, SiteImage) else "document"
    return may_open(user or AnonymousUser(), kind, obj)


def test_nobody_but_editors_sees_what_no_page_shows(image, document):
    assert not is_open(image)
    assert not is_open(document)
    assert not is_open(document, UserFactory())
    assert is_open(document, UserFactory(administrator=True))


def test_visitors_get_the_picture_and_the_document_of_a_live_page(home, image, document, client):
    page_with(home, image, document)
    assert (is_open(image), is_open(document)) == (True, True)
    html = client.get("/en/help/").content.decode()
    assert document.url in html
    sources = [part.split('"')[0] for part in html.split(' src="')[1:] if part.startswith("/files")]
    assert len(sources) == 1
    picture = client.get(sources[0])
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/jpeg")
    answer = client.get(document.url, follow=True)
    assert b"".join(answer.streaming_content) == b"Flour"
    assert answer["Content-Disposition"] == 'attachment; filename="plan.txt"'


def test_a_draft_opens_nothing_and_a_page_taken_down_closes_again(home, image):
    page = page_with(home, image, live=False)
    assert not is_open(image)
    page.save_revision().publish()
    assert is_open(image)
    StandardPage.objects.get(pk=page.pk).unpublish()
    assert not is_open(image)


def test_what_only_the_draft_of_a_live_page_shows_stays_closed(home, image, document):
    page = page_with(home, image)
    page.body = [{"type": "text", "value": f'<a linktype="document" id="{document.pk}">x</a>'}]
    page.save_revision()
    assert (is_open(image), is_open(document)) == (True, False)
    page.get_latest_revision().publish()
    assert (is_open(image), is_open(document)) == (False, True)


def test_a_page_below_one_that_was_taken_down_opens_nothing(home, image):
    above = page_with(home, slug="above")
    page_with(above, image)
    assert is_open(image)
    above.unpublish()
    assert not is_open(image)


@pytest.mark.parametrize("where", ["page", "above"])
def test_a_restricted_page_opens_nothing(home, image, where):
    above = page_with(home, slug="above")
    page = page_with(above, image)
    restricted = page if where == "page" else above
    PageViewRestriction.objects.create(page=restricted, restriction_type="login")
    assert not is_open(image)
    assert not is_open(image, UserFactory())
    page_with(home, image, slug="open")
    assert is_open(image)


def test_the_catalogue_and_share_images_count(home, image, document):
    catalogue = CatalogPage.objects.get()
    catalogue.share_image = image
    catalogue.intro = f'<a linktype="document" id="{document.pk}">x</a>'
    catalogue.save()
    assert (is_open(image), is_open(document)) == (True, True)


def test_the_privacy_of_a_collection_is_heeded(home, document):
    page_with(home, document=document)
    collection = Collection.get_first_root_node().add_child(name="Club")
    document.collection = collection
    document.save()
    member, learner = UserFactory(), UserFactory()
    club = Group.objects.create(name="Club")
    member.groups.add(club)
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="login"
    )

    def who():
        return [is_open(document, user) for user in (None, learner, member)]

    assert who() == [False, True, True]
    restriction.restriction_type = "groups"
    restriction.save()
    restriction.groups.add(club)
    assert who() == [False, False, True]
    restriction.restriction_type = "password"
    restriction.save()
    assert who() == [False, False, False]
    assert is_open(document, UserFactory(administrator=True))


def test_another_document_of_the_same_number_is_not_meant(home, image):
    page_with(home, image)
    document = SiteDocument(title="x", file=ContentFile(b"x", "x.txt"), pk=image.pk)
    document.save()
    assert not is_open(document)


def test_asking_costs_the_same_for_one_page_and_for_many(home, image):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert is_open(image)
        return len(captured)

    page_with(home, image)
    queries()
    one = queries()
    for number in range(10):
        page_with(home, image, slug=f"help-{number}")
    assert queries() == one
    assert one <= 6
