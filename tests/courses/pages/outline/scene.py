"""Two courses, one of them live in two languages, and who works on them: for random sequences."""

import copy
import random
import uuid
from dataclasses import dataclass, field

from django.db import connection
from django.test import Client
from wagtail.models import Locale

from cms.accounts.models import User
from courses.outline.services import refresh_outline
from courses.pages.models import ChapterPage, CoursePage, LessonPage
from courses.pages.services import allow_corrections, publish_course, release_course
from tests.courses.pages.walk.walks import in_french
from tests.factories.accounts import UserFactory
from tests.factories.courses import lessons_of, make_course, make_instructor
from tests.factories.keeping import once
from tests.factories.site import make_site


def text(words="Water."):
    """Return a block of text with an id of its own, as it is kept."""
    return {"type": "text", "id": str(uuid.uuid4()), "value": f"<p>{words}</p>"}


def quiz(points=1):
    """Return a quiz of one question, as it is kept."""
    question = {
        "type": "number",
        "id": str(uuid.uuid4()),
        "value": {"prompt": "How many?", "answer": "3", "tolerance": "0", "points": points},
    }
    value = {"title": "", "questions": [question], "is_required": True}
    return {"type": "quiz", "id": str(uuid.uuid4()), "value": value}


def body_of(lesson):
    """Return the blocks of a lesson as they are kept."""
    return copy.deepcopy(list(lesson.body.raw_data))


def write(lesson, body=None, **fields):
    """Save a draft of the lesson with these blocks, as they are kept."""
    if body is not None:
        lesson.body = lesson.body.stream_block.to_python(body)
    for name, value in fields.items():
        setattr(lesson, name, value)
    return lesson.save_revision(user=lesson.owner)


@dataclass
class Scene:
    """What every sequence begins with."""

    courses: list[CoursePage]
    owner: User
    boss: User


def make_scene():
    """Return the scene; its rows are made once in a process."""
    return once(("outline scene",), _make)


def _make():
    make_site(["en", "fr"])
    owner, boss = make_instructor(), UserFactory(administrator=True)
    outcomes = [("item", "Read a river")]
    rivers = make_course(
        owner=owner, title="Rivers", chapters=2, lessons=2, live=False, outcomes=outcomes
    )
    seas = make_course(owner=owner, title="Seas", lessons=2, live=False, outcomes=outcomes)
    for course in (rivers, seas):
        draft = CoursePage.objects.get(pk=course.pk).get_latest_revision_as_object()
        draft.promise = "What water does."
        draft.save_revision(user=owner)
        for lesson in lessons_of(course):
            write(lesson, [text("Water."), quiz()], duration_minutes=5, is_free_preview=True)
        allow_corrections(course, True, by=boss)
        publish_course(course, by=owner)
    for page in in_french(rivers).get_descendants(inclusive=True).order_by("path").specific():
        page.get_latest_revision().publish(skip_permission_checks=True)
    # So that there is something to go back to.
    write(lessons_of(rivers)[0], [text("Water flows."), quiz(2)])
    write(lessons_of(rivers)[3], [quiz()])
    release_course(CoursePage.objects.get(pk=rivers.pk), by=boss)
    for course in (rivers, seas):
        refresh_outline(course.course_key)
    return Scene([rivers, seas], owner, boss)


@dataclass
class World:
    """A scene in the middle of a sequence."""

    scene: Scene
    dice: random.Random = field(default_factory=random.Random)
    clients: dict[int, Client] = field(default_factory=dict)

    @property
    def owner(self):
        return self.scene.owner

    @property
    def boss(self):
        return self.scene.boss

    @property
    def french(self):
        return Locale.objects.get(language_code="fr")

    def client(self, user):
        """Return a browser in which this person is signed in."""
        if user.pk not in self.clients:
            self.clients[user.pk] = Client()
            self.clients[user.pk].force_login(user)
        return self.clients[user.pk]

    def one(self, rows):
        """Return one of these, None if there is none."""
        rows = list(rows)
        return self.dice.choice(rows) if rows else None

    def course(self):
        """Return one of the courses in its first language, more often the larger."""
        at = self.dice.choice((0, 0, 1))
        return CoursePage.objects.filter(pk=self.scene.courses[at].pk).first()

    def chapter(self, course=None):
        """Return a chapter, of this course if it is given."""
        course = course or self.course()
        return course and self.one(ChapterPage.objects.child_of(course).order_by("path"))

    def lesson(self, course=None, **wanted):
        """Return a lesson with these fields, of this course if it is given."""
        course = course or self.course()
        rows = LessonPage.objects.descendant_of(course) if course else LessonPage.objects.none()
        return self.one(rows.filter(alias_of=None, **wanted).order_by("path"))

    def draft(self, **wanted):
        """Return a lesson's newest draft."""
        lesson = self.lesson(**wanted)
        return lesson and lesson.get_latest_revision_as_object()

    def translated(self, **wanted):
        """Return a lesson in French."""
        rows = LessonPage.objects.filter(locale__language_code="fr", alias_of=None, **wanted)
        return self.one(rows.order_by("path"))


class Committing:
    """Do what waits for the commit, as if the step's transaction were one of the database's."""

    def __enter__(self):
        self.start = len(connection.run_on_commit)
        return self

    def __exit__(self, *failure):
        done = self.start
        while len(connection.run_on_commit) > done:
            _sids, act, _robust = connection.run_on_commit[done]
            done += 1
            if not any(failure) and _module_of(act).startswith("courses.outline"):
                act()
        del connection.run_on_commit[self.start :]


def _module_of(act):
    return getattr(act, "func", act).__module__
