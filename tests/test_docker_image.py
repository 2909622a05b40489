"""The image without Docker: built by its script, run by its entry as an unprivileged user.

Building takes minutes and needs the package registries, so this is part of `make soak` only.
"""

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import psycopg
import pytest

from cms.core.process.spawn import Spawned, spawn
from tests.servers.guarded import free_port
from tests.servers.postgresql import unprivileged_user

REPOSITORY = Path(__file__).resolve().parent.parent
HOST = "courses.example.org"
READY_SECONDS = 60.0

pytestmark = [
    pytest.mark.soak,
    pytest.mark.postgresql,
    pytest.mark.redis,
    pytest.mark.skipif(
        os.environ.get("FLEDGE_ROUNDS") != "soak", reason="takes minutes: make soak runs it"
    ),
]


def as_user() -> dict[str, object]:
    user = unprivileged_user()
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def interpreter_for_everyone() -> str:
    """Return a Python that the unprivileged user may run, too."""
    probe = "import sys, ensurepip; sys.exit(sys.version_info < (3, 11))"
    known = (sys.executable, "/usr/local/bin/python3", "/usr/bin/python3")
    for path in map(os.path.realpath, known):
        try:
            subprocess.run([path, "-c", probe], check=True, cwd="/", **as_user())
        except (OSError, subprocess.CalledProcessError):
            continue
        return path
    pytest.fail("no Python 3.11 with venv that an unprivileged user may run")


class Image:
    """One built prefix with its settings and processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.prefix = folder / "prefix"
        self.entry = self.prefix / "app" / "docker" / "entrypoint.sh"
        self.port = free_port()
        self.log = folder / "output.txt"
        self.processes: list[Spawned] = []
        self.database = f"image_{secrets.token_hex(4)}"
        server = os.environ["DATABASE_URL"]
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {self.database}")
        self.env = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(folder / "home"),
            "TMPDIR": str(folder / "home"),
            "FLEDGE_BIND": f"127.0.0.1:{self.port}",
            "FLEDGE_SECRET_KEY": secrets.token_urlsafe(64),
            "FLEDGE_ALLOWED_HOSTS": HOST,
            "FLEDGE_BASE_URL": f"https://{HOST}",
            "FLEDGE_TRUSTED_PROXIES": "1",
            "FLEDGE_MEDIA_ROOT": str(self.prefix / "media"),
            "FLEDGE_MAIL_PROVIDER": "smtp",
            "FLEDGE_SMTP_URL": "smtp://127.0.0.1:9",
            "FLEDGE_MAIL_FROM": "Courses <courses@example.org>",
            "DATABASE_URL": f"{server.rsplit('/', 1)[0]}/{self.database}",
            "REDIS_URL": f"{os.environ['REDIS_URL'].rsplit('/', 1)[0]}/13",
        }

    def build(self) -> None:
        script = REPOSITORY / "docker" / "build.sh"
        env = {**os.environ, "PYTHON": interpreter_for_everyone()}
        subprocess.run([script, self.prefix], check=True, env=env)

    def run(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.entry, *arguments],
            cwd="/",
            env={**self.env, **env},
            capture_output=True,
            text=True,
            check=False,
            **as_user(),
        )

    def start(self, process: str) -> None:
        user = unprivileged_user()
        with self.log.open("ab") as output:
            self.processes.append(
                spawn(
                    [str(self.entry), process],
                    env=self.env,
                    cwd="/",
                    stdout=output,
                    stderr=output,
                    user=(user.pw_uid, user.pw_gid) if user else None,
                )
            )

    def get(self, path: str, **headers: str) -> tuple[HTTPResponse, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        connection.request("GET", path, headers={"Host": HOST, **headers})
        response = connection.getresponse()
        return response, response.read().decode()

    def wait_until(self, what: str, seen: str) -> None:
        """Wait until `health <what>` or the tasks' state says what is wanted."""
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            if seen in self.run("health", what).stdout:
                return
            time.sleep(0.3)
        raise AssertionError(f"{what} was never {seen!r}:\n{self.log.read_text()}")


