"""A person's own settings in the Wagtail admin, without what the site's profile page has."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.views import account as wagtail_account
from wagtail.users.models import UserProfile

from cms.accounts.models import User

# Picture, language and time zone are the person's on the whole site: one place to change them.
LEFT_OUT = (wagtail_account.AvatarSettingsPanel, wagtail_account.LocaleSettingsPanel)


class AccountView(wagtail_account.AccountView):
    def get_panels(self) -> list[Any]:
        return [panel for panel in super().get_panels() if not isinstance(panel, LEFT_OUT)]


def profile_menu_item(request: HttpRequest) -> MenuItem:
    """Return the entry that leads from the admin's account page to the site's profile page."""
    return MenuItem(
        _("Picture, language and time zone"), reverse("account_profile"), icon_name="user"
    )


def picture_address(user: Any, size: int) -> str | None:
    """Return the person's picture for the admin, or None for the drawing that Wagtail has."""
    return user.avatar.url if isinstance(user, User) and user.avatar else None


def speak_the_persons_language(user: User) -> None:
    """Have the admin use the account's language and time zone for this request.

    Wagtail takes both from a row of its own, which it reads anyway: what stands on the account
    is put in its place, and nothing is written.
    """
    try:
        profile = user.wagtail_userprofile
    except UserProfile.DoesNotExist:
        profile = UserProfile(user=user)
        user.wagtail_userprofile = profile
    # Also a language that Wagtail has no catalogue for: our own labels are in it.
    known = dict(settings.LANGUAGES)
    profile.preferred_language = user.language if user.language in known else ""
    profile.current_time_zone = user.time_zone
