import pytest

from cms.eventlog.registry import EventType, Subscriber, registry
from tests.eventlog.publishing import catch_published


@pytest.fixture
def declared(monkeypatch):
    """A registry with two events of our own and room for handlers, put back afterwards."""
    monkeypatch.setattr(
        registry,
        "events",
        {
            "tests.happened": EventType("tests.happened", (), 30),
            "tests.counted": EventType("tests.counted", ("number",), 30),
        },
    )
    monkeypatch.setattr(registry, "subscribers", {})

    def add(handler, name="tests.count", to=("tests.happened",), **more):
        return registry.add_subscriber(Subscriber(name, to, handler, **more))

    return add


@pytest.fixture
def published(request, monkeypatch):
    return catch_published(request, monkeypatch)
