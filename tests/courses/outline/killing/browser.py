"""People over real lines: one who publishes, and readers who look all the time."""

import http.client
import itertools
import re
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from tests.courses.outline.killing.moments import HEADER

SECONDS = 60.0
PAUSE_SECONDS = 0.1
# Django takes any 32 letters and digits, as long as cookie and form have the same.
TOKEN = "k" * 32
SAID = re.compile(r"(Course|Promise|Chapter \d+|Lesson \d+|Body \d+) mark-(\d+)")
LOST = (OSError, http.client.HTTPException)


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    html: str


class Browser:
    """A signed-in session."""

    def __init__(self, port: int, user) -> None:
        self.port = port
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.cookies = (
            f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        )

    def get(self, path: str) -> Answer:
        return ask(self.port, "GET", path, headers={"Cookie": self.cookies})

    def post(self, path: str, fields: dict[str, str], *, stop_at: str = "") -> Answer | None:
        """Send a form; None when its answer was lost."""
        body = urlencode({"csrfmiddlewaretoken": TOKEN, **fields})
        headers = {
            "Cookie": self.cookies,
            "Content-Type": "application/x-www-form-urlencoded",
            **({HEADER: stop_at} if stop_at else {}),
        }
        try:
            return ask(self.port, "POST", path, body=body, headers=headers)
        except LOST:
            return None

    def begin(self, path: str) -> http.client.HTTPConnection:
        """Send the beginning of a form whose rest never comes."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        line.putrequest("POST", path)
        for name, value in (
            ("Cookie", self.cookies),
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Content-Length", "1000"),
        ):
            line.putheader(name, value)
        line.endheaders(b"csrfmiddlewaretoken=")
        return line


def ask(port, method, path, *, body=None, headers=None) -> Answer:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        line.request(method, path, body=body, headers=headers or {})
        answer = line.getresponse()
        html = answer.read().decode()
        return Answer(answer.status, answer.headers.get("Location", ""), html)
    finally:
        line.close()


@dataclass(frozen=True)
class Seen:
    """What one answer to a reader said: each word with the number of its release."""

    began: float
    ended: float
    path: str
    status: int
    said: frozenset[tuple[str, int]]


class Readers:
    """Read these pages in turn until told to stop; a line that breaks is tried again."""

    def __init__(self, port: int, paths: list[str], count: int) -> None:
        self.port = port
        self.seen: list[Seen] = []
        self.lost = 0
        self._stopping = threading.Event()
        orders = [paths[at:] + paths[:at] for at in range(count)]
        self._threads = [threading.Thread(target=self._read, args=(order,)) for order in orders]

    def _read(self, order: list[str]) -> None:
        for path in itertools.cycle(order):
            if self._stopping.is_set():
                return
            began = time.monotonic()
            try:
                answer = ask(self.port, "GET", path)
            except LOST:
                self.lost += 1
            else:
                said = frozenset((word, int(number)) for word, number in SAID.findall(answer.html))
                self.seen.append(Seen(began, time.monotonic(), path, answer.status, said))
            time.sleep(PAUSE_SECONDS)

    def __enter__(self) -> "Readers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join()
