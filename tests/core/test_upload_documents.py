"""Which documents are taken, and why the others are not."""

import stat
import struct
import zipfile
from io import BytesIO

import pytest

from cms.core.services.uploads import UploadRefusedError, check_document
from cms.core.uploads import archives
from tests.core import upload_samples as samples
from tests.core.upload_samples import archive, office, open_document, upload

ODT = b"application/vnd.oasis.opendocument.text"
EPUB = b"application/epub+zip"


def refusal(content: bytes, name: str) -> UploadRefusedError:
    with pytest.raises(UploadRefusedError) as caught:
        check_document(upload(content, name))
    return caught.value


def packed_with(entry: zipfile.ZipInfo, content: bytes = b"x") -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        made.writestr(entry, content)
    return data.getvalue()


@pytest.mark.parametrize(
    "content, name, mime",
    [
        (b"%PDF-1.7\n...", "plan.pdf", "application/pdf"),
        (office(), "a.docx", None),
        (office("ppt/presentation.xml"), "a.pptx", None),
        (office("xl/workbook.xml"), "a.xlsx", None),
        (open_document(ODT), "a.odt", "application/vnd.oasis.opendocument.text"),
        (open_document(EPUB), "a.epub", "application/epub+zip"),
        (archive({"a/b.txt": b"x", "empty/": b""}), "a.zip", "application/zip"),
        (archive({"Übung/يوم.txt": b"x"}), "a.zip", "application/zip"),
        ("Brød og يوم\n".encode(), "a.txt", "text/plain; charset=utf-8"),
        ("Brød".encode("latin-1"), "a.csv", "text/csv; charset=utf-8"),
        ("Brød".encode("utf-16"), "a.txt", "text/plain; charset=utf-8"),
        (b"# Title\n<b>bold</b>", "a.md", "text/markdown; charset=utf-8"),
        (b"WEBVTT\n", "a.vtt", "text/vtt; charset=utf-8"),
        (b"{\\rtf1 x}", "a.rtf", "application/rtf"),
        (b"ID3\x03" + b"\0" * 20, "a.mp3", "audio/mpeg"),
        (b"\0\0\0\x20ftypisom" + b"\0" * 20, "a.mp4", "video/mp4"),
        (samples.picture("PNG"), "a.png", "image/png"),
    ],
)
def test_documents_are_taken_for_what_they_are(content, name, mime):
    file = upload(content, name)
    checked = check_document(file)
    assert checked.extension == name.rsplit(".", maxsplit=1)[-1]
    assert mime is None or checked.mime == mime
    assert file.tell() == 0


@pytest.mark.parametrize("kind", samples.PROGRAMS)
@pytest.mark.parametrize("name", ["plan.pdf", "plan.docx", "plan.txt", "plan.zip", "plan.mp3"])
def test_renamed_programs_are_refused(kind, name):
    assert refusal(samples.PROGRAMS[kind], name).code == "program"


@pytest.mark.parametrize("name", ["a.svg", "a.txt", "a.pdf"])
def test_svg_is_refused_as_a_document_too(name):
    assert refusal(samples.SVG, name).code == "svg"


@pytest.mark.parametrize(
    "content, name, code",
    [
        (samples.PAGE, "a.html", "markup"),
        (samples.PAGE, "a.txt", "markup"),
        (b"x", "a.exe", "unknown_kind"),
        (b"x", "a.js", "unknown_kind"),
        (b"x", "pdf", "unknown_kind"),
        (b"\xd0\xcf\x11\xe0", "a.doc", "old_office"),
        (b"plain", "a.pdf", "mismatch"),
        (b"plain", "a.zip", "mismatch"),
        (b"\xff", "a.mp3", "mismatch"),
        (b"a\0b", "a.txt", "mismatch"),
        (archive({"a": b"x"}), "a.docx", "mismatch"),
        (office(), "a.pptx", "mismatch"),
        (office(), "a.odt", "mismatch"),
        (open_document(EPUB), "a.odt", "mismatch"),
        (archive({"a.txt": b"x"}), "a.txt", "mismatch"),
        (office(**{"word/vbaProject.bin": b"x"}), "a.docx", "macros"),
        (samples.picture("PNG"), "a.jpg", "mismatch"),
        (archive({"a": b"x" * 900})[:-30], "a.zip", "broken_archive"),
        (b"", "a.pdf", "empty"),
    ],
)
def test_what_is_not_what_it_says_is_refused(content, name, code):
    refused = refusal(content, name)
    assert refused.code == code
    assert refused.message.endswith(".")


