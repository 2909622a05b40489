"""What the database itself refuses, whatever a service forgot."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from courses.pages.models import Release
from tests.courses.pages.releases.marked import make_marked
from tests.courses.pages.releases.states import numbers_of
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("before", "second"),
    [
        ([], {"state": "live", "number": 2}),
        ([{"state": "waiting"}], {"state": "waiting"}),
        ([{"state": "waiting"}], {"state": "scheduled"}),
        ([], {"state": "past", "number": 1}),
        ([], {"state": "past"}),
        ([], {"state": "waiting", "number": 2}),
        ([], {"state": "scheduled", "go_live_at": None}),
    ],
    ids=["live", "waiting", "open", "number", "no number", "number too early", "no time"],
)
def test_the_database_refuses_a_second(before, second):
    make_site(["en"])
    course = make_marked()
    first = Release.objects.get(course__key=course.translation_key)

    def make(**fields):
        now = timezone.now()
        times = {"go_live_at": now} if fields["state"] == "scheduled" else {}
        times |= {"released_at": now} if "number" in fields else {}
        return Release.objects.create(
            course=first.course,
            locale=first.locale,
            syllabus={"chapters": []},
            submitted_at=now,
            **{**times, **fields},
        )

    for fields in before:
        make(**fields)
    known = numbers_of(course)
    with pytest.raises(IntegrityError), transaction.atomic():
        make(**second)
    assert numbers_of(course) == known
