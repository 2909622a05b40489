"""Who may upload in the admin, and under what name it is kept."""

import re
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.models import Collection

from cms.core.models import SiteDocument, SiteImage
from tests.factories.accounts import UserFactory
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db


def picture() -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (8, 5), "#ffd21f").save(data, "PNG")
    return SimpleUploadedFile("Holiday of Ada.PNG", data.getvalue(), "image/png")


@pytest.fixture(autouse=True)
def site(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_site(["en"])


def upload_both(client) -> list[int]:
    collection = Collection.get_first_root_node().pk
    image = {"title": "Bird", "file": picture(), "collection": collection, "focal_point_x": ""}
    text = SimpleUploadedFile("plan.txt", b"Flour and water")
    document = {"title": "Plan", "file": text, "collection": collection}
    return [
        client.post("/admin/images/add/", image).status_code,
        client.post("/admin/documents/add/", document).status_code,
    ]


def test_administrator_uploads_an_image_and_a_document(client):
    client.force_login(UserFactory(administrator=True))
    assert upload_both(client) == [302, 302]
    assert list(SiteImage.objects.values_list("title", "width", "height")) == [("Bird", 8, 5)]
    assert SiteDocument.objects.get().title == "Plan"
    for address in ("images", "documents"):
        assert client.get(f"/admin/{address}/").status_code == 200


@pytest.mark.parametrize("role", ["instructor", "reviewer", "translator", "learner"])
def test_nobody_else_does_yet(client, role):
    client.force_login(UserFactory(**{role: True}))
    statuses = upload_both(client)
    assert set(statuses) <= {302, 403}
    assert not SiteImage.objects.exists()
    assert not SiteDocument.objects.exists()


def test_the_name_of_an_original_cannot_be_guessed(client):
    client.force_login(UserFactory(administrator=True))
    upload_both(client)
    name = SiteImage.objects.get().file.name
    assert re.fullmatch(r"original_images/[\w-]{32}\.png", name)


def test_two_originals_of_one_name_are_kept_apart():
    first, second = (
        SiteImage(title="Bird", file=ContentFile(picture().read(), "bird.png")) for _ in range(2)
    )
    first.save()
    second.save()
    assert first.file.name != second.file.name
