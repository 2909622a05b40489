"""Whether a failed attempt to send certainly sent nothing."""

import smtplib
import ssl
from collections.abc import Iterator

import requests
from anymail import exceptions as anymail
from urllib3 import exceptions as urllib3

from cms.notifications.errors import MailRefusedError

# The server's own no: to the sender, the recipient, or the text.
_REFUSALS: tuple[type[BaseException], ...] = (
    MailRefusedError,
    smtplib.SMTPResponseException,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPNotSupportedError,
    anymail.AnymailRecipientsRefused,
    # Raised before anything goes out.
    anymail.AnymailInvalidAddress,
    anymail.AnymailUnsupportedFeature,
    anymail.AnymailSerializationError,
    anymail.AnymailCancelSend,
    anymail.AnymailConfigurationError,
)
# There was no connection that anything could have gone over.
_NO_CONNECTION: tuple[type[BaseException], ...] = (
    requests.exceptions.ConnectTimeout,
    urllib3.NewConnectionError,
    urllib3.ConnectTimeoutError,
    ssl.SSLCertVerificationError,
)
_SERVER_ERRORS = 500
_REQUEST_TIMEOUT = 408
_NOT_WORKED = (501, 503)


def is_refusal(error: BaseException) -> bool:
    """Return whether the mail was certainly not accepted. When in doubt, it may have been."""
    if isinstance(error, _REFUSALS):
        return True
    status = getattr(error, "status_code", None)
    if isinstance(error, anymail.AnymailAPIError) and status is not None:
        # A provider that answers 500 or 504 may have taken the mail before it failed.
        refused = status < _SERVER_ERRORS and status != _REQUEST_TIMEOUT
        return (refused and status >= requests.codes.bad_request) or status in _NOT_WORKED
    return any(isinstance(cause, _NO_CONNECTION) for cause in _causes(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and what it was made from, also where a library only kept it as a value."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        current = waiting.pop()
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        waiting += [current.__cause__, current.__context__]
        waiting += [
            value
            for value in (*current.args, getattr(current, "reason", None))
            if isinstance(value, BaseException)
        ]
