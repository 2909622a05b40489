"""What the store itself refuses, and that the site leads nowhere else."""

import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages

from cms.core.files.buckets import PRESIGNED_SECONDS
from cms.core.models import SiteDocument
from tests.core.files.areas import ask, ask_store
from tests.core.files.conftest import WORDS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("area", ["bucket"], indirect=True),
]


@pytest.fixture
def presigned(area, reader, document):
    return reader.get(document.file.url)["Location"]


def test_the_door_leads_to_the_private_bucket_for_one_minute(presigned, area, document):
    parts = urlsplit(presigned)
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert f"{parts.scheme}://{parts.netloc}" == area.store.endpoint
    assert parts.path == f"/private/{document.file.name}"
    assert asked["X-Amz-Expires"] == str(PRESIGNED_SECONDS) == "60"
    assert asked["response-content-type"] == "application/pdf"
    assert asked["response-content-disposition"] == 'inline; filename="plan-of-the-bakery.pdf"'
    got = ask_store(presigned)
    assert (got.status, got.content) == (200, WORDS)
    assert got.headers["Cache-Control"] == "private, max-age=60"


def test_no_cache_keeps_the_way_there_and_no_page_is_told_of_it(reader, document, area):
    got = ask(reader, document.file.url, "GET", {})
    assert (got.status, got.content) == (302, b"")
    assert got.headers["Cache-Control"] == "private, no-store"
    assert got.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/private/documents/", "/private/original_images/"),
        (".pdf?", ".html?"),
        ("application%2Fpdf", "text%2Fhtml"),
        ("inline", "attachment"),
        ("X-Amz-Expires=60", "X-Amz-Expires=6000"),
        ("X-Amz-Signature=", "X-Amz-Signature=0"),
        ("&X-Amz-Signature=", "&x="),
    ],
)
def test_an_altered_address_is_refused(presigned, old, new):
    assert presigned.count(old) == 1
    got = ask_store(presigned.replace(old, new))
    assert 400 <= got.status <= 403
    assert WORDS[:100] not in got.content


@pytest.mark.parametrize("method", ["HEAD", "PUT", "DELETE", "POST"])
def test_the_address_is_for_one_method(presigned, document, area, method):
    assert ask_store(presigned, method=method).status == 403
    assert (area.private / document.file.name).read_bytes() == WORDS


def test_an_address_ends(area, document, monkeypatch):
    def address():
        return storages["private"].presigned_address(
            document.file.name, method="GET", disposition="inline"
        )

    assert ask_store(address()).status == 200
    monkeypatch.setattr("cms.core.files.buckets.PRESIGNED_SECONDS", 1)
    ended = address()
    time.sleep(2.2)
    got = ask_store(ended)
    assert 400 <= got.status <= 403
    assert b"AccessDenied" in got.content


@pytest.mark.parametrize("path", ["/private", "/private/{name}", "/", "/private?list-type=2"])
def test_nobody_without_a_signature_gets_in(area, document, path):
    got = ask_store(area.store.endpoint + path.format(name=document.file.name))
    assert 400 <= got.status <= 403
    assert document.file.name.encode() not in got.content


def test_an_object_is_kept_under_its_own_type_and_never_shown_in_place(area):
    document = SiteDocument.objects.create(
        title="A", file=ContentFile(b"<svg onload='alert(1)'/>", "a.svg")
    )
    kept = storages["private"].get_object_parameters(document.file.name)
    assert kept == {
        "ContentType": "application/octet-stream",
        "ContentDisposition": 'attachment; filename="file.svg"',
        "CacheControl": "private, no-store",
    }


def test_the_public_area_has_plain_lasting_addresses(area, client):
    name = default_storage.save("public/images/a.png", ContentFile(b"picture"))
    address = default_storage.url(name)
    assert re.fullmatch(rf"http://{re.escape(area.store.public_host)}/images/a\.png", address)
    assert ask_store(address).content == b"picture"
    assert storages["public"].get_object_parameters("images/a.png") == {
        "ContentType": "image/png",
        "ContentDisposition": 'inline; filename="file.png"',
        "CacheControl": "public, max-age=31536000, immutable",
    }
    assert client.get("/media/public/images/a.png").status_code == 404
