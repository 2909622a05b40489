"""The installation of a checkout: exact words, exact calls, and nothing half made."""

import ast
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parents[2]
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"

# A stand-in for the package server: `python -m pip` finds it before any other pip.
FAKE_PIP = """
import os, pathlib, sys, time
here = pathlib.Path(os.environ["FAKE_DIR"])
with (here / "calls").open("a") as calls:
    calls.write("pip " + os.path.basename(sys.argv[sys.argv.index("-r") + 1]) + chr(10))
if (here / "hang").exists():
    (here / "hanging").touch()
    time.sleep(float((here / "hang").read_text()))
if (here / "pip-fails").exists():
    sys.exit((here / "pip-fails").read_text())
npm = pathlib.Path(os.environ["FAKE_VENV"], "bin", "npm")
npm.write_text((here / "npm").read_text())
npm.chmod(0o755)
"""
FAKE_NPM = """#!/bin/sh
echo "npm $*" >> "$FAKE_DIR/calls"
if [ -e "$FAKE_DIR/npm-fails" ]; then cat "$FAKE_DIR/npm-fails"; exit 1; fi
mkdir -p node_modules static/dist
"""
# Makes an environment in milliseconds; the real one is tested in a test of its own.
FAKE_VENV = """
import os, pathlib, sys
folder = pathlib.Path(sys.argv[1])
with pathlib.Path(os.environ["FAKE_DIR"], "calls").open("a") as calls:
    calls.write("venv" + chr(10))
(folder / "bin").mkdir(parents=True)
(folder / "bin" / "python").symlink_to(sys.executable)
"""

MAKING = "Making a virtual environment in {base}/.venv."
PYTHON_PACKAGES = "Installing 1 Python packages (the first time takes a minute or two)."
LIBRARIES = "Installing browser libraries."
BUNDLES = "Building style and script."
HALF_MADE = "Removing an environment that was only half made."


class Checkout:
    """A small checkout with the real installer and stand-ins for what it calls."""

    def __init__(self, folder):
        self.base = folder / "checkout"
        self.fakes = folder / "fakes"
        shutil.copytree(
            BASE / "cms" / "core" / "process",
            self.base / "cms" / "core" / "process",
            ignore=shutil.ignore_patterns("__pycache__"),
        )
        shutil.copytree(
            BASE / "requirements",
            self.base / "requirements",
            ignore=shutil.ignore_patterns("*.txt", "__pycache__"),
        )
        for name in ("build", "dev"):
            self.write(f"requirements/{name}.txt", f"{name}-package==1.0\n    # via us\n")
        self.write("package-lock.json", "{}")
        self.write("static/css/site.css", "a {}")
        for module, code in (("pip", FAKE_PIP), ("venv", FAKE_VENV)):
            (self.fakes / module).mkdir(parents=True)
            (self.fakes / module / "__init__.py").touch()
            (self.fakes / module / "__main__.py").write_text(code)
        (self.fakes / "npm").write_text(FAKE_NPM)
        self.env = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "PYTHONPATH": str(self.fakes),
            "FAKE_DIR": str(self.fakes),
            "FAKE_VENV": str(self.base / ".venv"),
        }

    def write(self, name, text):
        path = self.base / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def command(self, *options):
        return [sys.executable, str(self.base / "requirements" / "install.py"), *options]

    def start(self, *options):
        return subprocess.Popen(
            self.command(*options),
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            # A shell starts what it puts into the background with interrupts ignored, and
            # that is inherited: the tests may have been started so.
            preexec_fn=_heed_interrupts,
        )

    def install(self, *options):
        """Run to the end and return (exit code, lines said, lines complained)."""
        process = self.start(*options)
        said, complained = process.communicate(timeout=60)
        return process.returncode, said.splitlines(), complained.splitlines()

    def calls(self):
        """Return what was called since the last time this was asked."""
        path = self.fakes / "calls"
        lines = path.read_text().splitlines() if path.exists() else []
        path.unlink(missing_ok=True)
        return lines

    def wait_for(self, path):
        until = time.monotonic() + 60
        while not path.exists():
            assert time.monotonic() < until
            time.sleep(0.01)

    def kill_while_installing(self, how=signal.SIGKILL):
        (self.fakes / "hang").write_text("600")
        process = self.start()
        self.wait_for(self.fakes / "hanging")
        process.send_signal(how)
        process.communicate(timeout=30)
        for name in ("hang", "hanging"):
            (self.fakes / name).unlink()
        self.calls()


