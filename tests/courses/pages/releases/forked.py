"""Real processes beside the test: forked, so that they have the same site at once.

Each has connections of its own; none outlives the test's process.
"""

import json
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connections
from django.test.testcases import QuietWSGIRequestHandler

SECONDS = 120.0


@dataclass
class Process:
    """A forked process; `result` waits for what its act returned or raised."""

    pid: int
    reader: int

    def kill(self) -> None:
        """End it as a power cut does."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.reader)

    def result(self) -> Any:
        """Return what the act returned; an error is returned too."""
        with os.fdopen(self.reader, "rb") as pipe:
            told = pipe.read()
        _pid, status = os.waitpid(self.pid, 0)
        assert status == 0, f"a process ended with {status}"
        return json.loads(told)


def fork(act: Callable[[], Any]) -> Process:
    """Do `act` in a process of its own."""
    # A line to the database that two processes use is broken for both.
    connections.close_all()
    reader, writer = os.pipe()
    parent = os.getpid()
    pid = os.fork()
    if pid:
        os.close(writer)
        return Process(pid, reader)
    status = 1
    try:
        os.close(reader)
        signal.alarm(0)
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(json.dumps(_done(act)).encode())
        status = 0
    finally:
        os._exit(status)


def _done(act: Callable[[], Any]) -> Any:
    try:
        return act()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(2)


@contextmanager
def serving(processes: int) -> Iterator[int]:
    """Serve the site by so many processes; yield the port."""
    with socket.create_server(("127.0.0.1", 0), backlog=256) as listening:
        listening.setblocking(True)
        running = [fork(lambda: _serve(listening)) for _ in range(processes)]
        try:
            yield listening.getsockname()[1]
        finally:
            for one in running:
                one.kill()


def _serve(listening: socket.socket) -> None:
    server = ThreadedWSGIServer(
        listening.getsockname(), QuietWSGIRequestHandler, bind_and_activate=False
    )
    server.socket.close()
    server.socket = listening
    server.server_name, server.server_port = "127.0.0.1", listening.getsockname()[1]
    server.setup_environ()
    server.set_app(WSGIHandler())
    # Not `serve_forever`, which asks first whether somebody comes: another process may take them.
    while True:
        server._handle_request_noblock()
