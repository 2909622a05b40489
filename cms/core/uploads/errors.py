"""What is said of an upload that is not taken."""

from django.utils.translation import ngettext

from cms.core.problems import TooManyRequestsError


class UploadRefusedError(Exception):
    """The file is not taken; the message says what is wrong and what to do about it.

    Messages hold nothing that came with the file: Wagtail's uploader shows them as HTML.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class TooManyUploadsError(TooManyRequestsError):
    """The person, or their network, has uploaded as much as may be in an hour."""

    code = "too_many_uploads"

    @property
    def message(self) -> str:
        """Say when it goes on."""
        minutes = max(1, -(-self.retry_after_seconds // 60))
        return ngettext(
            "You have uploaded as many files as one hour allows. Go on in %(minutes)d minute.",
            "You have uploaded as many files as one hour allows. Go on in %(minutes)d minutes.",
            minutes,
        ) % {"minutes": minutes}
