"""What other apps write into the catalogue's rows."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from courses.outline.models import (
    Block,
    Course,
    Lesson,
    LessonLanguage,
    Listing,
    ListingPrice,
)
from courses.outline.services import write_enrolments, write_prices, write_rating
from tests.courses.outline.courses import block, english, french, lesson, listing

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(pages):
    return pages.refresh(
        lesson(10, block(1), languages=[(english().pk, 1)]),
        listings=(listing(english()), listing(french())),
    )


def ratings():
    return list(Listing.objects.values_list("rating_average", "rating_count"))


@pytest.mark.parametrize(
    ("average", "count"), [(None, 3), (Decimal(4), 0), (Decimal(6), 2), (Decimal("0.5"), 2)]
)
def test_a_rating_that_is_none_is_refused(course, average, count):
    with pytest.raises(ValueError, match="no rating"):
        write_rating(course.key, average=average, count=count)
    assert set(Listing.objects.values_list("rating_average", "rating_count")) == {(None, 0)}


def test_a_rating_is_one_in_all_languages_and_may_end(course):
    write_rating(course.key, average=Decimal("4.25"), count=4)
    assert (
        list(Listing.objects.values_list("rating_average", "rating_count"))
        == [(Decimal("4.25"), 4)] * 2
    )
    write_rating(course.key, average=None, count=0)
    assert ratings() == [(None, 0)] * 2


def test_prices_take_the_place_of_what_was_there(course):
    write_prices(course.key, {"EUR": 1900, "KES": 250000})
    write_prices(course.key, {"EUR": 1500, "USD": 1700})
    rows = ListingPrice.objects.order_by("listing", "currency")
    assert list(rows.values_list("currency", "amount")) == [("EUR", 1500), ("USD", 1700)] * 2
    write_prices(course.key, {})
    assert not rows.exists()


def test_only_this_course_is_written(course, pages):
    other = pages.refresh(listings=(listing(english()),))
    write_enrolments(course.key, 12)
    write_prices(course.key, {"EUR": 1900})
    row = Listing.objects.get(course=other)
    assert (row.enrolments, row.prices.count()) == (0, 0)
    assert list(Listing.objects.filter(course=course).values_list("enrolments", flat=True)) == [
        12,
        12,
    ]


def refused(act):
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


def test_the_database_refuses_what_there_must_not_be_twice(course):
    """One lesson for a key, one block in a lesson, one row for a language."""
    for model in (Lesson, Block, LessonLanguage, Listing):
        row = model.objects.first()
        row.pk, row._state.adding = None, True
        refused(row.save)
    price = {"listing": Listing.objects.first(), "currency": "EUR", "amount": 1}
    ListingPrice.objects.create(**price)
    refused(lambda: ListingPrice.objects.create(**price))
    refused(lambda: Listing.objects.update(rating_average=Decimal("0.5"), rating_count=2))
    refused(lambda: Listing.objects.update(rating_average=None, rating_count=2))


def test_what_records_point_at_is_not_deleted(course):
    for row in (Course.objects.get(), Lesson.objects.get(), english()):
        with pytest.raises(ProtectedError):
            row.delete()
