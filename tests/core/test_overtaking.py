"""A draft that comes late, begun before a newer one was kept, takes no newer word away."""

import threading
from contextlib import suppress

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail import hooks

from courses.pages.models import LessonPage
from tests.courses.pages.editing import lesson_form
from tests.courses.pages.racing import at_once, make_empty_site
from tests.factories.courses import lessons_of, make_course
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db

AUTOSAVE = {"accept": "application/json"}
REFUSAL = {
    "success": False,
    "error_code": "invalid_revision",
    "error_message": "Saving will overwrite a newer version.",
}


@pytest.fixture
def lesson(client):
    make_site(["en"])
    course = make_course(live=False)
    client.force_login(course.owner)
    return lessons_of(course)[0]


def form_of(lesson, summary, **more):
    """Return what an editor sends that was opened now."""
    latest = LessonPage.objects.get(pk=lesson.pk).latest_revision
    loaded = {
        "loaded_revision_id": str(latest.pk),
        "loaded_revision_created_at": latest.created_at.isoformat(),
    }
    return lesson_form(lesson, [], summary=summary, **loaded, **more)


def address(lesson):
    return reverse("wagtailadmin_pages:edit", args=[lesson.pk])


def kept(lesson):
    """Return the newest draft's words, and how many revisions there are."""
    page = LessonPage.objects.get(pk=lesson.pk)
    return page.latest_revision.content["summary"], page.revisions.count()


def overtaken(client, lesson, form, act):
    """Send an autosave; in its middle, when it has seen the newest draft, `act`."""
    answers = []

    def meanwhile(request, page):
        if not answers:
            answers.append(None)
            answers[0] = act()

    with hooks.register_temporarily("before_edit_page", meanwhile):
        answer = client.post(address(lesson), form, headers=AUTOSAVE)
    return answer, answers[0]


@pytest.mark.parametrize("over", [True, False], ids=["later", "first"])
def test_an_autosave_that_a_save_overtakes_is_refused(client, lesson, over):
    own = {}
    if over:
        answer = client.post(address(lesson), form_of(lesson, "a"), headers=AUTOSAVE)
        own = {"overwrite_revision_id": str(answer.json()["revision_id"])}
    late, newer = form_of(lesson, "old", **own), form_of(lesson, "old and new")
    before = kept(lesson)[1]
    answer, saved = overtaken(client, lesson, late, lambda: client.post(address(lesson), newer))
    assert saved.status_code == 302
    assert answer.json() == REFUSAL
    assert kept(lesson) == ("old and new", before + 1)
    assert LessonPage.objects.get(pk=lesson.pk).summary == "old and new"


def test_an_autosave_that_a_later_one_of_its_own_overtakes_is_refused(client, lesson):
    """The browser sends again what it takes for lost; the first may be on its way still."""
    answer = client.post(address(lesson), form_of(lesson, "a"), headers=AUTOSAVE)
    own = {"overwrite_revision_id": str(answer.json()["revision_id"])}
    late, newer = form_of(lesson, "old", **own), form_of(lesson, "old and new", **own)
    before = kept(lesson)[1]
    answer, saved = overtaken(
        client, lesson, late, lambda: client.post(address(lesson), newer, headers=AUTOSAVE)
    )
    assert saved.json()["success"] is True
    assert answer.json() == REFUSAL
    assert kept(lesson) == ("old and new", before)


def test_a_save_by_hand_is_the_newest_whatever_came_meanwhile(client, lesson):
    """Its writer sees the whole form and pressed the button; the other way words would be lost."""
    newest, early = form_of(lesson, "by hand"), form_of(lesson, "early")
    before = kept(lesson)[1]
    done = []

    def meanwhile(request, page):
        if not done:
            done.append(None)
            done[0] = client.post(address(lesson), early, headers=AUTOSAVE)

    with hooks.register_temporarily("before_edit_page", meanwhile):
        answer = client.post(address(lesson), newest)
    assert done[0].json()["success"] is True
    assert answer.status_code == 302
    assert kept(lesson) == ("by hand", before + 2)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time.")
@pytest.mark.django_db(transaction=True)
def test_of_two_autosaves_that_write_at_once_one_is_refused(monkeypatch):
    make_empty_site()
    lesson = lessons_of(make_course(live=False))[0]
    client = Client()
    client.force_login(lesson.owner)
    forms = [form_of(lesson, words) for words in ("one", "other")]
    before = kept(lesson)[1]
    begun, writing = threading.Barrier(2), threading.Barrier(2)
    save_revision = LessonPage.save_revision

    def meet(request, page):
        begun.wait(timeout=20)

    def write(page, *args, **kwargs):
        # Both come here only if neither waits for the other.
        with suppress(threading.BrokenBarrierError):
            writing.wait(timeout=1)
        return save_revision(page, *args, **kwargs)

    def send(form):
        browser = Client()
        browser.cookies = client.cookies
        return browser.post(address(lesson), form, headers=AUTOSAVE).json()

    monkeypatch.setattr(LessonPage, "save_revision", write)
    with hooks.register_temporarily("before_edit_page", meet):
        answers = at_once(*(lambda form=form: send(form) for form in forms))
    assert sorted(answer["success"] for answer in answers) == [False, True]
    winner = next(at for at, answer in enumerate(answers) if answer["success"])
    assert answers[1 - winner] == REFUSAL
    assert kept(lesson) == (("one", "other")[winner], before + 1)
