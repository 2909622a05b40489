"""`python -m tests.eventlog.flood.session begin | check <key>`: sign in, and see it last."""

import sys

import django

django.setup()

from django.conf import settings  # noqa: E402  models can be loaded from here on
from django.contrib.auth import get_user_model  # noqa: E402
from django.test import Client  # noqa: E402

from tests.eventlog.flood.models import create_tables  # noqa: E402

SIGNED_IN_ONLY = "/en/accounts/email/"


def begin() -> str:
    create_tables()
    user = get_user_model().objects.create_user("ada@example.org", display_name="Ada")
    client = Client()
    client.force_login(user)
    assert client.get(SIGNED_IN_ONLY).status_code == 200
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def check(key: str) -> str:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    return str(client.get(SIGNED_IN_ONLY).status_code)


if __name__ == "__main__":
    print(begin() if sys.argv[1] == "begin" else check(sys.argv[2]))
