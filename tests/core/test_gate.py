"""The gate: closed unless somebody opens it."""

from types import SimpleNamespace

import pytest

from cms.core import gate


@pytest.fixture(autouse=True)
def _no_gates(monkeypatch):
    monkeypatch.setattr(gate, "_gates", {})


def yes(user, obj):
    return True


def no(user, obj):
    return False


def broken(user, obj):
    raise ValueError("broken")


def truthy(user, obj):
    return ["something"]


@pytest.mark.parametrize(
    ("gates", "opens"),
    [([], False), ([no], False), ([no, yes], True), ([yes, no], True), ([truthy], False)],
)
def test_it_opens_when_any_gate_says_so(gates, opens):
    for decide in gates:
        gate.register_gate("paper", decide)
    assert gate.may_open(None, "paper", object()) is opens


def test_an_unknown_kind_stays_closed():
    gate.register_gate("paper", yes)
    assert gate.may_open(None, "stone", object()) is False


def test_a_gate_that_fails_stays_closed_and_is_logged_without_words(caplog):
    gate.register_gate("paper", broken)
    assert gate.may_open(None, "paper", SimpleNamespace(pk=7, title="Secret")) is False
    (line,) = caplog.records
    assert (line.event, line.kind, line.pk) == ("gate.failed", "paper", 7)
    assert "Secret" not in line.getMessage()
    gate.register_gate("paper", yes)
    assert gate.may_open(None, "paper", SimpleNamespace(pk=7)) is True


def test_registering_twice_changes_nothing():
    asked = []

    def counting(user, obj):
        asked.append(obj)
        return False

    gate.register_gate("paper", counting)
    gate.register_gate("paper", counting)
    gate.may_open(None, "paper", "it")
    assert asked == ["it"]
