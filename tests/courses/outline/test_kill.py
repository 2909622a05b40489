"""Courses are published by form while web, worker and beat are killed: whole or not at all."""

import os
import random
import time

import pytest
from django.conf import settings
from wagtail.models import Locale, Site

from cms.pages.services import set_up_site
from cms.settings.tasks import CELERY_BEAT_SCHEDULE
from courses.outline.services import refreshing
from tests.conftest import database_url
from tests.courses.outline.killing.browser import Browser, Readers
from tests.courses.outline.killing.checks import (
    ADVISORY,
    STUCK,
    check_delivered,
    check_readers,
    check_rebuilt,
    rows_of,
    wait_until_quiet,
    words_of_releases,
)
from tests.courses.outline.killing.publishes import LANGUAGE, in_language, translate_course
from tests.courses.outline.killing.scene import COLUMNS, Scene
from tests.courses.outline.killing.shots import few, many
from tests.courses.outline.killing.site import KilledSite
from tests.courses.pages.racing import make_empty_site
from tests.courses.pages.releases.marked import make_marked
from tests.factories.accounts import UserFactory
from tests.factories.courses import lessons_of

SOAK = os.environ.get("FLEDGE_ROUNDS") == "soak"
PUBLISHES, READERS = (50, 3) if SOAK else (10, 1)
SEED = int(os.environ.get("FLEDGE_SEED") or random.SystemRandom().randrange(10**6))


@pytest.fixture
def site(tmp_path):
    """The processes, which start while the courses are made."""
    address = database_url(settings.DATABASES["default"]["NAME"])
    with KilledSite(tmp_path, database=address, is_quick=not SOAK) as site:
        yield site


@pytest.fixture
def courses(admin):
    Locale.objects.get_or_create(language_code=LANGUAGE)
    set_up_site("Fledge", languages=["en", LANGUAGE])
    first, second = make_marked(), make_marked(at=1)
    translate_course(first, by=admin)
    return [first, second]


@pytest.fixture
def admin():
    make_empty_site()
    return UserFactory(administrator=True)


def paths_of(courses):
    """Return what readers look at, and of which course each page is."""
    paths = {}
    for course in courses:
        for page in (course, *lessons_of(course)):
            paths[page.get_url()] = course
    return paths


def report(capsys, scene, readers, started, handed):
    site = scene.site
    lines = [
        f"seed {SEED}, {PUBLISHES} publishes, {time.monotonic() - started:.1f} s",
        f"kills {site.kills}",
        *scene.log,
        " " * 12 + "".join(f"{name:>8}" for name in COLUMNS),
        *(f"{kind:<12}{figures}" for kind, figures in sorted(scene.figures.items())),
        f"{len(readers.seen)} answers to readers, lines lost {readers.lost}; {handed} deliveries",
    ]
    with capsys.disabled():
        print("\n" + "\n".join(f"outline kill test: {line}" for line in lines))


def test_the_clock_that_ships_mends_within_a_minute_though_one_tick_is_killed():
    period = CELERY_BEAT_SCHEDULE["mend-outlines"]["schedule"]
    assert refreshing.LOST_AFTER.total_seconds() + 2 * period <= 60


@pytest.mark.postgresql
@pytest.mark.redis
@pytest.mark.django_db(transaction=True)
@pytest.mark.soak
def test_what_is_published_while_all_is_killed_is_whole_or_not_at_all(site, courses, admin, capsys):
    dice = random.Random(SEED)
    started = time.monotonic()
    # The languages came after somebody may have asked where sites begin.
    Site.clear_site_root_paths_cache()
    paths = paths_of(courses)
    french = in_language(lessons_of(courses[0])[0]).get_url()
    scene = Scene(
        site=site,
        courses=courses,
        admin=Browser(site.port, admin),
        owners={course.pk: Browser(site.port, course.owner) for course in courses},
        dice=dice,
        is_thorough=SOAK,
    )
    site.wait_until_ready()
    with Readers(site.port, [*paths, french], READERS) as readers:
        for shot in many(PUBLISHES, dice) if SOAK else few(dice):
            scene.shoot(shot)
    wait_until_quiet()
    assert scene.admin.get("/admin/").status == 200
    assert rows_of(STUCK) == []
    assert rows_of(ADVISORY) == [(0,)]
    handed = check_delivered()
    whole = {path: words_of_releases(course) for path, course in paths.items()}
    whole[french] = scene.writer.words_of_translations()
    report(capsys, scene, readers, started, handed)
    answers = check_readers(readers.seen, whole, scene.windows)
    for course in courses:
        check_rebuilt(course)
    with capsys.disabled():
        print(f"outline kill test: answers {dict(answers)}")
    assert answers["whole"] > PUBLISHES
