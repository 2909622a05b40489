import json
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.core.cache import cache
from django.core.management import CommandError, call_command
from wagtail.models import Revision

from cms.accounts.models import User
from cms.core.services import health
from cms.pages.management.commands import prepare_local
from cms.pages.models import HomePage
from courses.pages.models import CoursePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    settings.VAR_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [tmp_path / "bundle"]
    # Wagtail's own files take seconds to collect and prove nothing more.
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    (tmp_path / "bundle").mkdir()
    (tmp_path / "bundle" / "site.css").write_text("p{}")
    return tmp_path


@pytest.fixture
def without_course(monkeypatch) -> None:
    """The course takes most of the time and is nothing to do with what is tested."""
    for name in ("ensure_demo_course", "ensure_waiting_course"):
        monkeypatch.setattr(prepare_local, name, lambda owner: False)


def prepare() -> list[str]:
    output = StringIO()
    call_command("prepare_local", stdout=output)
    return output.getvalue().splitlines()


def accounts(folder: Path) -> dict[str, tuple[str, str]]:
    rows = json.loads((folder / "accounts.json").read_text())
    return {row["role"]: (row["email"], row["password"]) for row in rows}


def test_the_accounts_that_are_written_can_sign_in_and_keep_their_passwords(folder, without_course):
    prepare()
    first = accounts(folder)
    assert list(first) == ["learner", "instructor", "reviewer", "translator", "administrator"]
    assert (folder / "accounts.json").stat().st_mode & 0o777 == 0o600
    for email, password in first.values():
        assert authenticate(email=email, password=password) is not None
    prepare()
    assert accounts(folder) == first
    assert User.objects.count() == 5


def test_a_second_start_makes_nothing_and_collects_only_what_changed(folder):
    first = prepare()
    assert "Collecting static files" in first
    assert "Made: draft terms ar" in first
    assert "Made: a course to look at" in first
    assert "Made: a course that waits for a review" in first
    assert CoursePage.objects.live().get().owner.email == accounts(folder)["instructor"][0]
    assert prepare() == []
    (folder / "bundle" / "site.css").write_text("p{margin:0}")
    assert prepare() == ["Collecting static files"]
    assert (folder / "static" / "site.css").read_text() == "p{margin:0}"


def test_the_heartbeat_of_an_earlier_run_is_dropped(folder, without_course):
    health.note_heartbeat()
    prepare()
    assert cache.get(health.HEARTBEAT_KEY) is None


def test_it_is_refused_where_demo_accounts_are(folder, settings):
    settings.DEMO_ALLOWED = False
    with pytest.raises(CommandError, match="In production run migrate and setup_site"):
        prepare()
    assert not User.objects.exists()
    assert not (folder / "accounts.json").exists()


def test_home_page_begins_in_its_own_language_and_keeps_what_an_editor_wrote(
    folder, without_course
):
    prepare()
    intros = {home.locale.language_code: home.intro for home in HomePage.objects.all()}
    assert intros == {
        "en": "<p>Short lessons by people who do the work.</p>",
        "fr": "<p>De courtes leçons par des gens de métier.</p>",
        "sw": "<p>Masomo mafupi kutoka kwa watu wanaofanya kazi hiyo.</p>",
        "ar": "<p>دروس قصيرة من أهل المهنة أنفسهم.</p>",
    }
    home = HomePage.objects.get(locale__language_code="sw")
    home.intro = "<p>Karibuni.</p>"
    home.save_revision().publish()
    revisions = Revision.objects.count()
    prepare()
    assert HomePage.objects.get(pk=home.pk).intro == "<p>Karibuni.</p>"
    assert Revision.objects.count() == revisions
