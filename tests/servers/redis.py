"""A throw-away Redis from the local binary."""

import os
import shutil
import tempfile
import time
from pathlib import Path

from tests.servers.guarded import Guarded, free_port
from tests.servers.postgresql import can_connect, unprivileged_user


class Redis:
    """One server in a temporary folder, keeping nothing on disk."""

    def __init__(self, binary: Path, port: int | None = None) -> None:
        self.binary = binary
        self.user = unprivileged_user()
        self.folder = Path(tempfile.mkdtemp(prefix="fledge-redis-"))
        self.port = port or free_port()
        self.process: Guarded | None = None

    def start(self) -> None:
        if self.user:
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        self.process = Guarded(
            [
                str(self.binary),
                "--port",
                str(self.port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--databases",
                "64",
                "--dir",
                str(self.folder),
            ],
            log=self.folder / "redis.log",
            env={"PATH": os.environ["PATH"], "HOME": str(self.folder)},
            user=self.user,
        )
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if can_connect(self.port):
                return
            if self.process.ended():
                break
            time.sleep(0.02)
        raise RuntimeError(f"Redis did not start:\n{self.process.log.read_text()}")

    def url(self, database: int = 0) -> str:
        return f"redis://127.0.0.1:{self.port}/{database}"

    def stop(self) -> None:
        if self.process:
            self.process.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
