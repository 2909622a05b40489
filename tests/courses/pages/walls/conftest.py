import copy

import pytest

from tests.courses.pages.walls.guarded import build, build_neighbourhood
from tests.factories.site import keeper

# What the first test of a process built, by its kind; the next find the same rows and files.
_built = {}


def _once(kind, make, settings, tmp_path_factory):
    if "folder" not in _built:
        _built["folder"] = tmp_path_factory.mktemp("media")
    settings.MEDIA_ROOT = _built["folder"]

    def really():
        _built[kind] = make()

    keeper.make(("walls", kind), really)
    # What a test writes on the objects must not reach the next.
    return copy.deepcopy(_built[kind])


@pytest.fixture
def guarded(db, settings, tmp_path_factory):
    return _once("guarded", build, settings, tmp_path_factory)


@pytest.fixture
def neighbourhood(db, settings, tmp_path_factory):
    return _once("neighbourhood", build_neighbourhood, settings, tmp_path_factory)
