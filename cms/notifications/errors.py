"""Refusals and failures of sending."""


class NotificationError(Exception):
    """The base of what notifications refuse."""

    code = "notification"


class MailRefusedError(NotificationError):
    """A backend of ours is certain that the mail was not accepted."""

    code = "mail_refused"
