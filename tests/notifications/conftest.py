import pytest

from tests.eventlog.publishing import catch_published


@pytest.fixture
def published(request, monkeypatch):
    return catch_published(request, monkeypatch)
