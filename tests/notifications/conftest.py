import pytest

from cms.eventlog import queueing


@pytest.fixture
def published(monkeypatch):
    """What was handed to the broker, instead of a broker."""
    sent = []

    def publish(messages):
        sent.extend((one.task.name.rpartition(".")[2], one.args) for one in messages)

    monkeypatch.setattr(queueing, "publish", publish)
    return sent
