"""Courses on a site whose processes are killed, and what comes of each shot."""

import random
import time
from collections import Counter, defaultdict
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from courses.pages.models import CoursePage
from courses.pages.services import open_release
from tests.courses.outline.killing.browser import Answer, Browser
from tests.courses.outline.killing.checks import (
    check_told,
    check_whole,
    state_of,
    wait_until_equal,
    wait_until_gone,
)
from tests.courses.outline.killing.publishes import NEEDS_LIVE, Form, Writer, is_live, make_due
from tests.courses.outline.killing.shots import MEND, RELEASES, Shot
from tests.courses.outline.killing.site import KilledSite

# Within so long after the restart all is as it should be.
SECONDS = 60.0


@dataclass
class Figures:
    """What came of the shots at one kind."""

    shots: int = 0
    # At the very moment that was drawn; else the answer came before it.
    hit: int = 0
    whole: int = 0
    not_at_all: int = 0
    answered: int = 0
    mended: int = 0
    longest: float = 0.0

    def __str__(self) -> str:
        numbers = (self.shots, self.hit, self.whole, self.not_at_all, self.answered, self.mended)
        return "".join(f"{number:>8}" for number in numbers) + f"{self.longest:>8.1f}"


COLUMNS = ("kills", "at it", "whole", "nothing", "answer", "mended", "seconds")


@dataclass(frozen=True)
class Hit:
    """A kill: whether it fell at its moment, when, and the answer if it came all the same."""

    at_moment: bool
    at: float
    answer: Answer | None = None