def _heed_interrupts():
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def checkout(tmp_path):
    return Checkout(tmp_path)


@pytest.fixture
def installed(checkout):
    assert checkout.install()[0] == 0
    checkout.calls()
    return checkout


# What is done when


def test_the_first_install_does_every_step_and_says_so(checkout):
    said = [MAKING.format(base=checkout.base), PYTHON_PACKAGES, LIBRARIES, BUNDLES]
    assert checkout.install() == (0, said, [])
    assert checkout.calls() == ["venv", "pip build.txt", "npm ci", "npm run build"]


def test_a_second_install_does_nothing_and_is_quick(installed):
    times = []
    for _ in range(5):
        started_at = time.monotonic()
        assert installed.install() == (0, [], [])
        times.append(time.monotonic() - started_at)
    assert installed.calls() == []
    assert min(times) < 0.3


def test_an_environment_for_development_also_runs(checkout):
    assert checkout.install("--dev")[0] == 0
    assert checkout.calls()[:2] == ["venv", "pip dev.txt"]
    assert checkout.install() == (0, [], [])
    assert checkout.calls() == []


def test_an_environment_for_running_grows_to_one_for_development(installed):
    assert installed.install("--dev") == (0, [PYTHON_PACKAGES], [])
    assert installed.calls() == ["pip dev.txt"]


def test_a_changed_lock_updates_the_environment_in_place(installed):
    installed.write("requirements/build.txt", "build-package==2.0\n")
    assert installed.install() == (0, [PYTHON_PACKAGES], [])
    assert installed.calls() == ["pip build.txt"]


@pytest.mark.parametrize(
    ("name", "calls"),
    [
        ("static/css/site.css", ["npm run build"]),
        ("static/js/new.js", ["npm run build"]),
        ("package-lock.json", ["npm ci", "npm run build"]),
    ],
)
def test_a_changed_source_builds_what_depends_on_it(installed, name, calls):
    installed.write(name, "changed")
    assert installed.install()[0] == 0
    assert installed.calls() == calls


def test_an_emptied_bundle_is_built_again(installed):
    shutil.rmtree(installed.base / "static" / "dist")
    assert installed.install() == (0, [BUNDLES], [])


def test_an_environment_of_another_python_is_made_anew(installed):
    stamp = installed.base / ".venv" / "fledge-stamp.json"
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), "python": "3.10"}))
    code, said, _ = installed.install()
    assert code == 0
    assert said[0] == (
        f"The environment was made by another Python; making it anew with {VERSION}."
    )
    assert installed.calls() == ["venv", "pip build.txt"]


# Killed half-way, and two at once


@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGINT"])
def test_a_first_install_that_was_killed_is_done_again_from_the_start(checkout, name):
    checkout.kill_while_installing(signal.Signals[name])
    code, said, complained = checkout.install()
    assert (code, complained) == (0, [])
    assert said == [
        HALF_MADE,
        MAKING.format(base=checkout.base),
        PYTHON_PACKAGES,
        LIBRARIES,
        BUNDLES,
    ]
    assert checkout.install() == (0, [], [])


def test_an_update_that_was_killed_is_done_again_from_the_start(installed):
    installed.write("requirements/build.txt", "build-package==2.0\n")
    installed.kill_while_installing()
    assert installed.install()[1] == [
        HALF_MADE,
        MAKING.format(base=installed.base),
        PYTHON_PACKAGES,
    ]


def test_a_killed_install_leaves_no_pip_that_goes_on_writing(checkout):
    (checkout.fakes / "hang").write_text("600")
    process = checkout.start()
    checkout.wait_for(checkout.fakes / "hanging")
    process.kill()
    # Ends only when nobody holds the pipe of the output any more.
    process.communicate(timeout=60)
    pip = f"{checkout.base}/.venv/bin/python\0-m\0pip".encode()
    until = time.monotonic() + 30
    while any(pip in command for command in _commands()):
        assert time.monotonic() < until
        time.sleep(0.05)


