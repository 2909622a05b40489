"""The image's recipe and the set around it; its scripts are run for real by `make soak`."""

import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from cms.settings import UNUSABLE
from cms.settings.environment import PLACEHOLDER
from tests.servers.postgresql import unprivileged_user

REPOSITORY = Path(__file__).resolve().parent.parent
DOCKER = REPOSITORY / "docker"
COMPOSE = yaml.safe_load((DOCKER / "compose.yml").read_text())
SERVICES = COMPOSE["services"]
SITE = ("web", "worker", "beat", "migrate")


def example_settings() -> dict[str, str]:
    lines = (DOCKER / "example.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


# The set


def test_the_set_has_every_part_of_production() -> None:
    parts = {"postgres", "redis", "elasticsearch", "minio", "mail", "proxy", *SITE}
    assert set(SERVICES) == parts
    assert SERVICES["elasticsearch"]["image"].startswith("elasticsearch:8.19.")
    assert SERVICES["elasticsearch"]["environment"]["discovery.type"] == "single-node"
    assert SERVICES["elasticsearch"]["mem_limit"] == "1g"


@pytest.mark.parametrize("name", SITE)
def test_the_site_runs_from_one_image_without_privileges(name: str) -> None:
    service = SERVICES[name]
    assert service["image"] == "fledge"
    assert service["build"]["dockerfile"] == "docker/Dockerfile"
    assert service["user"] == "10001:10001"
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["command"][0] in {"web", "worker", "beat", "manage"}


def test_only_the_proxy_can_be_reached_from_outside() -> None:
    published = {name: service.get("ports", []) for name, service in SERVICES.items()}
    assert published.pop("proxy") == ["80:80", "443:443", "443:443/udp"]
    others = [port for ports in published.values() for port in ports]
    assert others
    assert all(port.startswith("127.0.0.1:") for port in others)


def test_every_lasting_process_is_watched_and_starts_again() -> None:
    for name, service in SERVICES.items():
        if name != "migrate":
            assert service["healthcheck"]["test"][0] == "CMD", name
            assert service["restart"] == "unless-stopped", name
    assert SERVICES["migrate"]["restart"] == "no"
    for name in ("web", "worker", "beat"):
        waits = SERVICES[name]["depends_on"]
        assert waits["migrate"]["condition"] == "service_completed_successfully"


def test_what_is_kept_lies_in_named_volumes() -> None:
    used = {
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
        if not volume.startswith(".")
    }
    assert used == set(COMPOSE["volumes"])
    for name in ("postgres", "redis", "minio", "elasticsearch"):
        assert SERVICES[name]["volumes"], name


def test_images_are_named_with_a_version_and_without_a_registry() -> None:
    for name, service in SERVICES.items():
        if name not in SITE:
            assert re.fullmatch(r"([a-z]+/)?[a-z]+:[\w.-]*\d[\w.-]*", service["image"]), name


def test_the_proxy_is_the_one_that_the_settings_trust() -> None:
    assert "reverse_proxy web:8000" in (DOCKER / "Caddyfile").read_text()
    assert example_settings()["FLEDGE_TRUSTED_PROXIES"] == "1"


def test_every_variable_of_the_set_is_in_the_example() -> None:
    asked = set(re.findall(r"\$\{(\w+)", (DOCKER / "compose.yml").read_text()))
    asked |= set(re.findall(r"\{\$(\w+)\}", (DOCKER / "Caddyfile").read_text()))
    assert asked
    assert asked <= set(example_settings())


def manage_check(settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=REPOSITORY,
        env={"PATH": os.environ["PATH"], "FLEDGE_ENV": "production", **settings},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_example_is_refused_with_the_reason_for_each_placeholder() -> None:
    placeholders = {name for name, value in example_settings().items() if PLACEHOLDER in value}
    # The proxy, the database and MinIO read these; they never reach Fledge's settings.
    placeholders -= {"FLEDGE_HOST", "POSTGRES_PASSWORD", "MINIO_ROOT_PASSWORD"}
    assert len(placeholders) == 5
    done = manage_check(example_settings())
    assert done.returncode == UNUSABLE
    assert "Traceback" not in done.stderr
    for name in placeholders:
        assert f"  - {name}: still holds the example's {PLACEHOLDER}." in done.stderr


def filled_in() -> dict[str, str]:
    return {
        **example_settings(),
        "FLEDGE_ALLOWED_HOSTS": "courses.example.org",
        "FLEDGE_BASE_URL": "https://courses.example.org",
        "FLEDGE_SECRET_KEY": secrets.token_urlsafe(64),
        "DATABASE_URL": "postgresql://fledge:secret@postgres:5432/fledge",
        "FLEDGE_MAIL_FROM": "Courses <courses@example.org>",
    }


def test_the_example_filled_in_is_accepted() -> None:
    done = manage_check(filled_in())
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "name", ["DATABASE_URL", "REDIS_URL", "FLEDGE_ALLOWED_HOSTS", "FLEDGE_BASE_URL"]
)
def test_a_line_left_open_counts_as_missing(name: str) -> None:
    done = manage_check({**filled_in(), name: ""})
    assert done.returncode == UNUSABLE
    assert f"  - {name}: Environment variable not set." in done.stderr


# The image


def test_the_recipe_only_calls_scripts_and_ends_without_privileges() -> None:
    text = (DOCKER / "Dockerfile").read_text().replace("\\\n", " ")
    steps = [line.split(None, 1) for line in text.splitlines() if line and line[0] != "#"]
    runs = [what for step, what in steps if step == "RUN"]
    assert runs == ["/source/docker/build.sh /srv/fledge"]
    assert sum(step == "FROM" for step, _ in steps) == 2
    last_stage = steps[max(i for i, (step, _) in enumerate(steps) if step == "FROM") :]
    assert ["USER", "10001:10001"] in last_stage
    assert ["ENTRYPOINT", '["/srv/fledge/app/docker/entrypoint.sh"]'] in last_stage


def test_what_the_build_copies_is_what_the_recipe_lets_in() -> None:
    script = (DOCKER / "build.sh").read_text().replace("\\\n", " ")
    copied = re.search(r"=static/dist\s+((?:[\w./-]+\s+)+)\|", script)
    assert copied
    let_in = re.findall(r"^!(\S+)$", (DOCKER / "Dockerfile.dockerignore").read_text(), re.M)
    assert set(copied[1].split()) == set(let_in)
    assert all((REPOSITORY / name).exists() for name in let_in)


def test_the_build_refuses_a_folder_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "mine").touch()
    done = run([str(DOCKER / "build.sh"), str(tmp_path)])
    assert done.returncode == 1
    assert "is not empty" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


