"""Pictures, what is made from them, and the public area."""

import re

import pytest
from django.core.files.storage import default_storage, storages
from django.template import Context, Template
from wagtail.models import ReferenceIndex

from tests.core.files.areas import FOLDER_ONLY, ask
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

TOKEN = r"[\w-]{32}"


def test_originals_and_what_is_made_from_them_are_private(image, area, reader):
    made = image.get_rendition("width-20|format-webp")
    assert re.fullmatch(rf"original_images/{TOKEN}\.png", image.file.name)
    assert re.fullmatch(rf"images/{TOKEN}\.webp", made.file.name)
    for file, content_type in ((image.file, "image/png"), (made.file, "image/webp")):
        got = area.get(reader, file.url)
        assert (got.status, got.headers["Content-Type"]) == (200, content_type)
        assert got.headers["Content-Disposition"].startswith("inline; ")
        assert "oven" not in str(got.headers).lower()
    addresses = [image.file.url, made.url]
    reader.force_login(UserFactory())
    assert [area.get(reader, address).status for address in addresses] == [403, 403]


def test_the_word_public_in_a_filter_puts_what_it_makes_into_the_public_area(image, area, client):
    html = Template(
        "{% load wagtailimages_tags %}"
        "{% picture image public format-{avif,webp,jpeg} width-{20,40} %}"
    ).render(Context({"image": image}))
    made = image.renditions.all()
    assert len(made) == 6
    assert all(re.fullmatch(rf"public/images/{TOKEN}\.\w+", one.file.name) for one in made)
    assert "/files/" not in html
    for one in made:
        assert one.url in html
        got = area.get(client, one.url)
        assert (got.status, len(got.content)) == (200, one.file.size)
        assert got.content == default_storage.open(one.file.name).read()


def test_a_picture_tag_without_it_shows_signed_addresses(image, client):
    html = Template("{% load wagtailimages_tags %}{% image image width-20 %}").render(
        Context({"image": image})
    )
    assert re.search(r'src="/files/[\w:-]+/file\.png"', html)
    assert client.get(re.search(r'src="([^"]+)"', html)[1]).status_code == 403


def test_the_word_takes_nothing_beside_it(image):
    from wagtail.images.exceptions import InvalidFilterSpecError

    with pytest.raises(InvalidFilterSpecError):
        image.get_rendition("width-20|public-yes")
    assert not image.renditions.exists()


@FOLDER_ONLY
def test_the_public_folder_is_served_with_parts_and_kept_for_ever(image, area, client):
    made = image.get_rendition("width-20|public|format-webp")
    assert re.fullmatch(rf"/media/public/images/{TOKEN}\.webp", made.url)
    whole = ask(client, made.url, "GET", {})
    assert whole.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert whole.headers["X-Content-Type-Options"] == "nosniff"
    assert whole.headers["Content-Security-Policy"].startswith("sandbox;")
    assert whole.headers["Content-Type"] == "image/webp"
    part = ask(client, made.url, "GET", {"range": "bytes=2-5"})
    assert (part.status, part.content) == (206, whole.content[2:6])
    etag = {"if_none_match": whole.headers["ETag"]}
    assert ask(client, made.url, "GET", etag).status == 304
    assert client.post(made.url).status_code == 405


@FOLDER_ONLY
def test_a_visitors_public_file_may_be_kept_by_a_shared_cache(image, area, client):
    headers = ask(client, image.get_rendition("width-20|public").url, "GET", {}).headers
    assert "Cookie" not in headers.get("Vary", "")
    assert not client.cookies


@FOLDER_ONLY
@pytest.mark.parametrize(
    "path",
    [
        "../{private}",
        "%2e%2e/{private}",
        "images/../../{private}",
        "..%2f{private}",
        "{private}",
        "images",
        "images/",
        "/etc/passwd",
        "%00",
    ],
)
def test_no_way_leads_from_the_public_folder_to_a_private_file(image, area, client, path):
    image.get_rendition("width-20|public|format-webp")
    response = client.get("/media/public/" + path.format(private=image.file.name))
    assert response.status_code in {404, 301, 302}
    assert "image/" not in response["Content-Type"]
    assert client.get(f"/media/{image.file.name}").status_code == 404


@FOLDER_ONLY
@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "feed.xml"])
def test_nothing_that_runs_is_shown_in_place_from_the_public_folder(area, client, name):
    from django.core.files.base import ContentFile

    kept = default_storage.save(f"public/images/{name}", ContentFile(b"<script>alert(1)</script>"))
    got = ask(client, default_storage.url(kept), "GET", {})
    assert got.headers["Content-Type"] == "application/octet-stream"
    assert got.headers["Content-Disposition"].startswith("attachment; ")


def test_names_go_to_their_area_and_come_back(area, db):
    from django.core.files.base import ContentFile

    kept = {
        default_storage.save("public/images/a.png", ContentFile(b"1")),
        default_storage.save("avatars/a.png", ContentFile(b"22")),
        default_storage.save("publicity/a.png", ContentFile(b"333")),
    }
    assert kept == {"public/images/a.png", "avatars/a.png", "publicity/a.png"} == area.names()
    assert storages["public"].exists("images/a.png")
    assert not storages["private"].exists("images/a.png")
    assert [default_storage.size(name) for name in sorted(kept)] == [2, 1, 3]
    assert default_storage.exists("public/images/a.png")
    assert not default_storage.exists("images/a.png")
    again = default_storage.save("public/images/a.png", ContentFile(b"4444"))
    assert again != "public/images/a.png"
    assert again.startswith("public/images/a_")


def test_what_is_made_is_not_a_reference_that_opens_anything(image):
    image.get_rendition("width-20")
    assert not ReferenceIndex.get_references_to(image).exists()
