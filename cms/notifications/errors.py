"""Refusals and failures of sending."""


class NotificationError(Exception):
    """The base of what notifications refuse."""

    code = "notification"


class MailRefusedError(NotificationError):
    """A backend of ours is certain that the mail was not accepted."""

    code = "mail_refused"


class KindRegistrationError(NotificationError):
    """A kind of notification is declared in a way that cannot work."""

    code = "kind_registration"


class UnknownKindError(NotificationError):
    """Nobody declared a kind of this name."""

    code = "unknown_kind"


class NotificationDataError(NotificationError):
    """A notification holds what it must not keep, or leads away from the site."""

    code = "notification_data"


class UnsubscribeError(NotificationError):
    """The address of an unsubscription is forged, or its kind is not one to turn off."""

    code = "unsubscribe_unknown"


class UnsubscribeExpiredError(UnsubscribeError):
    """The address of an unsubscription is too old."""

    code = "unsubscribe_expired"
