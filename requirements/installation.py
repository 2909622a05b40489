"""The steps of an installation: environment, browser libraries, bundles, messages.

Each step keeps a stamp of what it was made from. A stamp goes before the step
begins and comes back when it has succeeded, so a step that was killed half-way is
seen, and done again from the start.
"""

import argparse
import contextlib
import fcntl
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import browser_assets
import messages
import python_environment
from failures import Refusal, sentence_for_error
from progress import Progress, complain

# A killed install ends within this time; only a living one is worth a word.
SILENT_WAIT_SECONDS = 1.5
BASE_DIR = Path(__file__).resolve().parent.parent


def var_dir() -> Path:
    """Return the folder of everything this checkout keeps."""
    return Path(os.environ.get("FLEDGE_VAR") or BASE_DIR / "var").resolve()


@contextlib.contextmanager
def only_one(progress: Progress) -> Iterator[None]:
    """Hold the checkout's install lock, waiting for another install to end.

    What an install runs holds the lock as well: an installer that was killed leaves
    it only when its pip is gone, too.
    """
    folder = BASE_DIR / "var"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "install.lock").open("a") as file:
        until = time.monotonic() + SILENT_WAIT_SECONDS
        while not _try_lock(file):
            if time.monotonic() > until:
                progress.say("Another install runs in this folder; waiting for it.")
                fcntl.flock(file, fcntl.LOCK_EX)
                break
            time.sleep(0.05)
        progress.hold_fds = (file.fileno(),)
        yield


def _try_lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def install(*, dev: bool, progress: Progress) -> None:
    """Bring everything up to date; costs next to nothing when it is."""
    venv = python_environment.venv_dir(BASE_DIR)
    with only_one(progress):
        python_environment.bring_up_to_date(
            venv, requirements=BASE_DIR / "requirements", dev=dev, progress=progress
        )
        browser_assets.bring_up_to_date(BASE_DIR, venv=venv, progress=progress)
        messages.bring_up_to_date(BASE_DIR, venv=venv, progress=progress)


def main(arguments: Sequence[str]) -> int:
    """Install, or say in one sentence why not."""
    parser = argparse.ArgumentParser(prog="install.py", description="Install what Fledge needs.")
    parser.add_argument("--dev", action="store_true", help="also what tests and linting need")
    options = parser.parse_args(arguments)
    progress = Progress(var_dir() / "log" / "install.log")
    try:
        install(dev=options.dev, progress=progress)
    except Refusal as refusal:
        complain(str(refusal))
        return 1
    except OSError as error:
        complain(sentence_for_error(error))
        return 1
    except KeyboardInterrupt:
        complain("Stopped; the next run goes on from here.")
        return 130
    return 0
