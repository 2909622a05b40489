"""Somebody writes in the editor while the course goes live: what nobody reviewed is not seen, and
what was written is not lost."""

import itertools
import os
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import rich_text

from courses.pages.models import CoursePage, LessonPage, Release
from courses.pages.services import (
    add_lesson,
    approve_release,
    release_course,
    release_due,
    submit_course,
)
from tests.courses.pages.editing import lesson_form
from tests.courses.pages.racing import make_empty_site
from tests.courses.pages.releases.marked import make_marked, text
from tests.courses.pages.releases.meeting import meet
from tests.courses.pages.releases.states import is_whole
from tests.factories.accounts import UserFactory
from tests.factories.courses import chapters_of, lessons_of, write_lesson

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

SOAK = os.environ.get("FLEDGE_ROUNDS") == "soak"
# After which of its writes the first stops; with soak after each that it does.
STOPS_OF_EDITS = range(100) if SOAK else (0, 1, 3, 5)
STOPS_OF_RELEASES = range(100) if SOAK else (2, 6, 11)
AUTOSAVE = {"accept": "application/json"}


@pytest.fixture
def boss():
    make_empty_site()
    return UserFactory(administrator=True)


@pytest.fixture
def course(boss):
    return make_marked(lessons=1)


@pytest.fixture
def writer(course):
    client = Client()
    client.force_login(course.owner)
    return client


def new_lesson(course, words):
    """Return a lesson that never was live, with its first words."""
    lesson = add_lesson(chapters_of(course)[0], words, by=course.owner)
    return write_lesson(lesson, text(words), summary=words)


def old_lesson(course, words):
    """Return a lesson that is live, with words that are not yet."""
    return write_lesson(lessons_of(course)[0], text(words), title=words, summary=words)


LESSONS = {"new": new_lesson, "live": old_lesson}


def edit(writer, lesson, words, how):
    """Return what sends an editor's form that was opened now, as another process would."""
    lesson = LessonPage.objects.get(pk=lesson.pk)
    latest = lesson.latest_revision
    more = {
        "title": words,
        "summary": words,
        "loaded_revision_id": str(latest.pk),
        "loaded_revision_created_at": latest.created_at.isoformat(),
    }
    if how == "over":
        more["overwrite_revision_id"] = str(latest.pk)
    form = lesson_form(lesson, [("text", rich_text(f"<p>{words}</p>"))], **more)
    headers = {} if how == "save" else AUTOSAVE

    def send():
        browser = Client()
        browser.cookies = writer.cookies
        address = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
        return browser.post(address, form, headers=headers)

    return send


def scheduled(course, boss):
    """Let what is drafted be approved for a little later; return the clock that puts it live."""
    release = submit_course(CoursePage.objects.get(pk=course.pk), by=course.owner)
    soon = timezone.now() + timedelta(hours=1)
    approve_release(Release.objects.get(pk=release.pk), by=boss, go_live_at=soon)
    return lambda: release_due(soon)


def is_accepted(answer, how):
    return answer.status_code == 302 if how == "save" else answer.json()["success"]


def check(course, lesson, live, answer, how, *, round_):
    """Readers see what was reviewed and no more; the writer finds what was written."""
    assert not isinstance(answer, Exception), answer
    assert is_accepted(answer, how), answer.content
    assert [release.number for release in live] == [round_ + 2]
    row = LessonPage.objects.get(pk=lesson.pk)
    assert (row.live, row.title, row.summary) == (True, *[f"Reviewed {round_}"] * 2)
    assert [f">Reviewed {round_}</p>" in str(one.value) for one in row.body] == [True]
    assert row.latest_revision.content["title"] == f"Written {round_}"
    assert row.latest_revision == row.revisions.order_by("-created_at", "-pk").first()
    assert row.draft_title == f"Written {round_}"
    assert row.has_unpublished_changes
    assert is_whole(course)


def prepared(kind, course, boss, writer, how, round_):
    lesson = LESSONS[kind](course, f"Reviewed {round_}")
    if how == "over":
        # The draft that is approved is the one that autosave goes on writing into.
        first = edit(writer, lesson, f"Reviewed {round_}", "autosave")()
        assert first.json()["success"]
    clock = scheduled(course, boss)
    return lesson, clock, edit(writer, lesson, f"Written {round_}", how)


@pytest.mark.soak
@pytest.mark.parametrize("how", ["save", "autosave", "over"])
@pytest.mark.parametrize("kind", list(LESSONS))
def test_an_edit_meets_a_release(course, boss, writer, kind, how):
    for round_, after in enumerate(STOPS_OF_EDITS):
        lesson, clock, send = prepared(kind, course, boss, writer, how, round_)
        met = meet(send, clock, after=after)
        check(course, lesson, met.second, met.first, how, round_=round_)
        if not met.is_met:
            break
    assert round_ >= 3


@pytest.mark.soak
@pytest.mark.parametrize("how", ["save", "autosave", "over"])
@pytest.mark.parametrize("kind", list(LESSONS))
def test_a_release_meets_an_edit(course, boss, writer, kind, how):
    for round_, after in enumerate(STOPS_OF_RELEASES):
        lesson, clock, send = prepared(kind, course, boss, writer, how, round_)
        met = meet(clock, send, after=after)
        check(course, lesson, met.first, met.second, how, round_=round_)
        if not met.is_met:
            break
    assert round_ >= 2


def test_a_submission_meets_an_edit(course, boss, writer):
    """What is submitted is one of both whole, and what was written is the newest draft."""
    for round_, (after, turned) in enumerate(itertools.product((0, 1, 2, 4), (True, False))):
        lesson = old_lesson(course, f"Reviewed {round_}")
        send = edit(writer, lesson, f"Written {round_}", "save")

        def release():
            return release_course(CoursePage.objects.get(pk=course.pk), by=boss)

        met = meet(*((send, release) if turned else (release, send)), after=after)
        answer, released = (met.first, met.second) if turned else (met.second, met.first)
        assert not isinstance(released, Exception), released
        row = LessonPage.objects.get(pk=lesson.pk)
        assert row.title in (f"Reviewed {round_}", f"Written {round_}")
        assert row.title == row.summary
        if answer.status_code == 302:
            assert row.latest_revision.content["title"] == f"Written {round_}"
            assert row.has_unpublished_changes == (row.title == f"Reviewed {round_}")
        assert is_whole(course)
