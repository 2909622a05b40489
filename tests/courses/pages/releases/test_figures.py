"""What a release of a large course costs: seconds, statements, and for how long others wait."""

import os
import random
import statistics
import time
import uuid

import pytest
from django.db import connection, transaction

from courses.pages.models import CoursePage
from courses.pages.services import publish_course, roll_back
from tests.courses.pages.editor.lessons import body_of, make_images
from tests.courses.pages.releases.meeting import WRITE
from tests.courses.pages.releases.states import is_whole
from tests.factories.accounts import UserFactory
from tests.factories.courses import chapters_of, lessons_of, make_course
from tests.factories.site import make_site

pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True)]

SOAK = os.environ.get("FLEDGE_ROUNDS") == "soak"
CHAPTERS, LESSONS, BLOCKS = (7, 10, 10) if SOAK else (1, 2, 2)
SEED = int(os.environ.get("FLEDGE_SEED") or 20261121)
ROUNDS = 3 if SOAK else 1
# Of each page that changes, on PostgreSQL; without those of the whole release.
STATEMENTS_PER_PAGE, STATEMENTS_OF_ALL = 13, 80


class Clock:
    """Says when the first row was locked and when all was committed, and counts statements."""

    def __init__(self):
        self.statements, self.locked_at, self.committed_at = 0, None, None

    def __call__(self, execute, sql, *rest):
        self.statements += self.committed_at is None
        result = execute(sql, *rest)
        # SQLite has one lock, and takes it as a transaction begins.
        is_lock = WRITE.match(str(sql)) or connection.vendor == "sqlite"
        if self.locked_at is None and is_lock and connection.in_atomic_block:
            self.locked_at = time.monotonic()
            # The first to be told of the commit.
            transaction.on_commit(self.note_commit)
        return result

    def note_commit(self):
        self.committed_at = time.monotonic()


def measured(act):
    """Return seconds, statements until the commit, and seconds from the first lock to it.

    The seconds count what follows the commit, too: the search index.
    """
    clock, began = Clock(), time.monotonic()
    with connection.execute_wrapper(clock):
        act()
    ended = time.monotonic()
    return ended - began, clock.statements, clock.committed_at - clock.locked_at


def write(course, dice, images):
    """Let every page have another draft."""
    targets = [lesson.pk for lesson in lessons_of(course)]
    for page in (*chapters_of(course), *lessons_of(course)):
        page.title = f"Title {dice.randrange(10**6)}"
        if hasattr(page, "body"):
            page.body = body_of(BLOCKS, targets, images)
        page.save_revision(user=course.owner, clean=False)


@pytest.fixture
def course():
    make_site(["en"])
    return make_course(
        chapters=CHAPTERS, lessons=LESSONS, live=False, outcomes=[("item", "Read a river")]
    )


def test_what_a_release_costs(course, capsys):
    boss, dice = UserFactory(administrator=True), random.Random(SEED)
    images = make_images(course, 5)
    pages = 1 + CHAPTERS * (1 + LESSONS)
    found = {"first": [], "all changed": [], "one changed": [], "rolled back": []}

    def release():
        publish_course(CoursePage.objects.get(pk=course.pk), by=boss)

    for round_ in range(ROUNDS):
        write(course, dice, images)
        name = "all changed" if round_ else "first"
        found[name].append(measured(release))
        lesson = lessons_of(course)[0]
        lesson.title = f"Corrected {uuid.uuid4()}"
        lesson.save_revision(clean=False)
        found["one changed"].append(measured(release))
    number = 1
    found["rolled back"].append(measured(lambda: roll_back(course, number, by=boss)))
    assert is_whole(CoursePage.objects.get(pk=course.pk))
    with capsys.disabled():
        print(
            f"\n{connection.vendor}: {CHAPTERS * LESSONS} lessons of {BLOCKS} blocks, seed {SEED}"
        )
        for name, rows in found.items():
            if rows:
                seconds, statements, locked = (
                    statistics.median(column) for column in zip(*rows, strict=True)
                )
                print(
                    f"  {name:<12} {seconds:6.2f} s  {statements:5.0f} statements"
                    f"  locked {locked:6.2f} s"
                )
    if connection.vendor == "postgresql":
        most = max(statements for rows in found.values() for _s, statements, _l in rows)
        assert most <= STATEMENTS_OF_ALL + STATEMENTS_PER_PAGE * pages