@pytest.fixture(scope="module")
def image() -> Iterator[Image]:
    folder = Path(tempfile.mkdtemp(prefix="fledge-image-"))
    folder.chmod(0o755)
    built = Image(folder)
    try:
        started = time.monotonic()
        built.build()
        print(f"image: built in {time.monotonic() - started:.0f} s")
        user = unprivileged_user()
        (folder / "home").mkdir()
        if user:
            for path in (folder / "home", built.prefix / "media"):
                os.chown(path, user.pw_uid, user.pw_gid)
        migrated = built.run("manage", "migrate", "--no-input", "-v", "0")
        assert migrated.returncode == 0, migrated.stderr
        for process in ("web", "worker", "beat"):
            built.start(process)
        built.wait_until("web", "web: ok")
        yield built
    finally:
        for spawned in built.processes:
            spawned.stop(timeout_seconds=10)
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {built.database} WITH (FORCE)")
        shutil.rmtree(folder)


def test_the_site_answers_in_production_settings(image: Image) -> None:
    response, body = image.get("/health/live")
    assert (response.status, body) == (200, "ok\n")
    response, body = image.get("/health/ready")
    assert response.status == 200
    parts = json.loads(body)["parts"]
    assert parts["database"] == parts["cache"] == "ok"


def test_a_visitor_is_sent_to_https_and_served_there(image: Image) -> None:
    response, _ = image.get("/en/accounts/login/")
    assert response.status == 301
    assert response.headers["Location"] == f"https://{HOST}/en/accounts/login/"
    response, body = image.get("/en/accounts/login/", **{"X-Forwarded-Proto": "https"})
    assert response.status == 200
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    style = re.search(r'rel="stylesheet" href="([^"]+)"', body)
    assert style
    response, _ = image.get(style[1], **{"X-Forwarded-Proto": "https"})
    assert response.status == 200
    assert "immutable" in response.headers["Cache-Control"]


def test_worker_and_beat_do_their_work(image: Image) -> None:
    image.wait_until("worker", "worker: ok")
    image.wait_until("beat", "beat: ok")
    deadline = time.monotonic() + READY_SECONDS
    tasks = ""
    while time.monotonic() < deadline and tasks != "ok":
        tasks = json.loads(image.get("/health/ready")[1])["parts"]["tasks"]
        time.sleep(0.3)
    assert tasks == "ok"


def test_the_code_belongs_to_nobody_who_runs_it(image: Image) -> None:
    if unprivileged_user() is None:
        pytest.skip("built and run by the same user here")
    probe = 'for f in "$@"; do test -w "$f" && echo "$f"; done; true'
    folders = [image.prefix / name for name in ("app", "app/cms", "venv/bin", "var/static")]
    done = subprocess.run(
        ["sh", "-c", probe, "sh", *folders, image.prefix / "media"],
        capture_output=True,
        text=True,
        check=True,
        **as_user(),
    )
    assert done.stdout.splitlines() == [str(image.prefix / "media")]


def test_building_leaves_out_what_only_building_needs(image: Image) -> None:
    app = image.prefix / "app"
    assert not (app / "node_modules").exists()
    assert not (app / "tests").exists()
    assert not (app / "var").exists()
    assert not (image.prefix / "venv" / "bin" / "npm").exists()
    assert (image.prefix / "var" / "static" / "staticfiles.json").exists()


@pytest.mark.parametrize("process", ["web", "worker", "beat"])
def test_a_missing_setting_is_named_without_a_trace(image: Image, process: str) -> None:
    done = image.run(process, FLEDGE_MAIL_FROM="", FLEDGE_BIND=f"127.0.0.1:{free_port()}")
    assert done.returncode != 0
    assert "  - FLEDGE_MAIL_FROM: Environment variable not set." in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
