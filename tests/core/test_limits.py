"""Limits hold in any hour, for many processes at once, on Redis and on files."""

import json
import subprocess
import sys
import time

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache

from cms.core.file_cache import SharedFileCache
from cms.core.limits import Limit, take
from cms.core.networks import network_of
from cms.core.services.uploads import TooManyUploadsError, count_upload
from tests.core.upload_doors import DOORS, stored
from tests.factories.accounts import UserFactory
from tests.factories.site import make_site
from tests.servers.guarded import free_port

NOON = 1_800_000_000.0
HOUR = 3600
MINUTE = 60
THREE = Limit("tests", 3)

PROGRAM = """
import json, sys
from django.conf import settings
settings.configure(CACHES={"default": json.loads(sys.argv[1])})
from cms.core.limits import Limit, take
print("ready", flush=True)
sys.stdin.readline()
passed = sum(take((Limit("race", 10), "ada")) == 0 for _ in range(15))
print(passed, flush=True)
"""


def fields_of(settings) -> str:
    options = settings.CACHES["default"]
    return json.dumps({key: str(value) for key, value in options.items() if key != "OPTIONS"})


def passed_of(cache_options: str, processes: int) -> int:
    """Return how many acts pass when so many processes begin at one moment."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, cache_options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(processes)
    ]
    assert [one.stdout.readline() for one in running] == ["ready\n"] * processes
    for one in running:
        one.stdin.write("go\n")
        one.stdin.flush()
    return sum(int(one.communicate(timeout=60)[0]) for one in running)


@pytest.fixture(autouse=True)
def _empty():
    cache.clear()


def test_as_many_pass_as_may_and_no_more():
    assert [take((THREE, "ada"), now=NOON) for _ in range(3)] == [0, 0, 0]
    assert take((THREE, "ada"), now=NOON) > 0
    assert take((THREE, "ben"), now=NOON) == 0
    assert take((Limit("others", 3), "ada"), now=NOON) == 0


def test_the_hour_has_no_edge_at_which_it_starts_anew():
    for minute in range(0, 30, 10):
        assert take((THREE, "ada"), now=NOON + minute * MINUTE) == 0
    for minute in range(30, 60):
        assert take((THREE, "ada"), now=NOON + minute * MINUTE) > 0
    # The first no longer counts; the other two do.
    assert take((THREE, "ada"), now=NOON + 66 * MINUTE) == 0
    assert take((THREE, "ada"), now=NOON + 66 * MINUTE) > 0


@pytest.mark.parametrize("begun", [0, 1, 299, 300, 1234])
def test_who_waits_as_long_as_is_said_passes(begun):
    now = NOON + begun
    for _ in range(3):
        take((THREE, "ada"), now=now)
    wait = take((THREE, "ada"), now=now + 100)
    assert HOUR - 100 <= wait <= HOUR + 5 * MINUTE
    assert take((THREE, "ada"), now=now + 100 + wait - 2) > 0
    assert take((THREE, "ada"), now=now + 100 + wait) == 0


def test_what_is_refused_does_not_count():
    for _ in range(3):
        take((THREE, "ada"), now=NOON)
    for minute in range(60):
        take((THREE, "ada"), now=NOON + minute * MINUTE)
    assert take((THREE, "ada"), now=NOON + 66 * MINUTE) == 0


def test_one_limit_that_is_reached_leaves_the_others_as_they_were():
    small, large = Limit("small", 1), Limit("large", 2)
    assert take((large, "net"), (small, "ada"), now=NOON) == 0
    for _ in range(5):
        assert take((large, "net"), (small, "ada"), now=NOON) > 0
    assert take((large, "net"), (small, "ben"), now=NOON) == 0
    assert take((large, "net"), (small, "cleo"), now=NOON) > 0


@pytest.mark.redis
def test_of_many_processes_on_redis_exactly_as_many_pass(settings):
    assert passed_of(fields_of(settings), 4) == 10


def test_of_many_processes_on_files_exactly_as_many_pass(tmp_path):
    options = {"BACKEND": "cms.core.file_cache.SharedFileCache", "LOCATION": str(tmp_path)}
    assert passed_of(json.dumps(options), 4) == 10


def test_without_redis_each_process_still_counts(settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "cms.core.caches.ResilientRedisCache",
            "LOCATION": f"redis://127.0.0.1:{free_port()}/0",
        }
    }
    assert [take((THREE, "ada"), now=NOON) for _ in range(3)] == [0, 0, 0]
    assert take((THREE, "ada"), now=NOON) > 0
    assert passed_of(fields_of(settings), 2) == 20


def test_counting_in_files_keeps_the_time_to_live(tmp_path):
    files = SharedFileCache(str(tmp_path), {})
    files.set("a", 1, timeout=1.5)
    assert files.incr("a") == 2
    assert files.incr("a", -1) == 1
    time.sleep(1.6)
    assert files.get("a") is None
    with pytest.raises(ValueError, match="not found"):
        files.incr("a")
    assert files.add("a", 1, timeout=None) is True
    assert files.add("a", 1) is False
    assert files.incr("a") == 2


class TestNetworks:
    @pytest.mark.parametrize(
        "proxies, forwarded, expected",
        [
            (0, "203.0.113.9", "10.0.0.1"),
            (1, "203.0.113.9", "203.0.113.9"),
            (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
            (2, "192.0.2.1, 198.51.100.1, 203.0.113.9", "198.51.100.1"),
            (2, "203.0.113.9", "10.0.0.1"),
            (1, "", "10.0.0.1"),
            (1, "nonsense", "unknown"),
            (1, "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
            (1, "::ffff:203.0.113.9", "203.0.113.9"),
        ],
    )
    def test_forwarded_addresses_count_only_behind_proxies(
        self, rf, settings, proxies, forwarded, expected
    ):
        settings.TRUSTED_PROXIES = proxies
        headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
        assert network_of(rf.get("/", REMOTE_ADDR="10.0.0.1", **headers)) == expected


@pytest.mark.django_db
class TestUploads:
    @pytest.mark.parametrize("role, allowed", [("learner", 10), ("administrator", 500)])
    def test_learners_have_ten_an_hour_and_staff_five_hundred(self, role, allowed):
        make_site(["en"])
        person = UserFactory(**{role: True})
        for _ in range(allowed):
            count_upload(person, "203.0.113.9", now=NOON)
        with pytest.raises(TooManyUploadsError) as caught:
            count_upload(person, "203.0.113.10", now=NOON)
        assert caught.value.retry_after_seconds == HOUR + 5 * MINUTE
        assert "Go on in 65 minutes." in caught.value.message

    def test_a_school_behind_one_address_has_room_and_an_end(self, settings):
        settings.UPLOADS_PER_HOUR_OF_NETWORK = 25
        people = [UserFactory() for _ in range(3)]
        for person in people[:2]:
            for _ in range(10):
                count_upload(person, "203.0.113.9", now=NOON)
        for _ in range(5):
            count_upload(people[2], "203.0.113.9", now=NOON)
        with pytest.raises(TooManyUploadsError):
            count_upload(people[2], "203.0.113.9", now=NOON)
        count_upload(people[2], "203.0.113.10", now=NOON)

    def test_visitors_are_counted_by_network(self):
        for _ in range(10):
            count_upload(AnonymousUser(), "203.0.113.9", now=NOON)
        with pytest.raises(TooManyUploadsError):
            count_upload(AnonymousUser(), "203.0.113.9", now=NOON)


@pytest.mark.django_db
@pytest.mark.parametrize("name", DOORS)
def test_every_door_counts_and_says_when_it_goes_on(name, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.UPLOADS_PER_HOUR_OF_STAFF = 2
    make_site(["en"])
    client.force_login(UserFactory(administrator=True))
    door = DOORS[name]
    there = DOORS["image" if door.is_for_images else "document"]
    # One that is kept, and one that is refused: both count.
    there.send(client, *there.sound)
    there.send(client, there.sound[0], b"")
    before = stored()
    response = door.send(client, *door.sound, door.model.objects.get().pk)
    assert stored() == before
    if door.is_script:
        assert response.status_code == 200
        assert "You have uploaded as many files as one hour allows." in door.reason_in(response)
    else:
        assert response.status_code == 429
        assert HOUR <= int(response["Retry-After"]) <= HOUR + 5 * MINUTE
