"""Where this machine keeps the programs that Fledge can use beside Python.

Only the standard library: it is asked before anything is installed.
"""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Program:
    """A program, the Debian package it comes in, and what Fledge uses it for."""

    name: str
    package: str
    purpose: str
    other_names: tuple[str, ...] = ()


PROGRAMS = (
    Program("postgres", "postgresql", "the database of the tests"),
    Program("redis-server", "redis-server", "cache and tasks in the tests"),
    # Chromium without its windows: the same engine for half of the work.
    Program(
        "chromium-headless-shell",
        "chromium-headless-shell",
        "the browser tests",
        ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome"),
    ),
    Program("msgfmt", "gettext", "collecting messages for translators"),
    Program("ffmpeg", "ffmpeg", "converting video and audio"),
)

# Debian keeps servers out of a user's PATH, PostgreSQL's even out of every PATH.
SYSTEM_FOLDERS = ("/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin")
VERSIONED_FOLDERS = (
    (Path("/usr/lib/postgresql"), "bin"),  # Debian, Ubuntu
    (Path("/usr/local/opt"), "bin"),  # Homebrew's kegs, Intel
    (Path("/opt/homebrew/opt"), "bin"),  # Homebrew's kegs, Apple
)


def _folders() -> Iterator[Path]:
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        if folder:
            yield Path(folder)
    yield from (Path(folder) for folder in SYSTEM_FOLDERS)
    for root, inner in VERSIONED_FOLDERS:
        versions = sorted(root.glob("*"), key=_version, reverse=True) if root.is_dir() else []
        yield from (version / inner for version in versions)


def _version(path: Path) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", path.name))


def find_binary(name: str) -> Path | None:
    """Return the program's path: from PATH first, then from where systems hide it."""
    program = next((program for program in PROGRAMS if program.name == name), None)
    names = (name, *program.other_names) if program else (name,)
    folders = list(_folders())
    for candidate in names:
        for folder in folders:
            found = shutil.which(candidate, path=str(folder))
            if found:
                return Path(found)
    return None


def missing_programs() -> list[Program]:
    """Return the programs of PROGRAMS that this machine lacks."""
    return [program for program in PROGRAMS if find_binary(program.name) is None]
