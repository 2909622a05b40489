"""System checks that read the database: `manage.py check --database default` and `migrate`."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import connections

from cms.accounts.demo import DEMO_DOMAIN


def check_demo_accounts(
    app_configs: Sequence[AppConfig] | None = None,
    databases: Sequence[str] | None = None,
    **kwargs: Any,
) -> list[CheckMessage]:
    """Name the demo accounts that a database brought along to where none may be."""
    from cms.accounts.models import User

    if settings.DEMO_ALLOWED or "default" not in (databases or ()):
        return []
    if User._meta.db_table not in connections["default"].introspection.table_names():
        return []
    found = User.objects.using("default").filter(email__endswith=f"@{DEMO_DOMAIN}")
    addresses = list(found.order_by("email").values_list("email", flat=True))
    if not addresses:
        return []
    return [
        Error(
            f"Demo accounts are in this database: {', '.join(addresses)}.",
            hint="They cannot sign in here. Delete them, and take no copy of a local database.",
            id="cms_accounts.E001",
        )
    ]