def test_the_limit_is_said_in_the_refusal(settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1024
    refused = refusal(b"%PDF-" + b"x" * 1020, "a.pdf")
    assert refused.code == "too_large"
    assert "1.0\xa0KB" in refused.message


class TestArchives:
    @pytest.mark.parametrize(
        "name",
        [
            "../up.txt",
            "a/../../up.txt",
            "/etc/passwd",
            "a\\b.txt",
            "C:/a.txt",
            "C:\\a.txt",
            "a/\x07.txt",
            "a/\u202egpj.exe",
            "a//b",
            "/".join(["d"] * 21),
        ],
    )
    def test_names_that_lead_elsewhere_are_refused(self, name):
        assert refusal(archive({name: b"x"}), "a.zip").code == "archive_name"

    def test_a_name_with_a_zero_byte_is_seen_whole(self):
        content = archive({"good.txtX/../x": b"x"}).replace(b"txtX", b"txt\0")
        assert refusal(content, "a.zip").code == "archive_name"

    def test_links_are_refused(self):
        entry = zipfile.ZipInfo("link")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        assert refusal(packed_with(entry, b"/etc/passwd"), "a.zip").code == "archive_link"

    def test_locked_archives_are_refused(self):
        content = bytearray(archive({"a": b"x"}))
        at = content.index(b"PK\x01\x02")
        content[at + 8] |= 1
        assert refusal(bytes(content), "a.zip").code == "archive_locked"

    def test_unusual_methods_are_refused(self):
        content = archive({"a": b"x" * 99}, method=zipfile.ZIP_LZMA)
        assert refusal(content, "a.zip").code == "archive_method"

    def test_too_many_files_are_refused(self, monkeypatch):
        monkeypatch.setattr(archives.Budget.__init__, "__defaults__", (10, 10**6))
        names = [f"{number}.txt" for number in range(11)]
        assert refusal(archive(dict.fromkeys(names, b"x")), "a.zip").code == "archive_count"
        check_document(upload(archive(dict.fromkeys(names[:10], b"x")), "a.zip"))

    @pytest.mark.parametrize("name", ["a.zip", "a.docx", "a.epub"])
    def test_a_bomb_by_size_is_refused_without_unpacking(self, name, monkeypatch):
        content = archive({"a": b"\0" * 11_000_000})
        monkeypatch.setattr(archives, "_unpack", None)
        assert refusal(content, name).code == "archive_bomb"

    def test_a_bomb_by_total_size_is_refused(self, monkeypatch):
        monkeypatch.setattr(archives.Budget.__init__, "__defaults__", (10, 1000))
        content = archive({"a": b"ab" * 300, "b": b"ab" * 300})
        assert refusal(content, "a.zip").code == "archive_bomb"
        check_document(upload(archive({"a": b"ab" * 300}), "a.zip"))

    def test_an_entry_that_lies_about_its_size_is_refused(self):
        content = bytearray(archive({"a": b"\0" * 5_000_000}))
        at = content.index(b"PK\x01\x02")
        content[at + 24 : at + 28] = struct.pack("<I", 50)
        assert refusal(bytes(content), "a.zip").code == "archive_bomb"

    def test_entries_that_lie_on_each_other_are_refused(self):
        content = bytearray(archive({"a": b"x" * 9, "b": b"y" * 900}, method=zipfile.ZIP_STORED))
        first = content.index(b"PK\x01\x02")
        second = content.index(b"PK\x01\x02", first + 4)
        # Both entries of the list now point to the larger one.
        for field in (slice(20, 24), slice(24, 28), slice(42, 46)):
            wanted = content[second + field.start : second + field.stop]
            content[first + field.start : first + field.stop] = wanted
        assert refusal(bytes(content), "a.zip").code == "archive_bomb"

    def test_archives_in_archives_are_looked_into(self):
        inner = archive({"../up.txt": b"x"})
        assert refusal(archive({"inner.bin": inner}), "a.zip").code == "archive_name"

    def test_a_sheet_in_a_presentation_in_an_archive_is_taken(self):
        sheet = office("xl/workbook.xml")
        slides = office("ppt/presentation.xml", **{"ppt/embeddings/sheet.xlsx": sheet})
        check_document(upload(archive({"slides.pptx": slides}), "a.zip"))
        deeper = archive({"more.zip": archive({"slides.pptx": slides})})
        assert refusal(deeper, "a.zip").code == "archive_depth"

    def test_what_is_packed_inside_counts_for_the_whole(self, monkeypatch):
        monkeypatch.setattr(archives.Budget.__init__, "__defaults__", (10, 3000))
        inner = archive({"a": b"ab" * 900})
        check_document(upload(archive({"1.zip": inner}), "a.zip"))
        assert refusal(archive({"1.zip": inner, "2.zip": inner}), "a.zip").code == "archive_bomb"
