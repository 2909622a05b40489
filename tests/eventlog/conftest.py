import pytest

from cms.eventlog import queueing
from cms.eventlog.registry import EventType, Subscriber, registry


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
def published(monkeypatch):
    """What was handed to the broker, instead of a broker."""
    sent = []

    def publish(messages):
        new = [(one.task.name.rpartition(".")[2], one.args, one.queue) for one in messages]
        sent.extend(new)
        return len(new)

    monkeypatch.setattr(queueing, "publish", publish)
    monkeypatch.setattr("cms.eventlog.emitting.publish", publish)
    return sent
