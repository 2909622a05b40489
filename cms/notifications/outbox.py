"""Mails kept as files instead of sent, to be read at /dev/outbox."""

import contextlib
import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_binary_file
from email.message import EmailMessage as StandardMessage
from email.policy import default as default_policy
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from cms.notifications.errors import MailRefusedError

# The name is all that an address can ask for, so nothing but what is written here passes.
FILE_NAME = re.compile(r"[0-9]{8}T[0-9]{12}-[0-9a-f]{8}\.eml")
_STAMP = "%Y%m%dT%H%M%S%f"


def outbox_folder() -> Path:
    """Return where the mails are."""
    return Path(settings.EMAIL_FILE_PATH)


class OutboxBackend(BaseEmailBackend):
    """Writes each mail whole into a file of its own. The names sort by time."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = outbox_folder()
        for message in email_messages:
            stamp = datetime.now(UTC).strftime(_STAMP)
            name = f"{stamp}-{secrets.token_hex(4)}.eml"
            aside = folder / f".{name}"
            try:
                folder.mkdir(parents=True, exist_ok=True)
                # Sign-in links are for the owner of the folder only.
                descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(descriptor, "wb") as file:
                    file.write(message.message().as_bytes())
                # A reader sees the whole mail or none.
                aside.rename(folder / name)
            except OSError as error:
                with contextlib.suppress(OSError):
                    aside.unlink()
                raise MailRefusedError(error.strerror) from error
        return len(email_messages)


@dataclass(frozen=True)
class KeptMail:
    """One mail as its file holds it."""

    name: str
    kept_at: datetime
    message: StandardMessage

    @property
    def sender(self) -> str:
        return str(self.message.get("From", ""))

    @property
    def recipients(self) -> str:
        return str(self.message.get("To", ""))

    @property
    def subject(self) -> str:
        return str(self.message.get("Subject", ""))

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(key, str(value)) for key, value in self.message.items()]

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    def _part(self, kind: str) -> str:
        part = self.message.get_body(preferencelist=(kind,))
        return str(part.get_content()) if part else ""


def kept_names() -> list[str]:
    """Return the names of the mails kept, newest first."""
    try:
        names = os.listdir(outbox_folder())
    except FileNotFoundError:
        return []
    return sorted((name for name in names if FILE_NAME.fullmatch(name)), reverse=True)


def read_kept(name: str) -> KeptMail | None:
    """Return the mail of this name, or None: there is none, or the name is not one of ours."""
    if not FILE_NAME.fullmatch(name):
        return None
    path = outbox_folder() / name
    try:
        # A link could lead anywhere; what the backend writes is a plain file.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        message = message_from_binary_file(file, policy=default_policy)
    kept_at = datetime.strptime(name.partition("-")[0], _STAMP).replace(tzinfo=UTC)
    return KeptMail(name, kept_at, message)
