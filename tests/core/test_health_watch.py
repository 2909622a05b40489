"""What a person at the terminal is told about the health of the running site."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from cms.core.process import health_watch
from cms.core.process.health_watch import HealthWatch

GOOD = {"database": "ok", "cache": "ok", "tasks": "ok"}


class Site:
    """A stand-in site whose answers a test sets, and the watch on it."""

    def __init__(self):
        self.parts = None
        self.said = []
        self.ready = 0
        self.down = set()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                parts = site.parts or {}
                body = json.dumps({"parts": parts}).encode()
                self.send_response(503 if "failed" in parts.values() else 200)
                self.end_headers()
                self.wfile.write(body if site.parts is not None else b"not JSON")

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.watch = HealthWatch(
            f"http://127.0.0.1:{self.server.server_port}/",
            say=self.said.append,
            is_up=lambda name: name not in self.down,
            on_ready=self._note_ready,
        )

    def _note_ready(self):
        self.ready += 1

    def wait_for(self, line):
        until = time.monotonic() + 30
        while line not in self.said:
            assert time.monotonic() < until, self.said
            time.sleep(0.01)


@pytest.fixture
def site(monkeypatch):
    monkeypatch.setattr(health_watch, "STARTING_SECONDS", 0.02)
    monkeypatch.setattr(health_watch, "WATCHING_SECONDS", 0.02)
    site = Site()
    yield site
    site.watch.stop()
    site.server.shutdown()
    site.server.server_close()


def test_health_is_told_when_it_changes_and_only_then(site):
    site.watch.start()
    time.sleep(0.2)
    assert (site.said, site.ready) == ([], 0)
    site.parts = {**GOOD, "tasks": "waiting"}
    site.wait_for("Health: web ok, worker starting, beat starting")
    site.parts = GOOD
    site.wait_for("Health: web ok, worker ok, beat ok")
    site.down = {"worker"}
    site.wait_for("Health: web ok, worker down, beat ok")
    site.down = set()
    site.parts = {**GOOD, "database": "failed"}
    site.wait_for("Health: web ok, worker ok, beat ok, database failed")
    time.sleep(0.2)
    assert (len(site.said), site.ready) == (4, 1)


def test_a_site_that_fails_is_not_called_ready(site):
    site.parts = {**GOOD, "database": "failed"}
    site.watch.start()
    time.sleep(0.3)
    assert (site.said, site.ready) == ([], 0)


def test_a_late_beat_of_the_run_before_is_no_news(site, monkeypatch):
    site.parts = {**GOOD, "tasks": "late"}
    site.watch.start()
    site.wait_for("Health: web ok, worker starting, beat starting")
    monkeypatch.setattr(health_watch, "FIRST_BEAT_SECONDS", 0.0)
    site.wait_for("Health: web ok, worker late, beat late")


def test_a_site_that_no_longer_answers_is_told(site):
    site.parts = GOOD
    site.watch.start()
    site.wait_for("Health: web ok, worker ok, beat ok")
    site.server.shutdown()
    site.server.server_close()
    site.wait_for("Health: web no answer, worker running, beat running")


def test_a_proxy_of_the_environment_is_not_asked(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    site = Site()
    site.parts = GOOD
    site.watch.start()
    site.wait_for("Health: web ok, worker ok, beat ok")
    site.watch.stop()
    site.server.shutdown()
    site.server.server_close()
