"""What makes a password too weak, in words that say what to do."""

from django.contrib.auth import password_validation
from django.utils.translation import gettext as _


class OwnWordsValidator(password_validation.UserAttributeSimilarityValidator):
    """Refuses a password that repeats the person's name or address."""

    def get_error_message(self) -> str:
        return _("The password is too close to your name or address. Choose another.")


class LengthValidator(password_validation.MinimumLengthValidator):
    """Refuses a short password."""

    def get_error_message(self) -> str:
        return _("The password is too short. It needs %(min_length)d characters or more.") % {
            "min_length": self.min_length
        }


class CommonValidator(password_validation.CommonPasswordValidator):
    """Refuses one of the passwords that are tried first."""

    def get_error_message(self) -> str:
        return _("Many people use this password, so it is tried first. Choose another.")


class DigitsValidator(password_validation.NumericPasswordValidator):
    """Refuses a password of nothing but digits."""

    def get_error_message(self) -> str:
        return _("The password has only digits. Add a word or two.")
