import pytest

from tests.courses.pages.walls.guarded import build, build_neighbourhood
from tests.factories.keeping import once

_folders = []


@pytest.fixture
def media(settings, tmp_path_factory):
    """One folder for all tests of the process, whose files the kept rows name."""
    if not _folders:
        _folders.append(tmp_path_factory.mktemp("media"))
    settings.MEDIA_ROOT = _folders[0]


@pytest.fixture
def guarded(db, media):
    return once(("guarded",), build)


@pytest.fixture
def neighbourhood(db, media):
    return once(("neighbourhood",), build_neighbourhood)
