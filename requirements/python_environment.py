"""The virtual environment: made once, brought up to date when a lock file changes."""

import contextlib
import importlib
import os
import shutil
import sys
from pathlib import Path

from failures import Refusal
from progress import Progress
from stamps import digest, read_stamp, write_stamp

STAMP = "fledge-stamp.json"
# What a set of packages contains beside its own; --dev is a superset of what runs.
SETS = {"build": ("build.txt",), "dev": ("dev.txt",)}


def venv_dir(base: Path) -> Path:
    """Return the folder of the environment: .venv, or what FLEDGE_VENV names."""
    return Path(os.environ.get("FLEDGE_VENV") or base / ".venv").absolute()


def python_of(venv: Path) -> Path:
    """Return the environment's interpreter."""
    return venv / "bin" / "python"


def bring_up_to_date(venv: Path, *, requirements: Path, dev: bool, progress: Progress) -> None:
    """Make or mend the environment so that it holds exactly what the lock file says."""
    stamp_path = venv / STAMP
    stamp = read_stamp(stamp_path)
    wanted = "dev" if dev or (stamp or {}).get("set") == "dev" else "build"
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    python = python_of(venv)
    if stamp and (stamp.get("python") != version or not python.exists()):
        if not python.exists() or not os.environ.get("FLEDGE_VENV"):
            progress.say(
                f"The environment was made by another Python; making it anew with {version}."
            )
        stamp = None
    fresh = {"set": wanted, "python": version, "lock": _lock_digest(requirements, wanted)}
    if stamp == fresh:
        return
    if stamp is None:
        _make(venv, requirements=requirements, progress=progress)
    # From here until the end the environment counts as half made.
    with contextlib.suppress(FileNotFoundError):
        stamp_path.unlink()
    lock = requirements / f"{wanted}.txt"
    count = sum(1 for line in lock.read_text().splitlines() if "==" in line and line[0] != " ")
    progress.say(f"Installing {count} Python packages (the first time takes a minute or two).")
    progress.run(
        [
            *(str(python), "-m", "pip", "install", "--require-hashes", "-r", str(lock)),
            *("--disable-pip-version-check", "--no-input", "--progress-bar", "off"),
        ],
        what="Installing Python packages",
        cwd=requirements.parent,
        note=lambda lines: f"({_collected(lines)} of {count} packages found)",
    )
    write_stamp(stamp_path, fresh)


def _lock_digest(requirements: Path, wanted: str) -> str:
    return digest([requirements / f"{wanted}.txt"], root=requirements)


def _collected(lines: list[str]) -> int:
    return sum(1 for line in lines if line.startswith("Collecting "))


def _make(venv: Path, *, requirements: Path, progress: Progress) -> None:
    _check_modules()
    if venv.exists():
        if venv.is_symlink() or not _looks_like_ours(venv):
            raise Refusal(f"{venv} is there and is no virtual environment: move it away.")
        progress.say("Removing an environment that was only half made.")
        shutil.rmtree(venv)
    progress.say(f"Making a virtual environment in {venv}.")
    progress.run(
        [sys.executable, "-m", "venv", str(venv)],
        what="Making a virtual environment",
        cwd=requirements.parent,
    )


def _looks_like_ours(venv: Path) -> bool:
    return not any(venv.iterdir()) or (venv / "pyvenv.cfg").exists() or (venv / "bin").is_dir()


def _check_modules() -> None:
    """Refuse when this Python lacks what makes environments, as Debian's does."""
    for name in ("venv", "ensurepip"):
        try:
            importlib.import_module(name)
        except ImportError:
            version = f"{sys.version_info.major}.{sys.version_info.minor}"
            raise Refusal(
                f"This Python has no {name} module: install it (Debian, Ubuntu:"
                f" apt install python{version}-venv), then run it again."
            ) from None
