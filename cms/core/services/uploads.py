"""What every door that takes files calls: count first, then check, then keep."""

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
    "make_avatar",
]
