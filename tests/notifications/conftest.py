import copy
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale

from cms.notifications.enums import Channel
from cms.notifications.kinds import NotificationKind, registry
from tests.eventlog.publishing import catch_published
from tests.factories.accounts import UserFactory

BASE_URL = "https://learn.example.org"


@pytest.fixture
def published(request, monkeypatch):
    return catch_published(request, monkeypatch)


@pytest.fixture(autouse=True)
def _english():
    """Requests leave their language active; the next test must not inherit it."""
    with translation.override("en"):
        yield


@pytest.fixture
def test_templates(settings):
    """Let templates be found that only these tests have."""
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(Path(__file__).parent / "templates")
    settings.TEMPLATES = templates
    settings.WAGTAILADMIN_BASE_URL = BASE_URL


def make_kind(name="tests.told", **more):
    return NotificationKind(
        **{
            "name": name,
            "label": "Told",
            "description": "When something was told.",
            "template_prefix": "tests/mails/told",
            "url": lambda data: reverse("account_login"),
            **more,
        }
    )


@pytest.fixture
def kinds(monkeypatch, test_templates):
    """Four kinds of these tests, in the place of those of the apps."""
    monkeypatch.setattr(registry, "kinds", {})
    for kind in (
        make_kind(),
        make_kind("tests.bell_only", label="Bell only", channels={Channel.IN_APP: True}),
        make_kind(
            "tests.quiet", label="Quiet", channels={Channel.IN_APP: True, Channel.MAIL: False}
        ),
        make_kind(
            "tests.vital",
            label="Vital",
            can_turn_off=False,
            reason="It is about the safety of your account.",
        ),
    ):
        registry.add(kind)
    return registry


@pytest.fixture
def languages(db):
    """Let the site speak French beside English."""
    Locale.objects.get_or_create(language_code="fr")


@pytest.fixture
def ada(db):
    return UserFactory(email="ada@example.org")


@pytest.fixture
def ben(db):
    return UserFactory(email="ben@example.org")
