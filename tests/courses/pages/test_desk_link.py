"""From Wagtail's editor there is a way back to the course's desk."""

import pytest
from django.urls import reverse

from cms.pages.models import HomePage
from tests.factories.accounts import UserFactory
from tests.factories.courses import chapters_of, lessons_of, make_course
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db


def test_course_chapter_and_lesson_lead_to_their_desk(client):
    make_site(["en"])
    course = make_course(live=False)
    client.force_login(course.owner)
    link = f'href="{reverse("courses_admin:desk", args=[course.pk])}"'
    for page in (course, chapters_of(course)[0], lessons_of(course)[0]):
        answer = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert f'to-desk" {link}' in " ".join(answer.content.decode().split())


def test_other_pages_have_no_desk(client):
    make_site(["en"])
    client.force_login(UserFactory(administrator=True))
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[HomePage.objects.get().pk]))
    assert answer.status_code == 200
    assert "to-desk" not in answer.content.decode()
