"""A pass in an address opens nothing unless an app says so."""

from types import SimpleNamespace

import pytest

from cms.core import gate
from cms.core.files import links
from cms.core.gate import may_pass, register_pass

FILE = SimpleNamespace(pk=1)


@pytest.fixture(autouse=True)
def _no_passes(monkeypatch):
    monkeypatch.setattr(gate, "_passes", [])


def test_nothing_opens_without_somebody_who_decides():
    assert not may_pass("x", "document", FILE, "documents/a.txt")


@pytest.mark.parametrize("answer", [False, None, 1, "yes", [True]])
def test_only_a_real_yes_opens(answer):
    register_pass(lambda shown: answer)
    assert not may_pass("x", "document", FILE, "documents/a.txt")


def test_one_that_fails_stays_closed_and_the_next_is_asked():
    def fails(shown):
        raise ValueError

    register_pass(fails)
    assert not may_pass("x", "document", FILE, "documents/a.txt")
    register_pass(lambda shown: (shown.text, shown.kind, shown.name) == ("x", "document", "a.txt"))
    assert may_pass("x", "document", FILE, "a.txt")
    assert not may_pass("y", "document", FILE, "a.txt")
    assert not may_pass("x", "image", FILE, "a.txt")


def test_registering_twice_changes_nothing():
    def decide(shown):
        return True

    register_pass(decide)
    register_pass(decide)
    assert gate._passes == [decide]


def test_addresses_carry_a_pass_only_while_they_shall():
    plain = links.address("documents/a.txt")
    with links.passes(lambda name: f"for {name}"):
        assert links.address("documents/a.txt") == f"{plain}?pass=for+documents%2Fa.txt"
        with links.passes(None):
            assert links.address("documents/a.txt") == plain
    assert links.address("documents/a.txt") == plain
    with pytest.raises(ZeroDivisionError), links.passes(lambda name: str(1 // 0)):
        links.address("documents/a.txt")
    assert links.address("documents/a.txt") == plain
