"""Standard renditions: made once, by a task, whatever comes between; without metadata."""

import re
import subprocess
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, connections
from django.template import Context, Template
from django.utils import timezone
from PIL import Image
from wagtail.models import Collection

from cms.core import tasks
from cms.core.due import MAX_ATTEMPTS, lease
from cms.core.models import SiteImage, SiteRendition
from cms.core.renditions import PICTURE_SPEC, STANDARD_SPECS
from cms.core.services.renditions import make_renditions, sweep_renditions
from tests.core import upload_samples as samples
from tests.core.upload_doors import DOORS
from tests.factories.accounts import UserFactory
from tests.factories.site import make_site

CANARY = "Rue de la Paix 7"
TEMPLATES = Path(site_settings.BASE_DIR) / "templates"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def sent(monkeypatch) -> list[int]:
    """Give the ids for which the task was sent."""
    ids: list[int] = []
    monkeypatch.setattr(
        tasks.make_renditions, "apply_async", lambda args, retry: ids.append(args[0])
    )
    return ids


def new_image(content: bytes = b"", name: str = "oven.png") -> SiteImage:
    # Tests that commit empty every table at their end, this one's among them.
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    image = SiteImage(
        title="Oven", file=ContentFile(content or samples.picture("PNG", (1000, 20)), name)
    )
    image.save()
    return image


def state_of(image: SiteImage) -> tuple:
    """Return when it is due and how often it was tried, without reading the file."""
    return SiteImage.objects.values_list("renditions_due_at", "renditions_attempts").get(
        pk=image.pk
    )


def files_made(folder: Path) -> set[str]:
    return {path.name for path in (folder / "images").glob("*")} if folder.exists() else set()


def with_metadata(form: str) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = CANARY
    exif.get_ifd(0x8825)[1] = "N"
    more = {"comment": CANARY.encode()} if form == "JPEG" else {}
    return samples.picture(form, (300, 100), exif=exif.tobytes(), xmp=CANARY.encode(), **more)


def test_an_upload_makes_all_sizes_and_formats_by_the_task(
    client, sent, folder, django_capture_on_commit_callbacks
):
    make_site(["en"])
    client.force_login(UserFactory(administrator=True))
    with django_capture_on_commit_callbacks(execute=True):
        DOORS["image"].send(client, "oven.png", samples.picture("PNG", (1000, 20)))
    image = SiteImage.objects.get()
    assert sent == [image.pk]
    assert image.renditions_due_at is not None
    assert tasks.make_renditions.run(image.pk) is None
    made = image.renditions.filter(filter_spec__in=STANDARD_SPECS)
    assert {one.filter_spec for one in made} == set(STANDARD_SPECS)
    assert len(STANDARD_SPECS) == 9
    sizes = {one.filter_spec: (one.width, one.height) for one in made}
    assert sizes["format-avif|width-480"] == (480, 9)
    assert sizes["format-webp|width-1440"] == (1000, 20)
    for one in made:
        form = re.match(r"format-(\w+)", one.filter_spec)[1].upper()
        assert Image.open(BytesIO(one.file.read())).format == form
        assert one.file.name.startswith("images/")
    image.refresh_from_db()
    assert image.renditions_due_at is None


def test_the_picture_of_a_page_finds_them_ready(django_assert_num_queries):
    image = new_image()
    assert make_renditions(image.pk) == 9
    page = Template("{% load wagtailimages_tags %}{% picture image " + PICTURE_SPEC + " %}")
    image = SiteImage.objects.get(pk=image.pk)
    cache.clear()
    with django_assert_num_queries(1):
        html = page.render(Context({"image": image}))
    assert html.count("image/avif") == 1
    assert SiteRendition.objects.count() == 9


def test_nothing_becomes_public_by_an_upload(folder):
    make_renditions(new_image().pk)
    assert not any("public" in one.filter_spec for one in SiteRendition.objects.all())
    assert not (folder / "public").exists()


def test_templates_of_lessons_use_the_words_that_are_made_beforehand():
    used = [
        re.search(r"\{% picture (\S+) (.*?) %\}", line)[2]
        for path in TEMPLATES.rglob("*.html")
        for line in path.read_text().splitlines()
        if "{% picture" in line
    ]
    private = [words for words in used if "public" not in words.split()]
    assert private
    assert [words for words in private if not words.startswith(PICTURE_SPEC)] == []


def test_the_second_run_makes_nothing(folder):
    image = new_image()
    assert make_renditions(image.pk) == 9
    before = files_made(folder)
    assert make_renditions(image.pk) == 0
    SiteImage.objects.update(renditions_due_at=timezone.now())
    assert make_renditions(image.pk) == 0
    assert files_made(folder) == before
    assert len(before) == 9


def test_a_picture_that_is_gone_is_no_matter():
    assert make_renditions(12345) == 0


def test_what_a_killed_task_left_out_is_made_by_the_next(folder, monkeypatch):
    image = new_image()
    whole = SiteImage.generate_rendition_file
    calls = []

    def killed(self, wanted, **kwargs):
        calls.append(wanted)
        if len(calls) == 4:
            raise SystemExit
        return whole(self, wanted, **kwargs)

    monkeypatch.setattr(SiteImage, "generate_rendition_file", killed)
    with pytest.raises(SystemExit):
        make_renditions(image.pk)
    assert image.renditions.count() == len(files_made(folder)) == 3
    image.refresh_from_db()
    assert image.renditions_due_at is not None
    assert make_renditions(image.pk) == 6
    assert len(files_made(folder)) == 9


