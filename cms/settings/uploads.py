"""What uploads may be: `cms.core.uploads` holds to it, and Wagtail's own pages show it."""

from .environment import env

_MEGABYTE = 1024 * 1024

FILE_UPLOAD_HANDLERS = [
    # Notes the name as it was sent, from where, and refuses endless requests.
    "cms.core.uploads.arrivals.ArrivalHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.core.forms.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.core.forms.DocumentForm"
# SVG can hold script and most browsers show no HEIC: both are refused with what to do instead.
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpeg", "jpg", "png", "webp"]
# A phone's sharpest pictures have 48 million pixels and 15 MB. Four bytes for each pixel are
# what decoding may take of a process's memory.
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * _MEGABYTE
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
# Films and long recordings have a way of their own.
WAGTAILDOCS_MAX_UPLOAD_SIZE = 100 * _MEGABYTE
# Half an hour in high definition. A larger one needs a way of its own, in pieces.
VIDEO_MAX_UPLOAD_SIZE = (env.int("FLEDGE_VIDEO_MAX_MB", 500) or 500) * _MEGABYTE
AUDIO_MAX_UPLOAD_SIZE = 200 * _MEGABYTE
CAPTIONS_MAX_UPLOAD_SIZE = 2 * _MEGABYTE
# Nothing of a longer request is read: room for the largest file and its form.
UPLOAD_REQUEST_MAX_BYTES = (
    max(VIDEO_MAX_UPLOAD_SIZE, AUDIO_MAX_UPLOAD_SIZE, WAGTAILDOCS_MAX_UPLOAD_SIZE) + 10 * _MEGABYTE
)

# In any hour: for learners, for people who work in the admin, and for all people of one
# network together, which may be a whole school behind one address.
UPLOADS_PER_HOUR = 10
UPLOADS_PER_HOUR_OF_STAFF = 500
UPLOADS_PER_HOUR_OF_NETWORK = 1_000
