"""What comes through the door: the whole, a part, or that nothing changed."""

import pytest
from django.core.files.base import ContentFile

from cms.core.models import SiteDocument
from tests.core.files.areas import FOLDER_ONLY
from tests.core.files.conftest import WORDS

pytestmark = pytest.mark.django_db


def test_the_whole(reader, document, area):
    got = area.get(reader, document.file.url)
    assert (got.status, got.content) == (200, WORDS)
    assert got.headers["Content-Length"] == str(len(WORDS))
    assert got.headers["Accept-Ranges"] == "bytes"


def test_head_has_the_same_headers_and_no_bytes(reader, document, area):
    whole = area.get(reader, document.file.url)
    head = area.get(reader, document.file.url, method="HEAD")
    assert (head.status, head.content) == (200, b"")
    for name in ("Content-Length", "Content-Type", "Content-Disposition"):
        assert head.headers[name] == whole.headers[name]


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=5-9", 5, 9),
        ("bytes=100-", 100, 10_239),
        ("bytes=-7", 10_233, 10_239),
        ("bytes=10239-20000", 10_239, 10_239),
    ],
)
def test_a_part(reader, document, area, asked, first, last):
    got = area.get(reader, document.file.url, range=asked)
    assert got.status == area.part_status
    assert got.content == WORDS[first : last + 1]
    assert got.headers["Content-Range"] == f"bytes {first}-{last}/10240"
    assert got.headers["Content-Length"] == str(last - first + 1)
    assert got.headers["Content-Type"] == "application/pdf"


@FOLDER_ONLY
def test_more_than_there_is_at_the_end_is_the_whole_as_a_part(reader, document, area):
    got = area.get(reader, document.file.url, range="bytes=-99999")
    assert (got.status, got.content) == (206, WORDS)
    assert got.headers["Content-Range"] == "bytes 0-10239/10240"


@pytest.mark.parametrize("asked", ["bytes=10240-", "bytes=99999-100000"])
def test_a_part_that_is_not_there(reader, document, area, asked):
    assert area.get(reader, document.file.url, range=asked).status == 416


@FOLDER_ONLY
@pytest.mark.parametrize("asked", ["bytes=10240-", "bytes=-0", "bytes=99999-100000"])
def test_the_length_is_told_with_a_part_that_is_not_there(reader, document, area, asked):
    got = area.get(reader, document.file.url, range=asked)
    assert (got.status, got.content) == (416, b"")
    assert got.headers["Content-Range"] == "bytes */10240"


@FOLDER_ONLY
def test_an_empty_file_has_no_part(reader, area):
    empty = SiteDocument.objects.create(title="Empty", file=ContentFile(b"", "a.pdf"))
    assert area.get(reader, empty.file.url).headers["Content-Length"] == "0"
    got = area.get(reader, empty.file.url, range="bytes=0-")
    assert (got.status, got.headers["Content-Range"]) == (416, "bytes */0")


@FOLDER_ONLY
@pytest.mark.parametrize(
    "asked",
    ["bytes=9-5", "bytes=-", "bytes=a-b", "pages=1-2", "bytes=0-1,5-6", "", f"bytes={'9' * 40}-"],
)
def test_what_cannot_be_read_and_several_parts_get_the_whole(reader, document, area, asked):
    got = area.get(reader, document.file.url, range=asked)
    assert (got.status, got.content) == (200, WORDS)


@FOLDER_ONLY
def test_a_part_is_not_asked_for_by_head(reader, document, area):
    got = area.get(reader, document.file.url, method="HEAD", range="bytes=0-1")
    assert (got.status, got.headers["Content-Length"]) == (200, "10240")


@FOLDER_ONLY
def test_if_range_gives_the_part_of_the_same_file_only(reader, document, area):
    whole = area.get(reader, document.file.url)
    etag, date = whole.headers["ETag"], whole.headers["Last-Modified"]
    statuses = [
        area.get(reader, document.file.url, range="bytes=0-1", if_range=condition).status
        for condition in (etag, date, '"other"', f"W/{etag}", "Mon, 01 Jan 2024 00:00:00 GMT")
    ]
    assert statuses == [206, 206, 200, 200, 200]


@FOLDER_ONLY
def test_what_a_browser_has_is_not_sent_again(reader, document, area):
    whole = area.get(reader, document.file.url)
    etag, date = whole.headers["ETag"], whole.headers["Last-Modified"]
    for condition in ({"if_none_match": etag}, {"if_modified_since": date}):
        got = area.get(reader, document.file.url, **condition)
        assert (got.status, got.content) == (304, b"")
        assert got.headers["Cache-Control"].startswith("private, max-age=")
    assert area.get(reader, document.file.url, if_none_match='"x"').status == 200


@FOLDER_ONLY
def test_it_is_read_a_block_at_a_time(reader, area):
    big = SiteDocument.objects.create(title="Big", file=ContentFile(b"x" * 200_000, "a.mp4"))
    response = reader.get(big.file.url)
    assert [len(block) for block in response.streaming_content] == [65_536] * 3 + [3_392]
