"""The door to private files: signature, gate, headers, conditions, ranges."""

import re
import time

import pytest
from django.core import signing
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.core.files import links
from cms.core.models import SiteDocument
from tests.core.files.areas import FOLDER_ONLY
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

PLACE_OF_LINK = re.compile(r"/files/[\w:-]+/file\.[a-z0-9]+")


def page_of(response):
    """Return a refusal's page without what differs between any two requests."""
    return response.status_code, re.sub(
        r'(name="csrfmiddlewaretoken" value=")[^"]*|/files/[^"&\s]*', "", response.content.decode()
    )


def signed(name, disposition, seconds, salt=links.SALT):
    return signing.Signer(salt=salt).sign_object([name, disposition, int(time.time()) + seconds])


class TestSignature:
    def test_an_address_is_signed_and_gives_nothing_away(self, document):
        address = document.file.url
        assert PLACE_OF_LINK.fullmatch(address)
        assert re.fullmatch(r"documents/[\w-]{32}\.pdf", document.file.name)
        assert "bakery" not in address.lower()
        assert "ada" not in document.file.name.lower()

    @FOLDER_ONLY
    def test_an_address_stays_the_same_within_a_window_and_ends(
        self, document, settings, monkeypatch
    ):
        start = settings.FILES_LINK_WINDOW_SECONDS * 500_000
        monkeypatch.setattr(links.time, "time", lambda: start + 1.5)
        first = document.file.url
        monkeypatch.setattr(links.time, "time", lambda: start + 3_599)
        assert document.file.url == first
        token, shown = first.split("/")[-2:]
        assert links.read(token, shown).seconds_left() == settings.FILES_LINK_SECONDS + 1
        monkeypatch.setattr(links.time, "time", lambda: start + 3_600)
        assert document.file.url != first
        monkeypatch.setattr(links.time, "time", lambda: start + 3_600 + 7_199)
        assert links.read(token, shown).name == document.file.name
        monkeypatch.setattr(links.time, "time", lambda: start + 3_600 + 7_200)
        with pytest.raises(links.BadLinkError):
            links.read(token, shown)

    def test_every_refusal_is_the_same_whether_or_not_there_is_such_a_file(self, reader, document):
        name = document.file.name
        token = document.file.url.split("/")[2]
        refused = {
            "over": f"/files/{signed(name, 'inline', 0)}/file.pdf",
            "over, no such file": f"/files/{signed('documents/x.pdf', 'inline', 0)}/file.pdf",
            "forged": f"/files/{token[:-1]}{'A' if token[-1] != 'A' else 'B'}/file.pdf",
            "altered": f"/files/X{token[1:]}/file.pdf",
            "other salt": f"/files/{signed(name, 'inline', 60, salt='x')}/file.pdf",
            "no token": "/files/x/file.pdf",
            "other extension": f"/files/{token}/file.html",
            "other name": f"/files/{token}/evil.pdf",
            "other disposition": f"/files/{signed(name, 'x', 60)}/file.pdf",
            "no list": f"/files/{signing.Signer(salt=links.SALT).sign_object(5)}/file.pdf",
            "nobody's file": f"/files/{signed('documents/x.pdf', 'inline', 60)}/file.pdf",
            "no kind": f"/files/{signed('elsewhere/x.pdf', 'inline', 60)}/file.pdf",
            "way out": f"/files/{signed('documents/../x.pdf', 'inline', 60)}/file.pdf",
        }
        pages = {why: page_of(reader.get(address)) for why, address in refused.items()}
        assert {status for status, _ in pages.values()} == {403}
        assert len({page for _, page in pages.values()}) == 1
        reader.force_login(UserFactory())
        assert reader.get(document.file.url).status_code == 403

    def test_a_refusal_is_a_page_that_no_cache_keeps(self, client, document):
        response = client.get(document.file.url)
        assert response.status_code == 403
        assert "no-store" in response["Cache-Control"]
        assert "ETag" not in response
        assert "Last-Modified" not in response
        page = " ".join(response.content.decode().split())
        assert "<h1>This file is not open to you</h1>" in page
        assert "Open it again from the page where you found it." in page
        assert response["X-Robots-Tag"] == "noindex"
        assert "/accounts/login/?next=%2Ffiles%2F" in page

    def test_a_program_gets_one_sentence(self, client, document):
        response = client.get(document.file.url, HTTP_ACCEPT="application/json")
        assert response.status_code == 403
        assert response.json() == {"status": 403, "message": "This is not open to you."}

    @FOLDER_ONLY
    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
    def test_it_is_for_reading_only(self, reader, document, method):
        assert reader.generic(method, document.file.url).status_code == 405


