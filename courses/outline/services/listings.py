"""What other apps write into the catalogue's rows."""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from courses.outline.models import Course, Listing, ListingPrice

LOWEST_RATING, HIGHEST_RATING = 1, 5


def write_rating(course_key: UUID, *, average: Decimal | None, count: int) -> None:
    """Write what learners think of the course into its rows of every language.

    `average` is from 1 to 5, and None as long as nobody rated. Raises ValueError.
    """
    is_known = average is not None and LOWEST_RATING <= average <= HIGHEST_RATING
    if is_known != (count > 0) or (average is None) != (count == 0):
        raise ValueError(f"no rating: {average} of {count}")
    _rows(course_key).update(rating_average=average, rating_count=count)


def write_enrolments(course_key: UUID, count: int) -> None:
    """Write how many people are enrolled into the course's rows of every language."""
    _rows(course_key).update(enrolments=count)


@transaction.atomic
def write_prices(course_key: UUID, prices: Mapping[str, int]) -> None:
    """Write the course's lowest prices, by currency in its minor unit, in place of what was there.

    None at all is a course without a price.
    """
    # The course's row is the lock: two who write at once write one after the other.
    Course.objects.select_for_update(no_key=True).filter(key=course_key).first()
    rows = list(_rows(course_key))
    ListingPrice.objects.filter(listing__in=rows).exclude(currency__in=list(prices)).delete()
    ListingPrice.objects.bulk_create(
        [
            ListingPrice(listing=row, currency=currency, amount=amount)
            for row in rows
            for currency, amount in sorted(prices.items())
        ],
        update_conflicts=True,
        unique_fields=["listing", "currency"],
        update_fields=["amount"],
    )


def _rows(course_key: UUID) -> QuerySet[Listing]:
    return Listing.objects.filter(course__key=course_key)
