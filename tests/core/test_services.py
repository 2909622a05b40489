"""`make services`: what is missing is installed by root on Debian, and named to everybody else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cms.core.process import binaries
from cms.core.process.binaries import find_binary

BASE = Path(__file__).resolve().parents[2]

# Run in a fresh interpreter, as make does, with the parts of the machine set by the test.
SCENE = """
import sys
sys.path.insert(0, {folder!r})
import services
from binaries import PROGRAMS
services.missing_programs = lambda: [p for p in PROGRAMS if p.name in {missing!r}]
services.os.geteuid = lambda: {uid}
services.shutil.which = lambda name, path=None: {apt!r} if name == "apt-get" else None
services.install = lambda programs: sys.exit("apt-get was called")
sys.exit(services.main({arguments!r}))
"""
MISSING = "postgresql (the database of the tests), redis-server (cache and tasks in the tests)"
LINE = "apt-get update && apt-get install -y --no-install-recommends postgresql redis-server"


def _services(*arguments, missing=("postgres", "redis-server"), uid=0, apt="/bin/apt-get", **env):
    code = SCENE.format(
        folder=str(BASE / "requirements"),
        missing=missing,
        uid=uid,
        apt=apt,
        arguments=list(arguments),
    )
    environment = {k: v for k, v in os.environ.items() if k != "FLEDGE_SERVICES"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**environment, **env},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_nothing_missing_is_said_once_and_not_before_tests():
    assert _services(missing=()) == (0, "Nothing is missing.\n", "")
    assert _services("--if-missing", missing=()) == (0, "", "")


@pytest.mark.parametrize("machine", [{"uid": 1000}, {"apt": None}], ids=["not root", "no apt-get"])
@pytest.mark.parametrize(("arguments", "code"), [([], 1), (["--if-missing"], 0)])
def test_who_cannot_install_gets_the_line(machine, arguments, code):
    expected = f"Missing: {MISSING}. To install them, run as root:\n  {LINE}\n"
    assert _services(*arguments, **machine) == (code, expected, "")


def test_before_tests_root_installs_and_says_what():
    assert _services("--if-missing") == (
        1,
        f"Installing from Debian's packages: {MISSING}.\n",
        "apt-get was called\n",
    )


def test_installing_before_tests_can_be_forbidden():
    assert _services("--if-missing", FLEDGE_SERVICES="off") == (
        0,
        f"Missing, and not installed because FLEDGE_SERVICES is off: {MISSING}.\n",
        "",
    )


def test_asking_for_services_installs_even_when_tests_may_not():
    assert _services(FLEDGE_SERVICES="off")[2] == "apt-get was called\n"


def test_packages_are_installed_with_no_server_started(tmp_path):
    policy = tmp_path / "policy-rc.d"
    log = tmp_path / "calls"
    apt = tmp_path / "apt-get"
    apt.write_text(
        f'#!/bin/sh\necho "$DEBIAN_FRONTEND $*" >> {log}\nsh {policy}; echo "policy $?" >> {log}\n'
    )
    apt.chmod(0o755)
    code = (
        f"import sys; sys.path.insert(0, {str(BASE / 'requirements')!r}); import services\n"
        f"services.POLICY = services.Path({str(policy)!r})\n"
        "services.shutil.which = lambda name: None\n"
        "from binaries import PROGRAMS\n"
        "sys.exit(services.install(PROGRAMS[:2]))\n"
    )
    env = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    assert subprocess.run([sys.executable, "-c", code], env=env, check=False).returncode == 0
    assert log.read_text().splitlines() == [
        "noninteractive update -q",
        "policy 101",
        "noninteractive install -q -y --no-install-recommends postgresql redis-server",
        "policy 101",
    ]
    assert not policy.exists()


def _program(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_binaries_are_found_where_debian_hides_them(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.setattr(binaries, "SYSTEM_FOLDERS", ())
    root = tmp_path / "postgresql"
    monkeypatch.setattr(binaries, "VERSIONED_FOLDERS", ((root, "bin"),))
    assert find_binary("postgres") is None
    _program(root / "9.6" / "bin" / "postgres")
    newest = _program(root / "15" / "bin" / "postgres")
    assert find_binary("postgres") == newest


def test_the_path_goes_before_the_system_and_other_names_count(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path / "mine"))
    monkeypatch.setattr(binaries, "SYSTEM_FOLDERS", (str(tmp_path / "system"),))
    monkeypatch.setattr(binaries, "VERSIONED_FOLDERS", ())
    other = _program(tmp_path / "system" / "google-chrome")
    assert find_binary("chromium-headless-shell") == other
    system = _program(tmp_path / "system" / "chromium")
    assert find_binary("chromium-headless-shell") == system
    mine = _program(tmp_path / "mine" / "chromium")
    assert find_binary("chromium-headless-shell") == mine
    # The name that is asked for goes before all others, wherever it is.
    best = _program(tmp_path / "system" / "chromium-headless-shell")
    assert find_binary("chromium-headless-shell") == best


def test_look_ups_work_without_the_package_around_them():
    code = "import binaries, sys; sys.exit('django' in sys.modules or 'celery' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=BASE / "cms" / "core" / "process", check=False
    )
    assert done.returncode == 0
