from datetime import datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from cms.accounts.enums import RequestState, Role
from cms.core.files.names import unguessable_name

# Time enough to do what the reason asks for, and not so long that one gives up.
ASK_AGAIN_AFTER = timedelta(days=30)


def validate_time_zone(name: str) -> None:
    """Refuse a name that the time zone database does not know."""
    if name not in available_timezones():
        raise ValidationError(_("Choose a time zone from the list."), code="unknown_time_zone")


def normalise_email(email: str) -> str:
    """Return the address as it is kept: trimmed and in lower case.

    Lower case in both parts: people type their own address in either way, and two
    accounts that differ only in case would belong to one mailbox.
    """
    return email.strip().lower()


def avatar_path(user: "User", filename: str) -> str:
    """Return a name for a picture that tells nothing: not whose it is, nor what it was called."""
    return unguessable_name("avatars", filename)


def language_choices() -> list[tuple[str, str]]:
    """Return the languages of the settings; a function keeps them out of the migrations."""
    return list(settings.LANGUAGES)


class UserManager(BaseUserManager["User"]):
    """Makes users; e-mail addresses compare without regard to case."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make and save a user; without a password one can only sign in by a reset link."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=normalise_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user who may do everything."""
        return self.create_user(email, password, is_superuser=True, **fields)

    def administrators(self) -> models.QuerySet["User"]:
        """Return the active people who may manage the whole site."""
        may_manage = models.Q(is_superuser=True) | models.Q(groups__name=Role.ADMINISTRATOR.value)
        return self.filter(may_manage, is_active=True).distinct()

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=normalise_email(username or ""))


class User(AbstractBaseUser, PermissionsMixin):
    """One person with an account. Made at sign-up or by an administrator; ends by erasure."""

    email = models.EmailField(_("e-mail address"), unique=True)
    display_name = models.CharField(
        _("name"), max_length=80, help_text=_("How others see you, on certificates too.")
    )
    language = models.CharField(
        _("language"), max_length=12, choices=language_choices, default="en"
    )
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[validate_time_zone]
    )
    about = models.CharField(
        _("about you"),
        max_length=280,
        blank=True,
        default="",
        db_default="",
        help_text=_("One or two sentences."),
    )
    # In the private area: who may see it is asked each time (cms.accounts.avatars).
    avatar = models.FileField(
        _("picture"),
        upload_to=avatar_path,
        blank=True,
        default="",
        db_default="",
        editable=False,
    )
    # The newest terms that the person accepted, beside the rows that say when: every page asks.
    terms_version = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("An inactive account cannot sign in.")
    )
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)
    # Part of every session's hash: counting up signs the person out everywhere.
    session_generation = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            # Without it the unique column would let Ada@ and ada@ be two people.
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="user_email_is_lower_case"
            ),
            # The gate finds by the file's name who is shown: one person, and by an index.
            models.UniqueConstraint(
                fields=["avatar"], condition=~models.Q(avatar=""), name="one_person_per_picture"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = normalise_email(self.email)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the address in lower case, whoever set it."""
        self.email = normalise_email(self.email)
        super().save(*args, **kwargs)

    @property
    def has_whole_profile(self) -> bool:
        """Whether others can learn who this is: name, picture and a line."""
        return bool(self.display_name and self.avatar and self.about)

    @property
    def date_joined(self) -> datetime:
        """When the account was made, under the name that other packages ask for."""
        return self.joined_at

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what ties a session to this password and generation of sessions."""
        return salted_hmac(
            "cms.accounts.models.User.session",
            f"{self.session_generation}:{self.password}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()

    def get_full_name(self) -> str:
        """Return the name that others see."""
        return self.display_name

    def get_short_name(self) -> str:
        """Return the name that others see."""
        return self.display_name


class InstructorRequestQuerySet(models.QuerySet["InstructorRequest"]):
    """Requests to teach."""

    def waiting_first(self) -> "InstructorRequestQuerySet":
        """Return those that wait before the answered; of the waiting the oldest on top."""
        is_answered = models.Case(
            models.When(state=RequestState.OPEN, then=models.Value(0)), default=models.Value(1)
        )
        return self.order_by(is_answered, models.F("decided_at").desc(), "asked_at", "pk")


class InstructorRequest(models.Model):
    """One learner's wish to become an instructor. Made on the Teach page; ends with an answer."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="instructor_requests"
    )
    words = models.TextField(_("what the person wrote"), max_length=1000)
    state = models.CharField(
        _("state"), max_length=10, choices=RequestState.choices, default=RequestState.OPEN
    )
    asked_at = models.DateTimeField(_("asked"))
    decided_at = models.DateTimeField(_("answered"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    reason = models.TextField(_("reason"), max_length=1000, blank=True)

    objects = InstructorRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to teach")
        verbose_name_plural = _("requests to teach")
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(state=RequestState.OPEN),
                name="one_open_request_per_person",
            ),
            models.CheckConstraint(
                condition=models.Q(state=RequestState.OPEN, decided_at=None)
                | (~models.Q(state=RequestState.OPEN) & models.Q(decided_at__isnull=False)),
                name="request_is_open_or_decided",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def may_ask_again_at(self) -> datetime | None:
        """When a declined person may ask again; None for a request that was not declined."""
        if self.state != RequestState.DECLINED or self.decided_at is None:
            return None
        return self.decided_at + ASK_AGAIN_AFTER


class TermsAcceptance(models.Model):
    """One person accepted one version of the terms, once. Made at sign-up or later; stays."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="terms_acceptances"
    )
    version = models.PositiveIntegerField(_("version"))
    accepted_at = models.DateTimeField(_("accepted"))
    # Which words were read: the page's language.
    language = models.CharField(_("language"), max_length=12)

    class Meta:
        verbose_name = _("acceptance of terms")
        verbose_name_plural = _("acceptances of terms")
        constraints = [
            models.UniqueConstraint(fields=["user", "version"], name="terms_are_accepted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.version}"