def _commands():
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            yield path.read_bytes()


def test_two_installs_at_once_do_the_work_once(checkout):
    (checkout.fakes / "hang").write_text("4")
    first = checkout.start()
    checkout.wait_for(checkout.fakes / "hanging")
    second = checkout.install()
    first.communicate(timeout=60)
    assert first.returncode == 0
    assert second == (0, ["Another install runs in this folder; waiting for it."], [])
    assert checkout.calls() == ["venv", "pip build.txt", "npm ci", "npm run build"]


# Refusals: one sentence, no traceback


def _details(checkout):
    return f"(Details: {checkout.base}/var/log/install.log)"


PIP_FAILURES = {
    "compiler": (
        "building wheel\nerror: command 'gcc' failed: No such file or directory\n",
        "A package has no ready-made file for this machine and there is no compiler to build it:"
        " install one (Debian: apt install build-essential python3-dev; macOS:"
        " xcode-select --install), then run it again.",
    ),
    "network": (
        "NewConnectionError: Failed to establish a new connection: [Errno -3] Temporary failure"
        " in name resolution\nERROR: No matching distribution found for amqp==5.4.2\n",
        "No package server could be reached: check the network connection (and proxy), then run"
        " it again; what is already fetched stays.",
    ),
    "disk": (
        "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n",
        "The disk is full: free about 1 GB, then run it again.",
    ),
    "hash": (
        "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.\n",
        "A downloaded package is not the one that was locked, so nothing of it was installed:"
        " run it again, and if that repeats, look at which server or mirror it came from.",
    ),
    "certificate": (
        "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] ...\n",
        "A package server's certificate was not accepted: check this machine's clock and"
        " certificates (PIP_CERT, NODE_EXTRA_CA_CERTS), then run it again.",
    ),
}


@pytest.mark.parametrize("name", PIP_FAILURES)
def test_a_failed_pip_is_explained_in_one_sentence(checkout, name):
    output, sentence = PIP_FAILURES[name]
    (checkout.fakes / "pip-fails").write_text(output)
    code, said, complained = checkout.install()
    assert code == 1
    assert said == [MAKING.format(base=checkout.base), PYTHON_PACKAGES]
    assert complained == [f"Installing Python packages failed. {sentence} {_details(checkout)}"]
    assert output.strip() in (checkout.base / "var" / "log" / "install.log").read_text()
    assert not (checkout.base / ".venv" / "fledge-stamp.json").exists()


def test_a_failure_without_a_known_sign_names_the_log(checkout):
    (checkout.fakes / "pip-fails").write_text("something new under the sun")
    assert checkout.install()[2] == [
        "Installing Python packages failed; the reason is at the end of"
        f" {checkout.base}/var/log/install.log."
    ]


def test_a_failed_npm_is_explained_and_tried_again_alone(checkout):
    (checkout.fakes / "npm-fails").write_text("npm error code EAI_AGAIN\n")
    code, _, complained = checkout.install()
    assert code == 1
    assert complained == [
        f"Installing browser libraries failed. {PIP_FAILURES['network'][1]} {_details(checkout)}"
    ]
    (checkout.fakes / "npm-fails").unlink()
    checkout.calls()
    assert checkout.install() == (0, [LIBRARIES, BUNDLES], [])
    assert checkout.calls() == ["npm ci", "npm run build"]


def test_a_failed_step_is_done_again_when_its_sources_are_back_to_what_they_were(installed):
    before = (installed.base / "package-lock.json").read_text()
    (installed.fakes / "npm-fails").write_text("npm error code EINTEGRITY\n")
    installed.write("package-lock.json", '{"changed": true}')
    assert installed.install()[0] == 1
    (installed.fakes / "npm-fails").unlink()
    installed.write("package-lock.json", before)
    installed.calls()
    assert installed.install()[0] == 0
    assert installed.calls() == ["npm ci"]


