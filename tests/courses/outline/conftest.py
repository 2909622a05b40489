import pytest

from tests.courses.outline.courses import registered


@pytest.fixture
def pages(db, monkeypatch):
    return registered(monkeypatch)
