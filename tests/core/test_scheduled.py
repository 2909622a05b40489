"""What the clock puts live, when two of them look at once, or somebody unschedules meanwhile."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.core.services.scheduled import publish_scheduled
from cms.core.tasks import publish_scheduled as task
from cms.pages.models import StandardPage
from tests.courses.pages.racing import make_empty_site

WAIT_SECONDS = 20
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid = %s"


def make_due() -> StandardPage:
    """Return a draft whose newest version is due since a minute."""
    page = StandardPage(title="About", slug="about-us", live=False)
    Page.objects.filter(depth=2).first().add_child(instance=page)
    revision = page.save_revision()
    past = timezone.now() - timedelta(minutes=1)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=past)
    return page


def is_live(page: StandardPage) -> bool:
    return StandardPage.objects.get(pk=page.pk).live


def begun(thread: threading.Thread, pids: list[int]) -> bool:
    """Wait until the thread's connection waits for a lock, or the thread has ended."""
    deadline = timezone.now() + timedelta(seconds=WAIT_SECONDS)
    while thread.is_alive() and timezone.now() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(WAITING, [pids[0] if pids else 0])
            if cursor.fetchone()[0]:
                return True
        thread.join(0.05)
    return not thread.is_alive()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_what_is_unscheduled_meanwhile_does_not_go_live():
    make_empty_site()
    page = make_due()

    pids = []

    def clock():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                pids.append(cursor.fetchone()[0])
            publish_scheduled()
        finally:
            connection.close()

    other = threading.Thread(target=clock)
    with transaction.atomic():
        # Somebody takes it back; the clock that looks now still finds it due.
        assert page.revisions.update(approved_go_live_at=None) == 1
        other.start()
        assert begun(other, pids)
    other.join(WAIT_SECONDS)
    assert not is_live(page)


@pytest.mark.django_db
def test_the_task_puts_live_what_is_due_and_nothing_else():
    make_empty_site()
    page = make_due()
    later = Revision.objects.filter(pk=page.latest_revision_id)
    soon = timezone.now() + timedelta(minutes=1)
    later.update(approved_go_live_at=soon)
    task()
    assert not is_live(page)
    later.update(approved_go_live_at=timezone.now() - timedelta(seconds=1))
    task()
    assert is_live(page)
    assert not Revision.objects.exclude(approved_go_live_at=None).exists()
