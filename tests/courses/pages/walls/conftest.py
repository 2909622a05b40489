import copy
from pathlib import Path

import pytest

from tests.courses.pages.walls.guarded import Guarded, build
from tests.factories.site import keeper


class Kept:
    """What the first test of a process built; the next find the same rows and files again."""

    folder: Path | None = None
    guarded: Guarded | None = None


@pytest.fixture
def guarded(db, settings, tmp_path_factory):
    Kept.folder = Kept.folder or tmp_path_factory.mktemp("media")
    settings.MEDIA_ROOT = Kept.folder

    def really():
        Kept.guarded = build()

    keeper.make(("walls",), really)
    # What a test writes on the objects must not reach the next.
    return copy.deepcopy(Kept.guarded)
