"""What sign-in and its limits do while Redis is gone, with a real Redis stopped and started."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from cms.core import caches
from cms.core.process.binaries import find_binary
from tests.factories.accounts import PASSWORD, UserFactory
from tests.servers.guarded import free_port
from tests.servers.redis import Redis

pytestmark = [pytest.mark.django_db, pytest.mark.redis]
SIGN_IN = "/en/accounts/login/"


class Switch:
    """A Redis that can be stopped and started on one port."""

    def __init__(self) -> None:
        self.port = free_port()
        self.server: Redis | None = None

    def start(self) -> None:
        self.server = Redis(Path(find_binary("redis-server")), port=self.port)
        self.server.start()

    def stop(self) -> None:
        if self.server:
            self.server.stop()
        self.server = None


@pytest.fixture
def redis(settings, monkeypatch) -> Iterator[Switch]:
    switch = Switch()
    switch.start()
    settings.CACHES = {
        "default": {
            "BACKEND": "cms.core.caches.ResilientRedisCache",
            "LOCATION": f"redis://127.0.0.1:{switch.port}/0",
        }
    }
    # Every test asks again at once unless it says otherwise.
    monkeypatch.setattr(caches, "PAUSE_SECONDS", 0.0)
    yield switch
    switch.stop()


def sign_in(client: Client, email: str, password: str = PASSWORD):
    return client.post(SIGN_IN, {"login": email, "password": password})


def test_value_written_without_redis_is_read_back(redis):
    redis.stop()
    cache.set("colour", "green", 30)
    assert cache.get("colour") == "green"
    assert cache.add("colour", "blue", 30) is False
    assert cache.incr("colour-count", 1) if cache.add("colour-count", 1) else False
    assert cache.get_many(["colour", "other"]) == {"colour": "green"}
    assert cache.delete("colour") is True
    assert cache.get("colour") is None


def test_dead_redis_costs_no_more_than_half_a_second(redis, monkeypatch):
    monkeypatch.setattr(caches, "PAUSE_SECONDS", 5.0)
    cache.set("colour", "green", 30)
    redis.stop()
    began = time.monotonic()
    for _ in range(50):
        cache.get("colour")
    assert time.monotonic() - began < 0.5


def test_silent_redis_costs_one_wait_and_not_one_per_call(settings):
    """A host that swallows packets: the listener never accepts beyond its backlog."""
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(5)
        settings.CACHES = {
            "default": {
                "BACKEND": "cms.core.caches.ResilientRedisCache",
                "LOCATION": f"redis://127.0.0.1:{listener.getsockname()[1]}/0",
            }
        }
        began = time.monotonic()
        for _ in range(20):
            cache.set("colour", "green", 30)
        assert cache.get("colour") == "green"
        assert time.monotonic() - began < caches.ANSWER_SECONDS + caches.CONNECT_SECONDS + 0.5


def test_value_deleted_during_the_outage_stays_deleted(redis):
    """The same Redis with the same data comes back, as after a cut network."""
    cache.set("session", "signed in", 300)
    cache.set("untouched", "kept", 300)
    backend = cache._connections[cache._alias]
    backend._outage.begin()
    backend._outage.resume_at = time.monotonic() + 60
    cache.delete("session")
    assert cache.get("session") is None
    backend._outage.resume_at = 0
    assert cache.get("session") is None
    assert cache.get("untouched") == "kept"
    assert backend._outage.is_down is False


def test_memory_of_one_outage_is_not_seen_in_the_next(redis):
    redis.stop()
    cache.set("colour", "green", 300)
    redis.start()
    assert cache.get("colour") is None
    redis.stop()
    assert cache.get("colour") is None


def test_sign_in_works_without_redis_and_the_session_outlives_its_return(redis, client):
    user = UserFactory()
    redis.stop()
    response = sign_in(client, user.email)
    assert response.status_code == 302
    assert client.get("/en/accounts/email/").status_code == 200
    redis.start()
    assert client.get("/en/accounts/email/").status_code == 200
    redis.stop()
    assert client.get("/en/accounts/email/").status_code == 200


def test_session_from_before_survives_the_loss_of_redis(redis, client):
    user = UserFactory()
    sign_in(client, user.email)
    redis.stop()
    assert client.get("/en/accounts/email/").status_code == 200


def test_sign_out_without_redis_holds_when_redis_returns_with_its_data(redis, client):
    user = UserFactory()
    sign_in(client, user.email)
    stolen = client.cookies.copy()
    backend = cache._connections[cache._alias]
    backend._outage.begin()
    backend._outage.resume_at = time.monotonic() + 60
    client.post("/en/accounts/logout/")
    backend._outage.resume_at = 0
    client.cookies = stolen
    assert client.get("/en/accounts/email/").status_code == 302


def test_limit_holds_within_the_process_without_redis(redis, client):
    user = UserFactory()
    redis.stop()
    statuses = [sign_in(client, user.email, "wrong").status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]
    # The right password is refused too: the limit is not a hint to the guesser.
    assert sign_in(client, user.email).status_code == 429


def test_redis_lost_between_attempts_neither_fails_nor_forgives_for_ever(redis, client):
    user = UserFactory()
    for _ in range(3):
        assert sign_in(client, user.email, "wrong").status_code == 200
    redis.stop()
    statuses = [sign_in(client, user.email, "wrong").status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]


def test_health_says_that_the_cache_is_degraded_and_keeps_the_site_in_service(client, redis):
    assert client.get("/health/ready").json()["parts"]["cache"] == "ok"
    redis.stop()
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["parts"]["cache"]) == (200, "degraded")
    redis.start()
    assert client.get("/health/ready").json()["parts"]["cache"] == "ok"
