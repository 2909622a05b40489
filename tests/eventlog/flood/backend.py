from typing import Any

from django.core.mail.backends.smtp import EmailBackend

from tests.eventlog.flood.marks import at_work


class MarkedBackend(EmailBackend):
    """SMTP that says when a mail is on the line."""

    def send_messages(self, email_messages: Any) -> int:
        with at_work("mail"):
            return super().send_messages(email_messages)
