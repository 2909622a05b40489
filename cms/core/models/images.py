import logging
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.images.exceptions import InvalidFilterSpecError, UnknownOutputImageFormatError
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    SourceImageIOError,
)

from cms.core.files.names import PUBLIC_PREFIX, titled_name, unguessable_name

logger = logging.getLogger(__name__)

_MISTAKES_OF_TEMPLATES = (InvalidFilterSpecError, UnknownOutputImageFormatError, SourceImageIOError)
# The word in a filter that puts what it makes into the public area.
PUBLIC_OPERATION = "public"


class SiteImage(AbstractImage):
    """One uploaded picture, with its focal point. Made by upload; ends by deletion in the admin."""

    admin_form_fields = (
        "title",
        "file",
        "description",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    # When the beat looks for standard renditions that are missing; empty once they are made.
    renditions_due_at = models.DateTimeField(
        _("renditions due at"), null=True, editable=False, default=timezone.now
    )
    renditions_attempts = models.PositiveSmallIntegerField(
        _("attempts at renditions"), editable=False, default=0, db_default=0
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        indexes = [
            models.Index(
                fields=["renditions_due_at"],
                name="image_renditions_due",
                condition=models.Q(renditions_due_at__isnull=False),
            ),
            # Whose file a signed address means is looked up at every request.
            models.Index(fields=["file"], name="image_file"),
        ]

    def get_upload_to(self, filename: str) -> str:
        """Return a path that nobody can guess from the uploaded file's name."""
        return unguessable_name("original_images", filename)

    @property
    def filename(self) -> str:
        """The name to show in the admin: made of the title, never of the upload's name."""
        return titled_name(self.title, self.file.name or "", otherwise="image")

    def generate_rendition_file(self, filter: Filter, *, source: Any = None) -> Any:
        """Make the file; whatever goes wrong with it, a page shows the words for the picture."""
        try:
            return super().generate_rendition_file(filter, source=source)
        except _MISTAKES_OF_TEMPLATES:
            raise
        except Exception as error:
            logger.exception(
                "A rendition could not be made",
                extra={"event": "rendition.failed", "image_id": self.pk},
            )
            raise SourceImageIOError("The picture cannot be read.") from error

    def create_rendition(self, filter: Filter) -> "SiteRendition":
        """Make one size or format; when another process was quicker, take what it has made.

        Wagtail's own way leaves the file of the slower one behind.
        """
        made = SiteRendition(
            image=self,
            filter_spec=filter.spec,
            focal_point_key=filter.get_cache_key(self),
            file=self.generate_rendition_file(filter),
        )
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError:
            made.file.delete(save=False)
            return self.renditions.get(
                filter_spec=made.filter_spec, focal_point_key=made.focal_point_key
            )
        return made

    def create_renditions(self, *filters: Filter) -> dict[Filter, AbstractRendition]:
        """Make several; of those that another process made meanwhile, keep its files, not ours."""
        made = super().create_renditions(*filters)
        rows = self.renditions.filter(filter_spec__in=[filter.spec for filter in made])
        kept = {(row.filter_spec, row.focal_point_key): row for row in rows}
        for filter, rendition in made.items():
            row = kept.get((rendition.filter_spec, rendition.focal_point_key))
            if row is not None and row.file.name != rendition.file.name:
                rendition.file.delete(save=False)
                made[filter] = row
        return made


class SiteRendition(AbstractRendition):
    """One size and format made from an image. Made when first asked for; ends with its image."""

    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"
            )
        ]
        indexes = [models.Index(fields=["file"], name="rendition_file")]

    @property
    def is_public(self) -> bool:
        """Whether anybody who has the address may see it."""
        return PUBLIC_OPERATION in self.filter_spec.split("|")

    def get_upload_to(self, filename: str) -> str:
        """Return an unguessable path, in the public area for a filter with the word `public`."""
        area = PUBLIC_PREFIX if self.is_public else ""
        return unguessable_name(f"{area}images", filename)
