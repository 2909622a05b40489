from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from cms.accounts.demo import is_demo_address
from cms.accounts.models import User


class EmailBackend(AuthenticationBackend):
    """Signs in by e-mail and password. A demo account is worth nothing in production."""

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        if user is None or not super().user_can_authenticate(user):
            return False
        return settings.DEMO_ALLOWED or not is_demo_address(getattr(user, "email", ""))