class TestSweep:
    def test_a_lost_task_is_sent_again_once(self, sent, django_capture_on_commit_callbacks):
        image = new_image()
        now = timezone.now() + timedelta(seconds=1)
        with django_capture_on_commit_callbacks(execute=True):
            assert sweep_renditions(now=now) == 1
            assert sweep_renditions(now=now) == 0
        assert sent == [image.pk]
        later = now + lease() + timedelta(seconds=1)
        assert sweep_renditions(now=later) == 1

    def test_what_is_made_is_left_alone(self):
        make_renditions(new_image().pk)
        assert sweep_renditions(now=timezone.now() + timedelta(days=1)) == 0

    def test_a_picture_that_kills_workers_is_given_up(self):
        image = new_image()
        now = timezone.now()
        SiteImage.objects.update(renditions_attempts=MAX_ATTEMPTS)
        assert sweep_renditions(now=now + timedelta(minutes=1)) == 0
        image.refresh_from_db()
        assert image.renditions_due_at is None

    def test_one_that_fails_waits_longer_each_time(self):
        image = new_image()
        Path(default_storage.path(image.file.name)).write_bytes(b"no picture")
        now = timezone.now()
        for attempt in range(1, 4):
            assert make_renditions(image.pk, now=now) == 0
            assert state_of(image) == (now + timedelta(minutes=2**attempt), attempt)
        assert not SiteRendition.objects.exists()


def test_a_picture_that_cannot_be_read_breaks_no_page():
    image = new_image()
    Path(default_storage.path(image.file.name)).write_bytes(b"no picture")
    for words in ("{% picture image " + PICTURE_SPEC + " %}", "{% image image width-40 %}"):
        html = Template("{% load wagtailimages_tags %}<p>" + words + "</p>").render(
            Context({"image": image})
        )
        assert html.startswith("<p>")
        assert 'alt="Oven"' in html
    assert not SiteRendition.objects.exists()


def test_a_new_file_gets_its_renditions_and_the_old_ones_go(
    client, sent, folder, django_capture_on_commit_callbacks
):
    make_site(["en"])
    client.force_login(UserFactory(administrator=True))
    image = new_image()
    make_renditions(image.pk)
    old = files_made(folder)
    with django_capture_on_commit_callbacks(execute=True):
        DOORS["image replaced"].send(client, "o.png", samples.picture("PNG", (700, 20)), image.pk)
    assert sent == [image.pk]
    assert make_renditions(image.pk) == 9
    made = {one.width for one in image.renditions.filter(filter_spec__contains="width-1440")}
    assert made == {700}
    assert not old & files_made(folder)


def test_a_file_that_is_replaced_meanwhile_leaves_nothing_of_the_old_one(
    folder, monkeypatch, django_capture_on_commit_callbacks
):
    image = new_image()
    whole = SiteImage.generate_rendition_file

    def replaced(self, wanted, **kwargs):
        made = whole(self, wanted, **kwargs)
        SiteImage.objects.filter(pk=self.pk).update(file="original_images/other.png")
        return made

    monkeypatch.setattr(SiteImage, "generate_rendition_file", replaced)
    with django_capture_on_commit_callbacks(execute=True):
        assert make_renditions(image.pk) == 0
    assert not SiteRendition.objects.exists()
    assert files_made(folder) == set()
    assert state_of(image)[0] is not None


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_renditions_say_nothing_of_place_time_or_camera(form):
    content = with_metadata(form)
    assert CANARY.encode() in content
    image = new_image(content, f"a.{form.lower()}")
    make_renditions(image.pk)
    image.get_rendition("width-100|format-png")
    image.get_rendition("original")
    made = list(image.renditions.all())
    assert len(made) == 11
    for one in made:
        data = one.file.read()
        assert CANARY.encode() not in data, one.filter_spec
        picture = Image.open(BytesIO(data))
        assert not picture.getexif(), one.filter_spec
        assert "exif" not in picture.info
        # It lay on its side: now it stands.
        assert picture.height > picture.width, one.filter_spec


RACE = """
import sys, django
django.setup()
from django.conf import settings
settings.MEDIA_ROOT = sys.argv[2]
settings.DATABASES["default"]["NAME"] = sys.argv[3]
from cms.core.services.renditions import make_renditions
print("ready", flush=True)
sys.stdin.readline()
print(make_renditions(int(sys.argv[1])), flush=True)
"""


@pytest.mark.django_db(transaction=True)
def test_two_tasks_at_once_make_each_rendition_once(folder, sent):
    if connection.vendor == "sqlite":
        pytest.skip("The database of the tests is in memory.")
    image = new_image(samples.picture("PNG", (500, 200)))
    name = connection.settings_dict["NAME"]
    arguments = [sys.executable, "-c", RACE, str(image.pk), str(folder), name]
    both = [
        subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [one.stdout.readline() for one in both] == ["ready\n", "ready\n"]
    for one in both:
        one.stdin.write("go\n")
        one.stdin.flush()
    counts = [int(one.communicate(timeout=120)[0]) for one in both]
    connections.close_all()
    assert sum(counts) == 9
    assert SiteRendition.objects.count() == len(files_made(folder)) == 9
    image.refresh_from_db()
    assert image.renditions_due_at is None
