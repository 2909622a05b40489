"""Every address as everybody: nobody meets what is not for them, and who may meet it does.

Here everybody walks what may answer them differently; `make soak` walks all of it as everybody,
by all methods.
"""

import os

import pytest

from tests.canaries.addresses import FILLED, Address, names_outside_the_admin, public_addresses
from tests.canaries.admin import usual_admin, whole_admin
from tests.canaries.people import Who
from tests.canaries.planting import Planted
from tests.canaries.walking import PART, Asked, Walked, walk

pytestmark = pytest.mark.django_db

SOAK = os.environ.get("FLEDGE_ROUNDS") == "soak"
METHODS = ("GET", "HEAD", "POST", PART)
# These see once for all what does not depend on who asks.
THOROUGH = (Who.GUEST, Who.LEARNER, Who.OWNER, Who.OTHER, Who.ADMINISTRATOR)
_walked: dict[Who, Walked] = {}
_public: list[Address] = []


def nothing(found):
    if found:
        pytest.fail("\n".join(found), pytrace=False)


def public_to(planted: Planted, who: Who) -> list[Address]:
    """Return what somebody walks outside the admin; the addresses are made once."""
    _public[:] = _public or public_addresses(planted)
    return [one for one in _public if who in one.walked_by]


def walked_by(planted: Planted, who: Who) -> Walked:
    """Return what came of somebody's walk, which is made once."""
    if who not in _walked:
        places = [one for one in public_to(planted, who) if one.is_personal or who in THOROUGH]
        inside = usual_admin(planted, who) if who not in planted.links else []
        _walked[who] = walk(planted, who, [*places, *inside])
    return _walked[who]


def test_every_address_outside_the_admin_is_filled():
    assert names_outside_the_admin() == set(FILLED)


@pytest.mark.parametrize("who", list(Who))
def test_nobody_meets_what_is_not_for_them(planted, who):
    nothing(walked_by(planted, who).wrong)


def test_the_owner_meets_every_canary_of_the_course(planted):
    """Else the walk would pass a site that shows nothing to anybody."""
    met = walked_by(planted, Who.OWNER).met
    own = [one for one in planted.canaries if one.where.startswith("first ")]
    wanted = [one for one in own if one.is_met and Who.OWNER in one.seen_by]
    nothing([str(one) for one in wanted if one not in met])


def test_everything_is_met_by_somebody(planted):
    met = set().union(*[walked_by(planted, who).met for who in Who])
    nothing([str(one) for one in planted.canaries if one.is_met and one not in met])


@pytest.mark.soak
@pytest.mark.parametrize("who", list(Who))
def test_nor_does_anybody_by_any_method_anywhere(planted, who):
    """Every address with either course in it; a few of them in `make test`."""
    places: list[Asked] = [*public_to(planted, who)]
    if who not in planted.links:
        places += whole_admin(planted)
    wrong, asked = [], 0
    for at, method in enumerate(METHODS):
        some = places if SOAK else places[7 * at :: len(places) // 2]
        walked = walk(planted, who, some, method=method)
        wrong += walked.wrong
        asked += walked.asked
    print(f"{who}: {asked} answers, {len(wrong)} of them wrong")
    nothing(wrong)
