"""Which pictures are taken, and why the others are not."""

import time
from io import BytesIO

import pytest
from PIL import Image

from cms.core.services.uploads import UploadRefusedError, check_image, make_avatar
from cms.core.uploads.gif import MOST_FRAMES
from tests.core import upload_samples as samples
from tests.core.upload_samples import upload

GPS = 0x8825
CANARY = "Rue de la Paix 7"


def refusal(content: bytes, name: str, **options) -> UploadRefusedError:
    with pytest.raises(UploadRefusedError) as caught:
        check_image(upload(content, name), **options)
    return caught.value


def with_metadata(form: str, *, orientation: int = 1, size=(40, 20)) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = CANARY
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (48.0, 52.0, 10.0)
    return samples.picture(form, size, exif=exif.tobytes())


@pytest.mark.parametrize(
    "form, name, mime",
    [
        ("JPEG", "a.jpg", "image/jpeg"),
        ("JPEG", "a.JPEG", "image/jpeg"),
        ("PNG", "a.png", "image/png"),
        ("GIF", "a.gif", "image/gif"),
        ("WEBP", "a.webp", "image/webp"),
        ("AVIF", "a.avif", "image/avif"),
    ],
)
def test_pictures_are_taken_for_what_they_are(form, name, mime):
    file = upload(samples.picture(form, (9, 6)), name)
    checked = check_image(file)
    assert (checked.format, checked.width, checked.height) == (form, 9, 6)
    assert checked.mime == mime
    assert file.tell() == 0


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG", "AVIF"])
def test_animations_are_taken(form):
    content = samples.animation(form, frames=3)
    assert check_image(upload(content, f"a.{form.lower()}")).format == form


@pytest.mark.parametrize("kind", samples.PROGRAMS)
@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.exe"])
def test_programs_are_told_from_pictures(kind, name):
    refused = refusal(samples.PROGRAMS[kind], name)
    assert refused.code == "program"
    assert "program under another name" in refused.message


@pytest.mark.parametrize("name", ["drawing.svg", "drawing.png"])
@pytest.mark.parametrize("content", [samples.SVG, samples.CALM_SVG])
def test_svg_is_refused_whatever_it_is_called(name, content):
    refused = refusal(content, name)
    assert refused.code == "svg"
    assert "Export the drawing as PNG" in refused.message


@pytest.mark.parametrize(
    "content, name, code",
    [
        (samples.PAGE, "a.jpg", "markup"),
        (b"\xef\xbb\xbf  <html>", "a.gif", "markup"),
        (samples.HEIC, "a.heic", "heic"),
        (samples.HEIC, "a.jpg", "heic"),
        (samples.picture("PNG"), "a.jpg", "mismatch"),
        (samples.picture("JPEG"), "a.png", "mismatch"),
        (samples.picture("WEBP"), "a.avif", "mismatch"),
        (samples.picture("PNG"), "a", "unknown_kind"),
        (samples.picture("BMP"), "a.bmp", "unknown_kind"),
        (samples.picture("PNG"), "a.png.exe", "unknown_kind"),
        (b"Flour and water", "a.png", "not_an_image"),
        (b"", "a.png", "empty"),
    ],
)
def test_what_is_no_picture_is_refused_with_its_reason(content, name, code):
    refused = refusal(content, name)
    assert refused.code == code
    assert refused.message.endswith(".")


def test_the_limit_is_said_in_the_refusal():
    refused = refusal(samples.picture("PNG", (60, 60)), "a.png", max_bytes=2048)
    assert refused.code == "too_large"
    assert "2.0\xa0KB" in refused.message


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_pictures_that_were_cut_off_are_refused(form, kept):
    content = samples.picture(form, (64, 64))
    assert refusal(content[: int(len(content) * kept)], f"a.{form.lower()}").code == "broken"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_a_picture_of_nothing_but_its_first_bytes_is_refused(form):
    assert refusal(samples.picture(form)[:13], f"a.{form.lower()}").code == "broken"


