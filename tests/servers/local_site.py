"""A whole site as `make run` gives it: own folder, own port, real worker and beat."""

import json
import os
import re
import shutil
import sqlite3
import time
import urllib.request
from contextlib import closing
from pathlib import Path

from cms.core.process.spawn import spawn
from tests.servers.guarded import REPOSITORY
from tests.servers.running import started

READY_SECONDS = 240.0
# What the tests need for themselves must not reach a site that stands for a newcomer's.
OWN_VARIABLES = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "PORT")


class LocalSite:
    """One running `make run`; `url` is the address that it printed."""

    def __init__(
        self,
        folder: Path,
        *,
        command: tuple[str, ...] = ("make", "run"),
        like: "LocalSite | None" = None,
    ) -> None:
        """Start the command; with `like`, beside a copy of that site's database and static files.

        The copy saves the time that its first start took; identity and secrets stay its own.
        """
        self.folder = folder
        self.log = folder / "output.txt"
        self.url = ""
        self.seconds = 0.0
        folder.mkdir(parents=True, exist_ok=True)
        env = {
            name: value
            for name, value in os.environ.items()
            if name not in OWN_VARIABLES and not name.startswith(("FLEDGE_", "PYTEST_"))
        }
        env["FLEDGE_VAR"] = str(folder / "var")
        if venv := os.environ.get("FLEDGE_VENV"):
            env["FLEDGE_VENV"] = venv
        if like is not None:
            self._copy(like)
        self._started = time.monotonic()
        with self.log.open("wb") as output:
            self.spawned = spawn(
                command, env=env, cwd=REPOSITORY, stdout=output, stderr=output, end_signal="INT"
            )

    def _copy(self, other: "LocalSite") -> None:
        theirs, ours = other.folder / "var", self.folder / "var"
        ours.mkdir()
        shutil.copytree(theirs / "static", ours / "static")
        shutil.copy(theirs / "accounts.json", ours / "accounts.json")
        with (
            closing(sqlite3.connect(theirs / "fledge.sqlite3")) as source,
            closing(sqlite3.connect(ours / "fledge.sqlite3")) as target,
        ):
            source.backup(target)

    def wait(self) -> "LocalSite":
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            output = self.output()
            found = re.search(r"ready after .* (http://127\.0\.0\.1:\d+)/", output)
            # The accounts stand in lines of their own between the two.
            if found and "Stop it with Ctrl-C." in output:
                self.url = found[1]
                started[self.url] = self.log
                self.seconds = time.monotonic() - self._started
                return self
            if self.spawned.popen.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"The site did not start:\n{self.output()}")

    def output(self) -> str:
        return self.log.read_text(errors="replace")

    def accounts(self) -> dict[str, tuple[str, str]]:
        """Return e-mail and password per role, as printed."""
        rows = re.findall(r"^ +(\S+@\S+) +(\S+) +(\w+)$", self.output(), re.MULTILINE)
        return {role: (email, password) for email, password, role in rows}

    def health(self) -> dict[str, str]:
        with urllib.request.urlopen(f"{self.url}/health/ready", timeout=15) as response:
            return json.load(response)["parts"]

    def stop(self) -> int:
        return self.spawned.stop(timeout_seconds=15.0)
