"""Everything that takes words has some, and every word is where it is said to be."""

import re

import pytest

from tests.canaries.columns import columns, has_canary
from tests.factories.keeping import read_all

pytestmark = pytest.mark.django_db


def nothing(found):
    if found:
        pytest.fail("\n".join(found), pytrace=False)


def test_every_column_that_takes_words_has_a_canary(planted):
    without = [
        f"no canary for {name}" for name, model, one in columns() if not has_canary(model, one)
    ]
    nothing(without)


def test_every_canary_is_where_it_is_said_to_be(planted, settings):
    """The control: what the walk looks for is there to be found, in a row or in a file."""
    rows = "\n".join("".join(found) for found in read_all().values())
    files = b"".join(one.read_bytes() for one in settings.MEDIA_ROOT.rglob("*") if one.is_file())
    there = set(re.findall(r"cnry\d{7}|9041\d{6}", rows))
    there |= {one.decode() for one in re.findall(rb"cnry\d{7}", files)}
    # Files are kept under other names than they came by.
    lost = [
        str(one)
        for token, one in planted.canaries.by_token.items()
        if token not in there and "as uploaded" not in one.where
    ]
    nothing(lost)
