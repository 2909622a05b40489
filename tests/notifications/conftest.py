import copy
from pathlib import Path

import pytest

from tests.eventlog.publishing import catch_published

BASE_URL = "https://learn.example.org"


@pytest.fixture
def published(request, monkeypatch):
    return catch_published(request, monkeypatch)


@pytest.fixture
def test_templates(settings):
    """Let templates be found that only these tests have."""
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(Path(__file__).parent / "templates")
    settings.TEMPLATES = templates
    settings.WAGTAILADMIN_BASE_URL = BASE_URL
