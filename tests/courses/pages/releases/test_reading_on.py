"""Readers while a release goes live: once one has seen it, nobody who asks later sees the last."""

import http.client
import itertools
import os
import random
import threading
import time
from dataclasses import dataclass

import pytest

from courses.pages.models import CoursePage
from courses.pages.services import publish_course, roll_back
from tests.courses.pages.racing import make_empty_site
from tests.courses.pages.releases.forked import fork, serving
from tests.courses.pages.releases.marked import make_marked, mark, marks_in
from tests.courses.pages.releases.states import is_whole
from tests.factories.accounts import UserFactory
from tests.factories.courses import lessons_of

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

SOAK = os.environ.get("FLEDGE_ROUNDS") == "soak"
READERS, SERVERS, LESSONS, RELEASES = (50, 4, 10, 10) if SOAK else (4, 2, 2, 2)
SEED = int(os.environ.get("FLEDGE_SEED") or 20261121)
# So many answers are read before the next release goes live, and after the last.
ANSWERS = 8 * READERS if SOAK else 3 * READERS


@dataclass(frozen=True)
class Answer:
    """When a request began and ended, and which releases its page speaks of."""

    began: float
    ended: float
    status: int
    marks: frozenset
    address: str


class Readers:
    """Poll the course's pages until told to stop, each over a line of its own."""

    def __init__(self, port, addresses):
        self.port, self.addresses = port, addresses
        self.answers, self.errors = [], []
        self.stopping = threading.Event()
        dice = random.Random(SEED)
        orders = [dice.sample(addresses, len(addresses)) for _ in range(READERS)]
        self.threads = [threading.Thread(target=self.read, args=(order,)) for order in orders]

    def read(self, order):
        for address in itertools.cycle(order):
            if self.stopping.is_set():
                return
            try:
                self.answers.append(self.ask(address))
            except Exception as error:
                self.errors.append(repr(error))
                return

    def ask(self, address):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        began = time.monotonic()
        line.request("GET", address)
        answer = line.getresponse()
        html = answer.read().decode()
        ended = time.monotonic()
        line.close()
        return Answer(began, ended, answer.status, frozenset(marks_in(html)), address)

    def wait_for(self, more):
        """Return once so many more answers have come."""
        wanted = len(self.answers) + more
        while len(self.answers) < wanted and not self.errors:
            time.sleep(0.01)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error):
        self.stopping.set()
        for thread in self.threads:
            thread.join()


def check(answers, numbers):
    """Whoever asks after an answer with a release's words gets these or later ones.

    `numbers` are the words of the releases in the order in which they went live.
    """
    place = {number: at for at, number in enumerate(numbers)}
    assert {answer.status for answer in answers} == {200}
    assert all(answer.marks and answer.marks <= set(numbers) for answer in answers)
    newest, seen_at = -1, []
    for answer in sorted(answers, key=lambda one: one.ended):
        at = max(place[mark] for mark in answer.marks)
        if at > newest:
            newest = at
            seen_at.append((answer.ended, at))
    late = [
        (answer, at)
        for answer in answers
        for ended, at in seen_at
        if answer.began > ended and min(place[mark] for mark in answer.marks) < at
    ]
    assert late == []
    assert newest == len(numbers) - 1
    return seen_at


@pytest.mark.soak
def test_nobody_reads_the_last_release_after_somebody_read_the_next(capsys):
    make_empty_site()
    boss = UserFactory(administrator=True)
    course = make_marked(lessons=LESSONS)
    addresses = [course.get_url(), *(lesson.get_url() for lesson in lessons_of(course))]

    def go_live(number):
        mark(course, number)
        release = fork(lambda: publish_course(CoursePage.objects.get(pk=course.pk), by=boss).number)
        return release.result()

    numbers = [1]
    with serving(SERVERS) as port, Readers(port, addresses) as readers:
        for number in range(2, RELEASES + 1):
            readers.wait_for(ANSWERS)
            assert go_live(number) == number
            numbers.append(number)
        readers.wait_for(ANSWERS)
    assert readers.errors == []
    check(readers.answers, numbers)
    assert is_whole(course)
    with capsys.disabled():
        mixed = sum(len(answer.marks) > 1 for answer in readers.answers)
        print(
            f"\nreaders: {READERS} over {SERVERS} processes, seed {SEED}, {RELEASES} releases,"
            f" {len(readers.answers)} answers, {mixed} begun before and ended after a release"
        )


@pytest.mark.soak
def test_nobody_reads_what_was_rolled_back_after_somebody_read_the_earlier():
    make_empty_site()
    boss = UserFactory(administrator=True)
    course = make_marked(lessons=LESSONS)
    mark(course, 2)
    publish_course(course, by=boss)
    addresses = [course.get_url(), *(lesson.get_url() for lesson in lessons_of(course))]
    with serving(SERVERS) as port, Readers(port, addresses) as readers:
        readers.wait_for(ANSWERS)
        page = CoursePage.objects.get(pk=course.pk)
        assert fork(lambda: roll_back(page, 1, by=boss).number).result() == 3
        readers.wait_for(ANSWERS)
    assert readers.errors == []
    check(readers.answers, [2, 1])
    assert is_whole(course)
