"""What every door that takes files calls: count first, then check, then keep."""

from typing import Any

from django.conf import settings

from cms.core.limits import Limit, take
from cms.core.networks import network_of
from cms.core.uploads.avatars import make_avatar
from cms.core.uploads.documents import CheckedDocument, check_document
from cms.core.uploads.errors import TooManyUploadsError, UploadRefusedError
from cms.core.uploads.pictures import CheckedImage, check_image

__all__ = [
    "CheckedDocument",
    "CheckedImage",
    "TooManyUploadsError",
    "UploadRefusedError",
    "check_document",
    "check_image",
    "count_upload",
    "make_avatar",
    "network_of",
]


def count_upload(user: Any, network: str | None = None, *, now: float | None = None) -> None:
    """Count one upload, taken or not, or raise TooManyUploadsError, which counts nothing.

    `network` is what `network_of(request)` says.
    """
    is_staff = user.is_authenticated and user.has_perm("wagtailadmin.access_admin")
    own = settings.UPLOADS_PER_HOUR_OF_STAFF if is_staff else settings.UPLOADS_PER_HOUR
    counted = []
    if user.is_authenticated:
        counted.append((Limit("uploads", own), f"user-{user.pk}"))
    if network is not None:
        of_all = settings.UPLOADS_PER_HOUR_OF_NETWORK if user.is_authenticated else own
        counted.append((Limit("uploads", of_all), f"network-{network}"))
    if wait := take(*counted, now=now):
        raise TooManyUploadsError(wait)