class TestGate:
    def test_a_copied_address_opens_nothing_to_others(self, client, editor, document):
        address = document.file.url
        statuses = {}
        for role in ("learner", "instructor", "reviewer", "translator"):
            client.force_login(UserFactory(**{role: True}))
            statuses[role] = client.get(address).status_code
        client.logout()
        statuses["anybody"] = client.get(address).status_code
        assert set(statuses.values()) == {403}

    def test_it_is_asked_every_time(self, reader, editor, document, area):
        address = document.file.url
        assert area.get(reader, address).status == 200
        editor.groups.clear()
        assert area.get(reader, address).status == 403

    def test_conditions_are_not_answered_before_it(self, reader, document, area):
        etag = area.get(reader, document.file.url).headers["ETag"]
        reader.force_login(UserFactory())
        for header in ({"if_none_match": etag}, {"if_none_match": "*"}, {"range": "bytes=0-1"}):
            assert area.get(reader, document.file.url, **header).status == 403

    @FOLDER_ONLY
    def test_a_file_that_is_gone_is_404_for_those_who_may_and_403_for_others(
        self, reader, document, area
    ):
        address = document.file.url
        (area.private / document.file.name).unlink()
        assert reader.get(address).status_code == 404
        reader.force_login(UserFactory())
        assert reader.get(address).status_code == 403

    def test_the_door_costs_the_same_however_many_files_there_are(self, reader, document, area):
        def queries():
            with CaptureQueriesContext(connection) as captured:
                assert area.get(reader, document.file.url).status == 200
            return len(captured)

        reader.get(document.file.url)
        few = queries()
        for number in range(12):
            SiteDocument.objects.create(title=str(number), file=ContentFile(b"x", "x.txt"))
        assert queries() == few
        # Session, user, document, and what the gates of pages and of courses ask.
        assert few <= 8


class TestHeaders:
    @pytest.mark.parametrize(
        ("upload", "content_type", "shown"),
        [
            ("a.png", "image/png", True),
            ("a.JPG", "image/jpeg", True),
            ("a.pdf", "application/pdf", True),
            ("a.mp3", "audio/mpeg", True),
            ("a.webm", "video/webm", True),
            ("a.vtt", "text/vtt; charset=utf-8", True),
            ("a.txt", "text/plain; charset=utf-8", False),
            ("a.zip", "application/zip", False),
            ("a.svg", "application/octet-stream", False),
            ("a.html", "application/octet-stream", False),
            ("a.xhtml", "application/octet-stream", False),
            ("a.xml", "application/octet-stream", False),
            ("a.js", "application/octet-stream", False),
            ("a.png.html", "application/octet-stream", False),
            ("a.p<n>g", "application/octet-stream", False),
            ("a", "application/octet-stream", False),
        ],
    )
    def test_type_and_place_come_from_a_fixed_list(self, reader, area, upload, content_type, shown):
        document = SiteDocument.objects.create(
            title="Brot & Öl", file=ContentFile(b"<script>alert(1)</script>", upload)
        )
        headers = area.get(reader, document.file.url).headers
        assert headers["Content-Type"] == content_type
        kind, _, name = headers["Content-Disposition"].partition("; ")
        assert kind == ("inline" if shown else "attachment")
        suffix = document.file.name[len("documents/") + 32 :]
        assert name == f"filename*=utf-8''brot-%C3%B6l{suffix}"

    @FOLDER_ONLY
    @pytest.mark.parametrize("upload", ["a.png", "a.pdf", "a.svg", "a.html", "a"])
    def test_whatever_a_file_is_it_can_do_nothing(self, reader, area, upload):
        document = SiteDocument.objects.create(title="A", file=ContentFile(b"<script>", upload))
        headers = area.get(reader, document.file.url).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"].startswith("sandbox; default-src 'none';")
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"

    @FOLDER_ONLY
    def test_it_may_be_kept_by_this_browser_as_long_as_the_address_lives(
        self, reader, area, document, settings
    ):
        headers = area.get(reader, document.file.url).headers
        assert headers["X-Robots-Tag"] == "noindex"
        kept = re.fullmatch(r"private, max-age=(\d+)", headers["Cache-Control"])
        assert kept
        least = settings.FILES_LINK_SECONDS
        assert least - 5 < int(kept[1]) <= least + settings.FILES_LINK_WINDOW_SECONDS

    def test_an_address_may_ask_for_saving(self, reader, area, document):
        address = links.address(document.file.name, disposition="attachment")
        headers = area.get(reader, address).headers
        assert headers["Content-Disposition"] == 'attachment; filename="plan-of-the-bakery.pdf"'


def test_a_name_that_leads_out_of_its_area_is_refused(area):
    for name in ("public/../documents/x", "documents/../../x", "public\\..\\x"):
        with pytest.raises(SuspiciousFileOperation):
            default_storage.url(name)
