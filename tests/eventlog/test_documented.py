"""docs/events.md, the registry and the calls in the code say the same."""

import ast
import re
from pathlib import Path

import pytest

from cms.eventlog.apps import check_registry
from cms.eventlog.errors import RegistrationError
from cms.eventlog.registry import EventType, Registry, Subscriber, registry

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGES = ("cms", "courses", "learning", "commerce", "search")
ROW = re.compile(r"^\| `([a-z0-9_.]+)` \| (.*?) \| (\d+) \| .+ \|$", re.MULTILINE)


def documented():
    text = (REPOSITORY / "docs" / "events.md").read_text()
    return {
        name: (tuple(sorted(re.findall(r"`([^`]+)`", data))), int(days))
        for name, data, days in ROW.findall(text)
    }


def emit_calls(source):
    """Yield (line, name or None) of each call of `emit` in a module that knows the event log."""
    tree = ast.parse(source)
    if not any(
        "cms.eventlog" in (getattr(node, "module", "") or "")
        or any(alias.name.startswith("cms.eventlog") for alias in node.names)
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ):
        return
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
        if called == "emit":
            first = node.args[0] if node.args else None
            literal = isinstance(first, ast.Constant) and isinstance(first.value, str)
            yield node.lineno, first.value if literal else None


def test_the_document_and_the_registry_list_the_same_events():
    registered = {
        one.name: (tuple(sorted(one.data)), one.keep_days) for one in registry.events.values()
    }
    assert documented() == registered


def test_each_emitted_name_is_a_literal_that_is_listed():
    emitted = set()
    for package in PACKAGES:
        for path in sorted((REPOSITORY / package).rglob("*.py")):
            for line, name in emit_calls(path.read_text()):
                assert name in documented(), f"{path.relative_to(REPOSITORY)}:{line} emits {name!r}"
                emitted.add(name)
    assert emitted == set(documented()), "listed, but never emitted"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from cms.eventlog import emit\nemit('a.b')", [(2, "a.b")]),
        ("from cms import eventlog\nimport cms.eventlog\neventlog.emit('a.b')", [(3, "a.b")]),
        ("from cms.eventlog import emit\nemit(NAME)\nemit(f'a.{b}')", [(2, None), (3, None)]),
        ("handler.emit(record)", []),
    ],
)
def test_the_walk_finds_calls(source, found):
    assert list(emit_calls(source)) == found


def ignore(event):
    pass


@pytest.mark.parametrize(
    "event_type",
    [
        EventType("tests.happened", (), 1),
        EventType("Tests.Happened", (), 1),
        EventType("happened", (), 1),
        EventType("tests.other", (), 0),
    ],
)
def test_an_event_is_declared_once_and_properly(event_type):
    own = Registry()
    own.add_event(EventType("tests.happened", (), 1))
    with pytest.raises(RegistrationError):
        own.add_event(event_type)


@pytest.mark.parametrize(
    "subscriber",
    [
        Subscriber("tests.count", ("tests.happened",), ignore),
        Subscriber("tests.none", (), ignore),
        Subscriber("Tests Count", ("tests.happened",), ignore),
        Subscriber("tests.queue", ("tests.happened",), ignore, queue="media"),
        Subscriber("tests.starts", ("tests.happened",), ignore, starts="never"),
    ],
)
def test_a_subscriber_is_declared_once_and_properly(subscriber):
    own = Registry()
    own.add_subscriber(Subscriber("tests.count", ("tests.happened",), ignore))
    with pytest.raises(RegistrationError):
        own.add_subscriber(subscriber)
    assert list(own.subscribers) == ["tests.count"]


def test_a_subscriber_to_an_event_that_nobody_declares_fails_the_checks(declared):
    declared(ignore, to=("tests.happened", "tests.misspelt"))
    (problem,) = check_registry(None)
    assert "tests.misspelt" in problem.msg
