import pytest

from tests.canaries.conftest import media, planted
from tests.courses.pages.walls.guarded import build_neighbourhood, guarded_of
from tests.factories.keeping import once

__all__ = ["media", "planted"]


@pytest.fixture
def guarded(planted):
    return guarded_of(planted.first)


@pytest.fixture
def own(planted):
    return guarded_of(planted.second)


@pytest.fixture
def neighbourhood(db, media):
    return once(("neighbourhood",), build_neighbourhood)
