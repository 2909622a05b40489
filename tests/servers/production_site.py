"""A site with production settings: empty PostgreSQL, Redis, SMTP, HTTPS by gunicorn itself."""

import os
import secrets
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg
import trustme

from cms.core.process.spawn import Spawned, spawn
from tests.servers.guarded import REPOSITORY, free_port
from tests.servers.running import started

READY_SECONDS = 60.0


class ProductionSite:
    """Settings in `env`; `manage` runs commands, `start` serves at `url`."""

    def __init__(self, folder: Path, *, smtp_port: int, redis_url: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"https://localhost:{self.port}"
        self.database = f"production_{secrets.token_hex(4)}"
        server = os.environ["DATABASE_URL"]
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {self.database}")
        self.env = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "FLEDGE_ENV": "production",
            "FLEDGE_VAR": str(folder / "var"),
            "FLEDGE_SECRET_KEY": secrets.token_urlsafe(50),
            "FLEDGE_ALLOWED_HOSTS": "localhost",
            "FLEDGE_BASE_URL": self.url,
            "DATABASE_URL": f"{server.rsplit('/', 1)[0]}/{self.database}",
            "REDIS_URL": redis_url,
            "FLEDGE_MEDIA_ROOT": str(folder / "media"),
            "FLEDGE_MAIL_FROM": "Riverside School <courses@example.org>",
            "FLEDGE_MAIL_PROVIDER": "smtp",
            "FLEDGE_SMTP_URL": f"smtp://127.0.0.1:{smtp_port}",
        }
        self.processes: list[Spawned] = []
        self.log = folder / "output.txt"

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=REPOSITORY,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )

    def start(self) -> None:
        started[self.url] = self.log
        authority = trustme.CA()
        certificate = authority.issue_cert("localhost")
        key, chain, root = (self.folder / name for name in ("key.pem", "chain.pem", "root.pem"))
        certificate.private_key_pem.write_to_path(key)
        certificate.cert_chain_pems[0].write_to_path(chain)
        authority.cert_pem.write_to_path(root)
        self._spawn(
            *("-m", "gunicorn", "cms.wsgi", "--bind", f"127.0.0.1:{self.port}"),
            *("--workers", "1", "--threads", "4", "--no-control-socket"),
            # Whoever reads why a test failed wants to know what was asked and how it was answered.
            *("--access-logfile", "-"),
            *("--keyfile", str(key), "--certfile", str(chain)),
        )
        self._spawn("-m", "celery", "-A", "cms", "worker", "-c", "1", "-Q", "default,mail")
        context = ssl.create_default_context(cafile=str(root))
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/health/ready", context=context):
                    return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.2)
        raise RuntimeError(f"The site did not start:\n{self.log.read_text()}")

    def _spawn(self, *arguments: str) -> None:
        with self.log.open("ab") as output:
            self.processes.append(
                spawn(
                    [sys.executable, *arguments],
                    env=self.env,
                    cwd=REPOSITORY,
                    stdout=output,
                    stderr=output,
                )
            )

    def stop(self) -> None:
        for process in self.processes:
            process.stop(timeout_seconds=10.0)
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {self.database} WITH (FORCE)")
