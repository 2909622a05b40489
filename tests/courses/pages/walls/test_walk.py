"""Nobody changes anything of somebody else's course, whatever they send; who meets what of it is
walked with all addresses of the site: `tests/canaries/test_walk.py`."""

import pytest

from tests.canaries.admin import asked_of
from tests.canaries.people import FIRST, Who
from tests.canaries.walking import walk
from tests.courses.pages.walls.addresses import addresses, is_resolved

pytestmark = pytest.mark.django_db


def test_every_address_is_filled_as_it_is_meant(guarded):
    assert "\n".join(str(one) for one in addresses(guarded) if not is_resolved(one)) == ""


@pytest.mark.parametrize("who", [Who.OTHER, Who.REMOVED])
def test_nobody_else_changes_anything_of_a_course(planted, guarded, who):
    before = guarded.state()
    walked = walk(planted, who, asked_of(addresses(guarded), FIRST), method="POST", keeps=True)
    assert "\n".join(walked.wrong) == ""
    assert guarded.state() == before


def test_files_are_kept_under_other_names_than_they_came_by(planted):
    for files in planted.first.files.values():
        for one in files.all:
            assert not planted.canaries.found_in(one.file.name.encode())
