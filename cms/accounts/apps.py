from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "cms.accounts"
    label = "cms_accounts"
    verbose_name = _("accounts")

    def ready(self) -> None:
        """Register what this app knows: signals, pictures, kinds of notification, checks."""
        from cms.accounts import avatars, kinds, receivers  # noqa: F401
        from cms.accounts.checks import check_demo_accounts

        avatars.register()
        kinds.register()
        checks.register(check_demo_accounts, checks.Tags.database)


class AdminUsersConfig(WagtailUsersAppConfig):
    """Wagtail's users area with forms for our user model."""

    user_viewset = "cms.accounts.admin_users.UserViewSet"
