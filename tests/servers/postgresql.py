"""A throw-away PostgreSQL from local binaries: own folder, own port, no durability."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from tests.servers.guarded import Guarded, free_port

SUPERUSER = "fledge"
# Nothing here outlives the tests, so nothing needs to reach the disk.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "listen_addresses": "127.0.0.1",
    "log_min_duration_statement": "-1",
}


def unprivileged_user() -> pwd.struct_passwd | None:
    """Return whom to run servers as: nobody needs to change unless we are root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


class PostgreSQL:
    """One cluster in a temporary folder; `url(name)` gives the address of a database in it."""

    def __init__(self, binaries: Path) -> None:
        self.binaries = binaries
        self.user = unprivileged_user()
        self.folder = Path(tempfile.mkdtemp(prefix="fledge-pg-"))
        self.port = free_port()
        self.process: Guarded | None = None

    def _credentials(self) -> dict[str, int]:
        return {"user": self.user.pw_uid, "group": self.user.pw_gid} if self.user else {}

    def start(self) -> None:
        if self.user:
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        data = self.folder / "data"
        subprocess.run(
            [
                self.binaries / "initdb",
                "--no-sync",
                "--auth=trust",
                f"--username={SUPERUSER}",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                f"--pgdata={data}",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "HOME": str(self.folder)},
            **self._credentials(),
        )
        options = [part for key, value in SETTINGS.items() for part in ("-c", f"{key}={value}")]
        self.process = Guarded(
            [
                str(self.binaries / "postgres"),
                "-D",
                str(data),
                "-p",
                str(self.port),
                "-k",
                str(self.folder),
                *options,
            ],
            log=self.folder / "postgres.log",
            env={"PATH": os.environ["PATH"], "HOME": str(self.folder)},
            user=self.user,
        )
        self._wait()

    def _wait(self) -> None:
        assert self.process is not None
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            ready = subprocess.run(
                [self.binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)],
                check=False,
            )
            if ready.returncode == 0:
                return
            if self.process.ended():
                break
            time.sleep(0.05)
        raise RuntimeError(f"PostgreSQL did not start:\n{self.process.log.read_text()}")

    def url(self, name: str) -> str:
        return f"postgresql://{SUPERUSER}@127.0.0.1:{self.port}/{name}"

    def stop(self) -> None:
        if self.process:
            self.process.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def can_connect(port: int) -> bool:
    """Say whether something listens on the loopback port."""
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex(("127.0.0.1", port)) == 0
