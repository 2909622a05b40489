"""What is handed to the broker, instead of a broker."""

from cms.eventlog import queueing

# Where the name was imported to.
ON_COMMIT = (
    "cms.eventlog.services.relaying.publish_on_commit",
    "cms.notifications.services.queueing.publish_on_commit",
)


def catch_published(request, monkeypatch):
    """Return the list of what is sent: (task, args, queue).

    A test inside a transaction never commits: there, what waits for the commit is sent at once.
    """
    sent = []

    def publish(messages):
        new = [(one.task.name.rpartition(".")[2], one.args, one.queue) for one in messages]
        sent.extend(new)
        return len(new)

    monkeypatch.setattr(queueing, "publish", publish)
    monkeypatch.setattr("cms.eventlog.emitting.publish", publish)
    marker = request.node.get_closest_marker("django_db")
    if marker and not marker.kwargs.get("transaction"):
        for name in ON_COMMIT:
            monkeypatch.setattr(name, publish)
    return sent