@dataclass
class Scene:
    """Two courses, of which the first is read in two languages, and who publishes them."""

    site: KilledSite
    courses: list[CoursePage]
    admin: Browser
    owners: dict[int, Browser]
    dice: random.Random
    # Whether what was done is sent once more, too.
    is_thorough: bool
    writer: Writer = field(default_factory=Writer)
    taken_off: Counter = field(default_factory=Counter)
    changed: Counter = field(default_factory=Counter)
    figures: dict[str, Figures] = field(default_factory=lambda: defaultdict(Figures))
    log: list[str] = field(default_factory=list)
    # From when to when something may have gone live.
    windows: list[tuple[float, float]] = field(default_factory=list)

    def browser_for(self, form: Form) -> Browser:
        return self.owners[form.course.pk] if form.kind == "submit" else self.admin

    def course_for(self, kind: str) -> CoursePage:
        """Draw a course that the kind can be done to; the first is never taken off the site."""
        first, second = self.courses
        if kind == "translate":
            return first
        waiting = [course for course in self.courses if open_release(course.course_key)]
        if kind == "approve" and waiting:
            return waiting[0]
        if kind == "unpublish":
            if not is_live(second):
                self.send(self.writer.form("release_now", second, self.dice))
            return second
        if kind in NEEDS_LIVE and not is_live(second):
            return first
        return self.dice.choice(self.courses)

    def send(self, form: Form) -> None:
        """Send the form and see it done."""
        began = time.monotonic()
        answer = self.browser_for(form).post(form.path, form.fields)
        self.windows.append((began, time.monotonic()))
        assert answer is not None, self.site.logs()
        assert answer.status == 302, answer
        assert form.is_clocks or form.is_done(), self.site.logs()

    def shoot(self, shot: Shot) -> None:
        """Publish something, kill whoever does it, and look: whole, or not at all."""
        course = self.course_for(shot.kind)
        if shot.kind == "roll_back" and not can_go_back(course):
            self.send(self.writer.form("release_now", course, self.dice))
        form = self.writer.form(shot.kind, course, self.dice)
        if form.is_clocks:
            self.send(form)
        before = state_of(course)
        began = time.monotonic()
        hit = self.kill_task(form, shot) if form.is_clocks else self.kill_request(form, shot)
        since = self.kill_others(shot, hit)
        self.site.wait_until_ready()
        wait_until_gone()
        self.windows.append((began, time.monotonic()))
        is_done = form.is_done()
        assert is_done or hit.answer is None, self.site.logs()
        if not is_done and state_of(course) != before:
            # The clock may try again while we look.
            assert form.is_clocks
            is_done = form.is_done()
            assert is_done
        if is_done:
            check_whole(course)
        was_mended, seconds = wait_until_equal(self.courses, since)
        self.note(shot, hit, is_done=is_done, was_mended=was_mended, seconds=seconds)
        self.settle(form, is_done=is_done)

    def settle(self, form: Form, *, is_done: bool) -> None:
        """Do what was not done; once more changes nothing. Then the log tells all of it once."""
        course = form.course
        if not is_done and form.is_clocks:
            began = time.monotonic()
            assert _wait_for(form), self.site.logs()
            self.windows.append((began, time.monotonic()))
        elif not is_done:
            self.send(form)
        elif form.is_once and not form.is_clocks and self.is_thorough:
            before = state_of(course)
            self.send(form)
            assert state_of(course) == before
        self.taken_off[course.pk] += form.kind == "unpublish"
        self.changed[course.pk] += form.kind in ("unpublish", "close")
        check_whole(course)
        check_told(course, taken_off=self.taken_off[course.pk], changed=self.changed[course.pk])

    def kill_request(self, form: Form, shot: Shot) -> Hit:
        """Send the form and kill whoever works on it."""
        if shot.with_mender:
            self.site.stop_task(MEND, "write", 1)
        browser = self.browser_for(form)
        if shot.moment == "half":
            line = browser.begin(form.path)
            time.sleep(shot.seconds / 4)
            at = self._kill_web(None, shot)
            line.close()
            return Hit(at_moment=True, at=at)
        stop_at = "" if shot.moment == "time" else f"{shot.moment}:{shot.count}"
        with ThreadPoolExecutor(1) as pool:
            answer: Future[Answer | None] = pool.submit(
                browser.post, form.path, form.fields, stop_at=stop_at
            )
            until = time.monotonic() + (SECONDS if stop_at else shot.seconds)
            pid = None
            while pid is None and not answer.done() and time.monotonic() < until:
                time.sleep(0.005)
                pid = self.site.stopped()
            at = self._kill_web(pid, shot)
            got = answer.result()
        assert got is None or got.status == 302, got
        return Hit(at_moment=got is None, at=at, answer=got)

    def _kill_web(self, pid: int | None, shot: Shot) -> float:
        if shot.target == "all":
            self.site.kill("web")
        else:
            self.site.kill_one(pid, of="web")
        return time.monotonic()

    def kill_task(self, form: Form, shot: Shot) -> Hit:
        """Let the hour come, and kill the worker that puts it live."""
        self.site.stop_task(RELEASES, shot.moment, shot.count)
        make_due(form.course)
        until = time.monotonic() + SECONDS
        pid = None
        while pid is None and not form.is_done() and time.monotonic() < until:
            time.sleep(0.01)
            pid = self.site.stopped()
        self.site.forget_task()
        if shot.target == "all":
            self.site.kill("worker")
        else:
            self.site.kill_one(pid, of="worker")
        return Hit(at_moment=pid is not None, at=time.monotonic())

    def kill_others(self, shot: Shot, hit: Hit) -> float:
        """Kill beat and mender if they are to be killed, too; return when the last was."""
        if shot.with_beat:
            self.site.kill("beat")
        if shot.with_mender and hit.at_moment:
            self.kill_mender()
        return time.monotonic() if shot.with_beat or shot.with_mender else hit.at

    def kill_mender(self) -> None:
        """Kill the worker that mends what was lost, in the middle of it."""
        until = time.monotonic() + SECONDS
        while (pid := self.site.stopped()) is None:
            assert time.monotonic() < until, self.site.logs()
            time.sleep(0.01)
        self.site.kill_one(pid, of="worker")

    def note(
        self, shot: Shot, hit: Hit, *, is_done: bool, was_mended: bool, seconds: float
    ) -> None:
        figures = self.figures[shot.kind]
        figures.shots += 1
        figures.hit += hit.at_moment
        figures.answered += hit.answer is not None
        figures.whole += is_done
        figures.not_at_all += not is_done
        figures.mended += was_mended
        figures.longest = max(figures.longest, seconds)
        came = "whole" if is_done else "not at all"
        how = " by the beat" if was_mended else ""
        self.log.append(f"{shot}: {came}, right{how} after {seconds:.1f} s")


def can_go_back(course: CoursePage) -> bool:
    """Say whether the course has an earlier release."""
    from courses.pages.models import Release

    return Release.objects.of_course(course.course_key).filter(state="past").exists()


def _wait_for(form: Form) -> bool:
    """Return once the clock has done it; False when it does not come to that."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        if form.is_done():
            return True
        time.sleep(0.05)
    return False
