import pytest

from tests.canaries.planting import plant
from tests.factories.keeping import once

_folders = []


@pytest.fixture
def media(settings, tmp_path_factory):
    """One folder for all tests of the process, whose files the kept rows name."""
    if not _folders:
        _folders.append(tmp_path_factory.mktemp("media"))
    settings.MEDIA_ROOT = _folders[0]


@pytest.fixture
def planted(db, media):
    return once(("canaries",), plant)