@pytest.mark.parametrize(
    "content, name",
    [
        (samples.png_that_claims(30_000, 30_000), "a.png"),
        (samples.png_that_claims(8_000, 8_000), "a.png"),
        (samples.animation("GIF", frames=6, size=(400, 400)), "a.gif"),
        (samples.animation("WEBP", frames=6, size=(400, 400)), "a.webp"),
        (samples.animation("PNG", frames=6, size=(400, 400)), "a.png"),
        (samples.gif_of_tiny_frames(MOST_FRAMES + 1), "a.gif"),
    ],
    ids=["pillow", "ours", "gif", "webp", "png", "frames"],
)
def test_bombs_are_refused_before_they_are_decoded(content, name, settings, monkeypatch):
    if name != "a.png" or len(content) > 1000:
        settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 800_000
    loaded = []
    monkeypatch.setattr(Image.Image, "load", loaded.append)
    assert refusal(content, name).code == "too_many_pixels"
    assert loaded == []


def test_a_gif_of_a_million_frames_takes_no_time():
    content = samples.gif_of_tiny_frames(1_000_000)
    started = time.monotonic()
    assert refusal(content, "a.gif").code == "too_many_pixels"
    assert time.monotonic() - started < 1


def test_a_gif_of_few_frames_is_taken():
    assert check_image(upload(samples.gif_of_tiny_frames(3), "a.gif")).width == 1


@pytest.mark.parametrize(
    "second",
    [
        samples.PAGE,
        b"/*<ScRiPt>alert(1)</script>*/",
        b"<?php system($_GET[0]);",
        samples.archive({"Evil.class": b"\xca\xfe\xba\xbe"}),
    ],
)
@pytest.mark.parametrize("padding", [0, (1 << 16) - 24])
def test_a_picture_with_a_second_content_is_refused(second, padding):
    content = samples.picture("GIF") + b"\0" * padding + second
    assert refusal(content, "a.gif").code == "polyglot"


def test_a_profile_picture_is_a_small_square_without_metadata():
    content = make_avatar(upload(with_metadata("JPEG", size=(1200, 800)), "a.jpg"))
    made = Image.open(BytesIO(content))
    assert (made.format, made.size) == ("WEBP", (512, 512))
    assert not made.getexif()
    assert {"exif", "xmp", "icc_profile"}.isdisjoint(made.info)
    assert CANARY.encode() not in content


def test_a_profile_picture_stands_upright():
    data = BytesIO()
    sideways = Image.new("RGB", (400, 400), "#ff0000")
    sideways.paste("#0000ff", (200, 0, 400, 400))
    exif = Image.Exif()
    exif[0x0112] = 6
    sideways.save(data, "JPEG", exif=exif.tobytes())
    made = Image.open(BytesIO(make_avatar(upload(data.getvalue(), "a.jpg")))).convert("RGB")
    # What was on the right lies at the bottom after a quarter turn.
    above, below = made.getpixel((256, 60)), made.getpixel((256, 450))
    assert above[0] > below[0] + 150
    assert below[2] > above[2] + 150


@pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF", "AVIF"])
def test_a_profile_picture_is_made_of_every_kind(form):
    file = upload(samples.picture(form, (30, 90)), f"a.{form.lower()}")
    assert Image.open(BytesIO(make_avatar(file))).size == (512, 512)


def test_a_see_through_profile_picture_stays_so():
    data = BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(data, "PNG")
    made = Image.open(BytesIO(make_avatar(upload(data.getvalue(), "a.png"))))
    assert made.mode == "RGBA"
    assert made.getpixel((9, 9))[3] == 0


def test_no_profile_picture_is_made_of_what_is_refused():
    with pytest.raises(UploadRefusedError) as caught:
        make_avatar(upload(samples.SVG, "a.png"))
    assert caught.value.code == "svg"
