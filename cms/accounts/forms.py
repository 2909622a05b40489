"""The forms of the account pages: allauth's, with labels instead of placeholders."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cms.accounts.demo import is_demo_address
from cms.accounts.models import User
from cms.accounts.passwords import OwnWordsValidator
from cms.accounts.services import TermsVersion, accept_terms, live_terms
from cms.accounts.services.terms import TERMS_CHANGED, seen_version, sign_version

PASSWORD_HINT = _(
    "At least 10 characters. Three or four words in a row are easy to keep and hard to guess."
)


class PlainFieldsMixin:
    """Labels and hints in our words; no placeholders, which vanish when one needs them.

    New passwords are typed once: browsers keep them, and a slip is mended by a reset.
    """

    fields: dict[str, forms.Field]
    is_change = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if not isinstance(field, forms.BooleanField):
                field.widget.attrs["class"] = "input"
            if name in ("email", "login"):
                field.label = _("E-mail address")
                field.widget.input_type = "email"
                # Browsers would offer to write it with a capital and a correction, and addresses
                # run from left to right in every language.
                field.widget.attrs.update(
                    {"autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}
                )
                field.error_messages["invalid"] = _(
                    "This is not a whole e-mail address. It looks like name@example.org."
                )
                field.error_messages["required"] = _("Enter your e-mail address.")
            elif name == "password1":
                field.label = _("New password") if self.is_change else _("Password")
                field.help_text = PASSWORD_HINT
                field.error_messages["required"] = _("Enter a password.")
            elif name in ("password", "oldpassword"):
                field.label = _("Current password") if name == "oldpassword" else _("Password")
                field.help_text = ""
                field.error_messages["required"] = _("Enter your password.")


class SignInForm(PlainFieldsMixin, allauth_forms.LoginForm):
    """E-mail address, password, and whether to stay signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["remember"].label = _("Stay signed in on this device for two weeks")


def accept_field(terms: TermsVersion) -> forms.BooleanField:
    """Return the box to tick, with the terms linked beside it and not in its label."""
    link = format_html('<a href="{}" target="_blank">{}</a>', terms.url, terms.title)
    return forms.BooleanField(
        label=_("I accept the terms of this site"),
        help_text=format_html("{} {}", link, _("(opens in a new tab)")),
        error_messages={"required": _("Read the terms and tick the box to make an account.")},
    )


class SignUpForm(PlainFieldsMixin, allauth_forms.SignupForm):
    """Makes an account, or quietly mails the owner of the one that is there already."""

    data: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms = live_terms(translation.get_language() or "")
        if self.terms:
            self.fields["accept_terms"] = accept_field(self.terms)
            self.fields["terms_version"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=sign_version(self.terms)
            )

    def clean_terms_version(self) -> str:
        """Take a yes only for the version that the page showed."""
        signed: str = self.cleaned_data["terms_version"]
        if self.terms and seen_version(signed) != self.terms.version:
            # The page that follows shows the new version, to be ticked anew.
            self.data = self.data.copy()
            self.data["terms_version"] = sign_version(self.terms)
            self.data.pop("accept_terms", None)
            self._errors.pop("accept_terms", None)
            self.add_error("accept_terms", str(TERMS_CHANGED))
        return signed

    def custom_signup(  # type: ignore[override]  # there is one user model
        self, request: HttpRequest, user: User
    ) -> None:
        super().custom_signup(request, user)
        if self.terms:
            accept_terms(
                user,
                version=self.terms.version,
                language=translation.get_language() or "",
                now=timezone.now(),
            )

    def validate_unique_email(self, value: str) -> str:
        """Note whether an account has this address; nothing shown depends on it.

        An address that somebody else merely wants to change to is free: otherwise one could
        keep strangers from signing up.
        """
        confirmed = EmailAddress.objects.filter(email=value, verified=True)
        self.account_already_exists = (
            User.objects.filter(email=value).exists() or confirmed.exists()
        )
        return value

    def clean(self) -> dict[str, Any]:
        """Hold the password against the name too, of which allauth knows nothing."""
        cleaned: dict[str, Any] = super().clean()
        name, password = cleaned.get("display_name"), cleaned.get("password1")
        if name and password and not self.has_error("password1"):
            validator = OwnWordsValidator(user_attributes=("display_name",))
            try:
                validator.validate(password, User(display_name=name))
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return self.cleaned_data

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        if not self.account_already_exists:
            try:
                with transaction.atomic():
                    EmailAddress.objects.filter(
                        email=self.cleaned_data["email"], verified=False
                    ).delete()
                    return super().try_save(request)
            except IntegrityError:
                # Somebody signed up with this address between the check and here.
                self.account_already_exists = True
        else:
            # As long a work as for a new account: the time must not tell them apart.
            User().set_password(self.cleaned_data["password1"])
        return super().try_save(request)


class ResetPasswordForm(PlainFieldsMixin, allauth_forms.ResetPasswordForm):
    """Mails a link, or says by mail that there is no account."""

    def clean_email(self) -> str:
        email = super().clean_email()
        # allauth also finds accounts that only want to change to this address. A slip of the
        # pen there must not hand the account to whoever owns the mailbox.
        self.users = [user for user in self.users if user.email == email and _may_sign_in(user)]
        return email


def _may_sign_in(user: User) -> bool:
    return settings.DEMO_ALLOWED or not is_demo_address(user.email)


class ChoosePasswordForm(PlainFieldsMixin, allauth_forms.ResetPasswordKeyForm):
    """The new password, after a link from a mail."""

    is_change = True


class ChangePasswordForm(PlainFieldsMixin, allauth_forms.ChangePasswordForm):
    """The present password and the new one."""

    is_change = True


class SetPasswordForm(PlainFieldsMixin, allauth_forms.SetPasswordForm):
    """The first password of an account that has none."""


class ChangeAddressForm(PlainFieldsMixin, allauth_forms.AddEmailForm):
    """The address to change to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail address")


class ReauthenticateForm(PlainFieldsMixin, allauth_forms.ReauthenticateForm):
    """The password once more, before something that matters."""
