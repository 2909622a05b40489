from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "cms.accounts"
    label = "cms_accounts"


class AdminUsersConfig(WagtailUsersAppConfig):
    """Wagtail's users area with forms for our user model."""

    user_viewset = "cms.accounts.admin_users.UserViewSet"
