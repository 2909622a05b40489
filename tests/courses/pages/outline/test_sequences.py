"""Whatever is done in whatever order: the outline is what a rebuild would make it, and no record
of a learner loses what it points at."""

import os
import random
import time
import traceback
from collections import Counter

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from wagtail.models import Site

from courses.pages.errors import CourseError
from tests.courses.pages.outline import (  # noqa: F401  # they register their acts
    acts_by_form,
    acts_of_moving,
    acts_of_releases,
    acts_of_wagtail,
    acts_of_writers,
    oracle,
)
from tests.courses.pages.outline.acts import ACTS, deal
from tests.courses.pages.outline.scene import Committing, World, make_scene

pytestmark = [pytest.mark.soak, pytest.mark.django_db, pytest.mark.postgresql]

SOAK = os.environ.get("FLEDGE_ROUNDS") == "soak"
SEED = int(os.environ.get("FLEDGE_SEED") or 20261121)
SEQUENCES = int(os.environ.get("FLEDGE_SEQUENCES") or (20_000 if SOAK else 300))
CHUNKS = 1 if SOAK else 6
# So manieth sequences are looked at as a reader and rebuilt from nothing: in the long round after
# every step of theirs, else at their end.
EVERY = 5 if SOAK else 25
EXPECTED = (CourseError, PermissionDenied, ValidationError)


@pytest.fixture
def scene(monkeypatch):
    # Search and references have tests of their own, and would be most of the time here.
    monkeypatch.setattr("cms.core.indexing.Backend.enqueue", lambda *args: None)
    scene = make_scene()
    oracle.run(oracle.LEARNERS)
    return scene


class Failed(Exception):
    """What was done up to where the outline was wrong."""


def play(scene, steps, *, is_thorough, done):
    """Do the steps, and undo them; raise Failed where the outline is not as it should be."""
    cache.clear()
    Site.clear_site_root_paths_cache()
    world, told, records = World(scene), [], oracle.Records()
    records.look()
    savepoint = transaction.savepoint()
    try:
        for number, (name, seed) in enumerate(steps, start=1):
            told.append(name)
            told[-1], is_done = _step(world, name, seed, done)
            is_last = number == len(steps)
            # What could not be done left nothing to look at but for what comes next.
            if is_done or is_last:
                oracle.check(records, is_whole=SOAK or is_last)
            if is_thorough and (SOAK or is_last):
                oracle.check_over_http(world.boss)
        if is_thorough:
            oracle.check_rebuilt()
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        what = f"{place.name}, line {place.lineno}: {type(error).__name__}: {error}"
        raise Failed("\n".join(["", *told, what])) from error
    finally:
        transaction.savepoint_rollback(savepoint)


def _step(world, name, seed, done):
    act, _weight = ACTS[name]
    world.dice = random.Random(seed)
    try:
        with Committing(), transaction.atomic():
            said = act(world)
    except EXPECTED as error:
        return f"{name}: refused, {type(error).__name__}", False
    done[name] += said is not None
    return f"{name}: {said}", said is not None


def shrink(scene, steps):
    """Return how the fewest of these steps fail that still do."""
    failure = None
    for at in reversed(range(len(steps))):
        fewer = [*steps[:at], *steps[at + 1 :]]
        try:
            play(scene, fewer, is_thorough=True, done=Counter())
        except Failed as error:
            steps, failure = fewer, error
    return failure


def sequences(chunk):
    """Return the sequences of a chunk: acts are dealt like cards, so that all come about."""
    dice = random.Random(SEED + chunk)
    cards = []
    for number in range(SEQUENCES // CHUNKS):
        steps = []
        for _step_of in range(dice.randint(*((3, 10) if SOAK else (2, 4)))):
            cards = cards or deal(dice)
            steps.append((cards.pop(), dice.randrange(10**9)))
        yield number, steps


@pytest.mark.timeout(0 if SOAK else 240)
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_the_outline_is_what_a_rebuild_makes_it(scene, chunk):
    done, began = Counter(), time.monotonic()
    for number, steps in sequences(chunk):
        try:
            play(scene, steps, is_thorough=number % EVERY == 0, done=done)
        except Failed as error:
            failure = shrink(scene, steps)
            raise AssertionError(f"seed {SEED}, chunk {chunk}: {failure or error}") from None
        if SOAK and number % 100 == 99:
            seconds = time.monotonic() - began
            print(f"  {number + 1} sequences, seed {SEED}, {seconds:.0f} s", flush=True)
    print(f"  seed {SEED}: {dict(sorted(done.items()))}")
    if SOAK:
        assert {name for name, count in done.items() if count} == set(ACTS)
