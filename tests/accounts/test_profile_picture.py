"""A picture on the profile page: taken, made anew, shown, refused with the reason, removed."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cms.accounts.models import User
from cms.accounts.services import set_picture
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PATH = "/en/accounts/profile/"
GIVEN = {"display_name": "Ada", "about": "", "language": "en", "time_zone": "UTC"}
MAKER = 0x010F


def photo(name: str = "holiday.jpg", *, size: tuple[int, int] = (900, 600)) -> SimpleUploadedFile:
    """Return a photo that says which camera took it."""
    kept = io.BytesIO()
    exif = Image.Exif()
    exif[MAKER] = "Secret camera"
    Image.new("RGB", size, "teal").save(kept, "JPEG", exif=exif)
    return SimpleUploadedFile(name, kept.getvalue(), "image/jpeg")


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def user(client) -> User:
    user = UserFactory(display_name="Ada")
    client.force_login(user)
    return user


def stored(user: User) -> bytes:
    user.refresh_from_db()
    with user.avatar.open() as file:
        return file.read()


def test_a_photo_becomes_a_square_without_its_camera_and_is_shown(client, user):
    response = client.post(PATH, {**GIVEN, "picture": photo()})
    assert (response.status_code, response["Location"]) == (302, PATH)
    kept = stored(user)
    with Image.open(io.BytesIO(kept)) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == ("WEBP", (512, 512), {})
    assert b"Secret camera" not in kept
    assert "holiday" not in user.avatar.name
    page = client.get(PATH).content.decode()
    (shown,) = set(re.findall(r'<img class="face[^>]*src="([^"]+)"', page, re.DOTALL))
    response = client.get(shown)
    assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
    assert b"".join(response.streaming_content) == kept


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("me.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("me.jpg", b"MZ\x90\x00" + b"\0" * 200),
        ("me.jpg", b"<html><script>alert(1)</script></html>"),
        ("me.png", b""),
        ("me.txt", b"hello"),
    ],
)
def test_what_is_no_picture_is_refused_at_the_field(client, user, name, content):
    response = client.post(
        PATH, {**GIVEN, "display_name": "New", "picture": SimpleUploadedFile(name, content)}
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert 'id="id_picture_error"' in page
    assert 'href="#id_picture"' in page
    assert 'value="New"' in page
    user.refresh_from_db()
    assert (user.avatar.name, user.display_name) == ("", "Ada")


def test_a_good_picture_is_kept_when_another_field_is_wrong(client, user):
    page = client.post(PATH, {**GIVEN, "display_name": "", "picture": photo()}).content.decode()
    assert "The picture is saved. The rest is not saved yet." in page
    assert "Enter your name." in page
    assert stored(user)
    assert user.display_name == "Ada"


def test_a_bad_picture_leaves_the_one_that_is_there(client, user):
    set_picture(user, b"kept")
    bad = SimpleUploadedFile("me.png", b"nothing")
    client.post(PATH, {**GIVEN, "remove_picture": "on", "picture": bad})
    assert stored(user) == b"kept"


def test_removing_happens_with_a_form_without_mistakes(client, user):
    assert "remove_picture" not in client.get(PATH).content.decode()
    set_picture(user, b"kept")
    assert "remove_picture" in client.get(PATH).content.decode()
    client.post(PATH, {**GIVEN, "display_name": "", "remove_picture": "on"})
    assert stored(user) == b"kept"
    assert client.post(PATH, {**GIVEN, "remove_picture": "on"}).status_code == 302
    user.refresh_from_db()
    assert user.avatar == ""


def test_a_form_without_a_file_leaves_the_picture_as_it_is(client, user):
    set_picture(user, b"kept")
    client.post(PATH, GIVEN)
    assert stored(user) == b"kept"


def test_learners_change_it_ten_times_an_hour_and_lose_no_words(client, user, settings):
    assert settings.UPLOADS_PER_HOUR == 10
    small = photo(size=(40, 40)).read()
    for _time in range(10):
        picture = SimpleUploadedFile("me.jpg", small)
        assert client.post(PATH, {**GIVEN, "picture": picture}).status_code == 302
    last = stored(user)
    page = client.post(
        PATH, {**GIVEN, "display_name": "New", "picture": SimpleUploadedFile("me.jpg", small)}
    ).content.decode()
    assert "You have uploaded as many files as one hour allows." in page
    assert 'value="New"' in page
    assert stored(user) == last
