"""An S3-compatible store that really checks signatures and when they end: rclone's own server.

rclone comes as a Python wheel. Its `serve s3` refuses whatever is not signed by its key; a
second server over the public bucket's folder stands for the address at which anybody reads.
It answers a part with 200 where Amazon says 206: look at Content-Range and bytes.
"""

import os
import secrets
import shutil
import sysconfig
import tempfile
import time
from pathlib import Path

from tests.servers.guarded import Guarded, free_port
from tests.servers.postgresql import can_connect

READY_SECONDS = 20.0


class S3:
    """One store with two buckets, `public` and `private`, in a temporary folder."""

    def __init__(self) -> None:
        self.binary = Path(sysconfig.get_path("scripts")) / "rclone"
        self.folder = Path(tempfile.mkdtemp(prefix="fledge-s3-"))
        self.buckets = self.folder / "buckets"
        self.key = "TESTKEY"
        self.secret = secrets.token_hex(20)
        self.port, self.public_port = free_port(), free_port()
        self.processes: list[Guarded] = []

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def public_host(self) -> str:
        return f"127.0.0.1:{self.public_port}"

    def start(self) -> "S3":
        for name in ("public", "private"):
            (self.buckets / name).mkdir(parents=True)
        self._serve("s3", self.buckets, self.port, "--auth-key", f"{self.key},{self.secret}")
        self._serve("http", self.buckets / "public", self.public_port)
        for port in (self.port, self.public_port):
            self._wait(port)
        return self

    def _serve(self, protocol: str, folder: Path, port: int, *options: str) -> None:
        self.processes.append(
            Guarded(
                [
                    *(str(self.binary), "serve", protocol, *options),
                    *("--addr", f"127.0.0.1:{port}", "--config", str(self.folder / "none.conf")),
                    *("--cache-dir", str(self.folder / "cache"), str(folder)),
                    # A file written by one server is seen by the other almost at once; with
                    # nothing at all rclone keeps a core busy for as long as it runs.
                    *("--dir-cache-time", "5ms"),
                ],
                log=self.folder / f"{protocol}.log",
                env={"PATH": os.environ["PATH"], "HOME": str(self.folder)},
            )
        )

    def _wait(self, port: int) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            if can_connect(port):
                return
            if any(process.ended() for process in self.processes):
                break
            time.sleep(0.05)
        logs = "\n".join(process.log.read_text() for process in self.processes)
        raise RuntimeError(f"The store did not start:\n{logs}")

    def storages(self) -> dict[str, dict]:
        """Return Django's STORAGES for both areas."""
        from cms.settings.media import MEDIA_STORAGES

        options = {
            "endpoint_url": self.endpoint,
            "region_name": "us-east-1",
            "addressing_style": "path",
            "access_key": self.key,
            "secret_key": self.secret,
        }
        public = {
            "bucket_name": "public",
            "custom_domain": self.public_host,
            "url_protocol": "http:",
        }
        return MEDIA_STORAGES | {
            "public": {
                "BACKEND": "cms.core.files.buckets.PublicBucket",
                "OPTIONS": options | public,
            },
            "private": {
                "BACKEND": "cms.core.files.buckets.PrivateBucket",
                "OPTIONS": options | {"bucket_name": "private"},
            },
        }

    def stop(self) -> None:
        for process in self.processes:
            process.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
