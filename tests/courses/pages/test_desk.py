"""The desk: what it shows to whom, and what its forms do, with and without script."""

import pytest
from django.urls import reverse

from cms.pages.services import set_up_site
from courses.pages.services import read_outline
from tests.factories.courses import lessons_of, make_course

pytestmark = pytest.mark.django_db
SCRIPT = {"HTTP_X_DESK": "1", "HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}


@pytest.fixture
def course(db):
    set_up_site("Fledge", languages=["en"])
    return make_course(title="Reading a River", chapters=2, lessons=2, live=False)


@pytest.fixture
def owner(course, client):
    client.force_login(course.owner)
    return course.owner


def to(name: str, *args: object) -> str:
    return reverse(f"courses_admin:{name}", args=args)


def test_the_owner_finds_the_outline_and_its_forms(course, owner, client):
    page = client.get(to("desk", course.pk)).content.decode()
    assert "Reading a River" in page
    for lesson in lessons_of(course):
        assert reverse("wagtailadmin_pages:edit", args=[lesson.pk]) in page
        assert to("rename", course.pk, lesson.pk) in page
    assert page.count('name="move"') == 2 * 6
    assert f'value="{read_outline(course).version}"' in page