# The entry, with a Python that only says what it was asked


def run(argv: list[str], **options: object) -> subprocess.CompletedProcess[str]:
    # The tests' own environment of Python packages is not the image's.
    env = {name: value for name, value in os.environ.items() if name != "FLEDGE_VENV"}
    return subprocess.run(argv, env=env, capture_output=True, text=True, check=False, **options)


@pytest.fixture
def entry() -> Iterator[Path]:
    prefix = Path(tempfile.mkdtemp(prefix="fledge-entry-"))
    prefix.chmod(0o755)
    (prefix / "app" / "docker").mkdir(parents=True)
    script = shutil.copy(DOCKER / "entrypoint.sh", prefix / "app" / "docker")
    (prefix / "venv" / "bin").mkdir(parents=True)
    python = prefix / "venv" / "bin" / "python"
    python.write_text('#!/bin/sh\necho "$@" >&2\n')
    python.chmod(0o755)
    yield Path(script)
    shutil.rmtree(prefix)


def as_user() -> dict[str, object]:
    user = unprivileged_user()
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


@pytest.mark.parametrize(
    ("process", "module"),
    [
        ("web", "-m gunicorn cms.wsgi:application "),
        ("worker", "-m celery -A cms worker "),
        ("beat", "-m celery -A cms beat "),
    ],
)
def test_a_name_starts_its_process(entry: Path, process: str, module: str) -> None:
    done = run([str(entry), process], **as_user())
    assert done.stderr.startswith(module)
    assert done.returncode == 0


def test_commands_are_passed_on_as_they_are(entry: Path) -> None:
    done = run([str(entry), "manage", "setup_site", "--name", "My courses"], **as_user())
    assert done.stderr == "manage.py setup_site --name My courses\n"


def test_an_unknown_process_is_refused_with_the_usage(entry: Path) -> None:
    done = run([str(entry), "shell"], **as_user())
    assert done.returncode == 2
    assert done.stderr.startswith("Usage: ")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be refused")
def test_nothing_runs_as_root(entry: Path) -> None:
    done = run([str(entry), "web"])
    assert done.returncode == 1
    assert done.stderr == "entrypoint.sh: not as root; name an unprivileged user.\n"
