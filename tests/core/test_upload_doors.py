"""Every door of the admin takes sound files and refuses the others with the reason."""

import re

import pytest
from django.core.files.base import ContentFile
from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import UploadedFile

from cms.core.models import SiteDocument, SiteImage
from tests.core import upload_samples as samples
from tests.core.upload_doors import BOUNDARY, DOORS, Door, body_of, stored
from tests.factories.accounts import UserFactory
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db

# Each as the name is sent, and what a browser of old made of a folder.
BAD_NAMES = [
    "../../etc/cron.d/oven.{}",
    "C:\\Users\\Ada\\oven.{}",
    "/oven.{}",
    "oven&#47;..&#47;oven.{}",
    "oven\u202egnp.{}",
    "oven\x07.{}",
    "..",
    "folder/",
]


@pytest.fixture(params=DOORS)
def door(request) -> Door:
    return DOORS[request.param]


@pytest.fixture
def editor(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_site(["en"])
    client.force_login(UserFactory(administrator=True))
    return client


@pytest.fixture
def there(editor) -> dict[type, int]:
    """Give one image and one document to replace."""
    image = SiteImage(title="Bird", file=ContentFile(samples.picture("PNG", (3, 3)), "b.png"))
    image.save()
    document = SiteDocument(title="List", file=ContentFile(b"Flour", "list.txt"))
    document.save()
    return {SiteImage: image.pk, SiteDocument: document.pk}


def refused(door: Door, editor, there, name: str, content: bytes) -> str:
    """Send a file, see that nothing is kept of it, and return the reason that was given."""
    before = stored()
    response = door.send(editor, name, content, there[door.model])
    assert response.status_code == 200
    assert stored() == before
    assert not UploadedFile.objects.exists()
    return door.reason_in(response)


def test_a_sound_file_is_kept_under_a_name_that_nobody_guesses(door, editor, there):
    name, content = door.sound
    files_before, rows_before = stored()
    response = door.send(editor, name, content, there[door.model])
    assert response.status_code in {200, 302}
    files, rows = stored()
    assert len(rows) == len(rows_before) + (not door.replaces)
    kept = door.model.objects.latest("pk")
    assert re.fullmatch(r"(original_images|documents)/[\w-]{32}\.(png|pdf)", kept.file.name)
    assert kept.file.name in files - files_before
    assert kept.file.read() == content


def test_renamed_programs_are_refused(door, editor, there):
    name, _content = door.sound
    for program in samples.PROGRAMS.values():
        reason = refused(door, editor, there, name, program)
        assert "The file is a program under another name." in reason


def test_svg_with_script_is_refused(door, editor, there):
    for name in ("drawing.svg", "drawing.png"):
        reason = refused(door, editor, there, name, samples.SVG)
        assert reason == "SVG files can hold programs. Export the drawing as PNG and upload that."


def test_a_bomb_is_refused(door, editor, there):
    if door.is_for_images:
        reason = refused(door, editor, there, "a.png", samples.png_that_claims(30_000, 30_000))
        assert "more than 50 million pixels" in reason
    else:
        content = samples.archive({"a": b"\0" * 11_000_000})
        reason = refused(door, editor, there, "a.zip", content)
        assert "unpacks to far more than it should" in reason


def test_names_with_parts_of_a_path_are_refused(door, editor, there):
    name, content = door.sound
    for sent in BAD_NAMES:
        reason = refused(door, editor, there, sent.format(name.rsplit(".")[-1]), content)
        assert "The file's name has parts of a path or hidden characters in it." in reason, sent


def test_a_file_larger_than_the_limit_is_refused(door, editor, there, settings):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 10
    reason = refused(door, editor, there, *door.sound)
    assert reason == "The file is larger than 10\xa0bytes. Make it smaller and upload it again."


def test_an_empty_file_is_refused_with_our_words(door, editor, there):
    name, _content = door.sound
    assert "The file is empty." in refused(door, editor, there, name, b"")


def test_reasons_are_given_in_the_language_of_the_person(editor, there):
    door = DOORS["images"]
    editor.force_login(UserFactory(administrator=True, language="fr"))
    reason = refused(door, editor, there, "a.png", b"Flour and water")
    assert reason
    assert "<" not in reason


def test_a_request_longer_than_any_form_is_not_read(editor, settings, monkeypatch):
    settings.UPLOAD_REQUEST_MAX_BYTES = 2_000
    before = stored()
    content = body_of({}, "file", "a.png", b"x" * 3_000)
    response = editor.post(
        reverse("wagtailimages:add"),
        data=content,
        content_type=f"multipart/form-data; boundary={BOUNDARY}",
    )
    assert response.status_code == 413
    assert stored() == before


def test_a_form_without_a_file_still_says_that_one_is_needed(editor, there):
    response = DOORS["image"].send(editor, "", b"")
    assert response.context["form"].errors["file"] == ["This field is required."]


def test_a_picture_keeps_its_file_when_only_the_title_is_changed(editor, there):
    door = DOORS["image replaced"]
    kept = SiteImage.objects.get().file.name
    response = door.send(editor, "", b"", there[SiteImage])
    assert response.status_code == 302
    assert list(SiteImage.objects.values_list("title", "file")) == [("Oven", kept)]


def test_several_files_of_one_form_each_keep_the_name_they_were_sent_with(rf):
    parts = b"".join(
        body_of({}, "file", name, b"x").removesuffix(f"--{BOUNDARY}--\r\n".encode())
        for name in ("a/b.png", "c.png")
    )
    request: HttpRequest = rf.post(
        "/",
        data=parts + f"--{BOUNDARY}--\r\n".encode(),
        content_type=f"multipart/form-data; boundary={BOUNDARY}",
    )
    files = request.FILES.getlist("file")
    assert [file.name for file in files] == ["b.png", "c.png"]
    assert [file.arrival.sent_name for file in files] == ["a/b.png", "c.png"]