@pytest.mark.parametrize("name", ["venv", "ensurepip"])
def test_a_missing_venv_module_is_named_with_its_package(checkout, name):
    shutil.rmtree(checkout.fakes / name, ignore_errors=True)
    (checkout.fakes / f"{name}.py").write_text(f"raise ModuleNotFoundError({name!r})")
    assert checkout.install() == (
        1,
        [],
        [
            f"This Python has no {name} module: install it (Debian, Ubuntu:"
            f" apt install python{VERSION}-venv), then run it again."
        ],
    )
    assert not (checkout.base / ".venv").exists()


def test_a_folder_that_is_no_environment_is_not_removed(checkout):
    checkout.write(".venv/thesis.txt", "ten years of work")
    assert checkout.install() == (
        1,
        [],
        [f"{checkout.base}/.venv is there and is no virtual environment: move it away."],
    )
    assert (checkout.base / ".venv" / "thesis.txt").read_text() == "ten years of work"


def test_a_folder_that_cannot_be_written_is_named(checkout):
    checkout.write("var", "a file, where a folder is needed")
    assert checkout.install() == (
        1,
        [],
        [f"Installing failed (File exists: {checkout.base}/var)."],
    )


def test_an_old_python_says_one_sentence(checkout):
    script = checkout.command()[1]
    code = (
        "import runpy, sys; sys.version_info = (3, 9, 2, 'final', 0);"
        f"sys.argv = [{script!r}]; runpy.run_path({script!r}, run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=checkout.env, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"Fledge needs Python 3.11 or newer, and {sys.executable} is 3.9: install a newer one,"
        " or name it: make run PYTHON=/path/to/python3\n"
    )


def test_the_entry_can_be_read_by_python_3_6():
    ast.parse((BASE / "requirements" / "install.py").read_text(), feature_version=(3, 6))


# The real thing


def test_a_real_environment_with_real_messages(checkout):
    shutil.rmtree(checkout.fakes / "venv")
    # polib is installed beside the tests; the stand-in for pip installs nothing.
    checkout.env["PYTHONPATH"] += os.pathsep + sysconfig.get_path("purelib")
    checkout.write(
        "locale/fr/LC_MESSAGES/django.po",
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "Sign in"\nmsgstr "Se connecter"\n',
    )
    assert checkout.install()[0] == 0
    assert (checkout.base / ".venv" / "pyvenv.cfg").exists()
    compiled = checkout.base / "locale" / "fr" / "LC_MESSAGES" / "django.mo"
    assert b"Se connecter" in compiled.read_bytes()
    written_at = compiled.stat().st_mtime_ns
    assert checkout.install() == (0, [], [])
    assert compiled.stat().st_mtime_ns == written_at
    po = "locale/fr/LC_MESSAGES/django.po"
    checkout.write(po, (checkout.base / po).read_text().replace("Se connecter", "Connexion"))
    assert checkout.install()[0] == 0
    assert b"Connexion" in compiled.read_bytes()
    compiled.unlink()
    assert checkout.install()[0] == 0
    assert compiled.exists()


# The Makefile chooses the interpreter


def _make(path, *arguments):
    return subprocess.run(
        [shutil.which("make"), "-s", "-f", str(BASE / "Makefile"), *arguments],
        cwd=BASE,
        env={"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def _script(path, text):
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def test_make_takes_a_newer_python_when_python3_is_old(tmp_path):
    _script(tmp_path / "python3", "exit 1")
    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        _script(tmp_path / name, "exit 1")
    _script(tmp_path / "python3.12", "echo /opt/python3.12")
    done = _make(f"{tmp_path}:{os.defpath}", "--eval=chosen: ; @echo $(PYTHON)", "chosen")
    assert done.stdout == "/opt/python3.12\n"


def test_make_without_any_new_python_lets_the_old_one_explain(tmp_path):
    for name in ("python3", "python3.14", "python3.13", "python3.12", "python3.11"):
        _script(tmp_path / name, "exit 1")
    done = _make(f"{tmp_path}:{os.defpath}", "--eval=chosen: ; @echo $(PYTHON)", "chosen")
    assert done.stdout == "python3\n"


@pytest.mark.parametrize("target", ["install", "run", "test"])
def test_make_without_any_python_says_one_sentence(tmp_path, target):
    done = _make(str(tmp_path), target)
    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == (
        "There is no python3 here: install Python 3.11 or newer"
        " (Debian: apt install python3 python3-venv)."
    )
