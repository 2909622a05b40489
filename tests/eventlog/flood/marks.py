"""Which processes are just now in the middle of what kind of work, so that a kill hits it."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

FOLDER = "FLOOD_MARKS"


@contextlib.contextmanager
def at_work(kind: str) -> Iterator[None]:
    mark = Path(os.environ[FOLDER]) / f"{kind}-{os.getpid()}"
    mark.touch()
    try:
        yield
    finally:
        mark.unlink(missing_ok=True)


def pids_at_work(folder: Path, kind: str) -> list[int]:
    """Return who says so; a killed process can no longer take its mark away."""
    return [int(mark.name.rpartition("-")[2]) for mark in folder.glob(f"{kind}-*")]
