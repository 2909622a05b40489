from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from courses.outline.models.categories import Category
from courses.outline.models.courses import Course


class Listing(models.Model):
    """A course in the catalogue of one language: what lists filter and sort by, without its pages.

    Made with the course's page in that language; never deleted, so that what others wrote into it
    outlasts the page. Title to first release come from the pages; ratings, enrolments and prices
    are written by the apps that know them, through services.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="listings")
    locale = models.ForeignKey(Locale, on_delete=models.PROTECT, related_name="+")
    page_id = models.PositiveBigIntegerField(_("page"), null=True, blank=True)
    is_live = models.BooleanField(_("live"), default=False)
    title = models.CharField(_("title"), max_length=255)
    level = models.CharField(_("level"), max_length=12, blank=True)
    category = models.ForeignKey(
        Category,
        verbose_name=_("category"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    duration_minutes = models.PositiveIntegerField(_("minutes"), default=0)
    lessons = models.PositiveIntegerField(_("lessons"), default=0)
    first_released_at = models.DateTimeField(_("first released at"), null=True, blank=True)
    rating_average = models.DecimalField(
        _("average rating"),
        max_digits=3,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(1)), MaxValueValidator(Decimal(5))],
    )
    rating_count = models.PositiveIntegerField(_("ratings"), default=0)
    enrolments = models.PositiveIntegerField(_("enrolments"), default=0)

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        ordering = ["course", "locale"]
        constraints = [
            models.UniqueConstraint(fields=("course", "locale"), name="one_listing_per_language"),
            models.CheckConstraint(
                condition=models.Q(rating_average=None, rating_count=0)
                | models.Q(
                    rating_average__isnull=False, rating_average__range=(1, 5), rating_count__gte=1
                ),
                name="rated_listings_have_ratings",
            ),
        ]
        indexes = [
            models.Index(
                fields=["locale", "category"],
                name="listed_by_category",
                condition=models.Q(is_live=True),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ListingPrice(models.Model):
    """The lowest price of a course in one currency, in its minor unit. Written by commerce."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="prices")
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.PositiveBigIntegerField(_("amount in the minor unit"))

    class Meta:
        verbose_name = _("price of a listing")
        verbose_name_plural = _("prices of listings")
        ordering = ["listing", "currency"]
        constraints = [
            models.UniqueConstraint(fields=("listing", "currency"), name="one_price_per_currency"),
        ]
        indexes = [models.Index(fields=["currency", "amount"], name="listed_by_price")]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
