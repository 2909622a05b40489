import secrets
from pathlib import PurePosixPath

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition


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

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def get_upload_to(self, filename: str) -> str:
        """Return a path that nobody can guess from the uploaded file's name."""
        suffix = PurePosixPath(filename).suffix.lower()[:10]
        return f"original_images/{secrets.token_urlsafe(24)}{suffix}"


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
