"""Personas stand for people where a policy decides, and bring the moment they look at."""

import uuid
from datetime import UTC, datetime
from unittest import mock

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from courses.pages import access
from courses.pages.access import OPEN, LessonFacts, decide_lessons, roles_decide
from courses.pages.enums import Persona
from courses.pages.viewers import PersonaUser, moment_of

HERE, ELSEWHERE = uuid.uuid4(), uuid.uuid4()
MOMENT = datetime(2026, 5, 3, 12, tzinfo=UTC)
LESSONS = [
    LessonFacts(1, HERE, is_free_preview=True, url="/free/"),
    LessonFacts(2, HERE, is_free_preview=False),
    LessonFacts(3, ELSEWHERE, is_free_preview=True),
    LessonFacts(4, ELSEWHERE, is_free_preview=False),
]


def test_a_persona_reads_its_own_course_without_the_database():
    for persona, expected in [
        (Persona.GUEST, {1, 3}),
        (Persona.LEARNER, {1, 2, 3}),
        (Persona.BUYER, {1, 2, 3}),
    ]:
        answers = roles_decide(PersonaUser(persona, HERE), LESSONS, MOMENT)
        assert {pk for pk, answer in answers.items() if answer.allowed} == expected, persona
        assert answers.keys() == {1, 2, 3, 4}


def test_a_persona_is_nobodys_account():
    for persona in Persona:
        viewer = PersonaUser(persona, HERE)
        assert not viewer.is_authenticated
        assert viewer.pk is None
        assert not viewer.has_perm("wagtailadmin.access_admin")
        # A page offers to sign in to guests only.
        assert viewer.is_anonymous is (persona is Persona.GUEST)


def test_a_policy_is_told_the_moment():
    asked = []

    def policy(viewer, lessons, at):
        asked.append(at)
        return {lesson.pk: OPEN for lesson in lessons}

    before = access._policies[0]
    access._policies[0] = policy
    try:
        with mock.patch.object(timezone, "now", return_value=MOMENT.replace(year=2030)):
            decide_lessons(AnonymousUser(), LESSONS)
            decide_lessons(PersonaUser(Persona.LEARNER, HERE), LESSONS)
            decide_lessons(PersonaUser(Persona.LEARNER, HERE, MOMENT), LESSONS)
            decide_lessons(AnonymousUser(), LESSONS, MOMENT.replace(year=2028))
    finally:
        access._policies[0] = before
    assert [at.year for at in asked] == [2030, 2030, 2026, 2028]


def test_the_moment_of_a_persona_without_one_is_now():
    with mock.patch.object(timezone, "now", return_value=MOMENT):
        assert moment_of(PersonaUser(Persona.GUEST, HERE)) == MOMENT
        assert moment_of(AnonymousUser()) == MOMENT
