"""Mails kept as files instead of sent, to be read at /dev/outbox."""

import os
import re
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from cms.notifications.errors import MailRefusedError

# The name is all that an address can ask for, so nothing but what is written here passes.
FILE_NAME = re.compile(r"[0-9]{8}T[0-9]{12}-[0-9a-f]{8}\.eml")


def outbox_folder() -> Path:
    """Return where the mails are."""
    return Path(settings.EMAIL_FILE_PATH)


class OutboxBackend(BaseEmailBackend):
    """Writes each mail whole into a file of its own. The names sort by time."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = outbox_folder()
        for message in email_messages:
            stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
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
                aside.unlink(missing_ok=True)
                raise MailRefusedError(error.strerror) from error
        return len(email_messages)
