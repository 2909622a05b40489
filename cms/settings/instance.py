"""What one checkout is told apart by: a random id and a secret, made at its first start."""

import json
import os
import secrets
from pathlib import Path
from typing import TypedDict


class Instance(TypedDict):
    id: str
    secret_key: str


def load_instance(folder: Path) -> Instance:
    """Return the instance kept in `folder`, making it when there is none.

    Two processes may start at once: the file is written aside and linked into
    place, so that exactly one of them wins and both read the winner's.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "instance.json"
    if not path.exists():
        fresh = {"id": secrets.token_hex(4), "secret_key": secrets.token_urlsafe(64)}
        aside = folder / f".instance-{os.getpid()}-{secrets.token_hex(4)}"
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(fresh, file)
        try:
            os.link(aside, path)
        except FileExistsError:
            pass
        finally:
            aside.unlink()
    instance: Instance = json.loads(path.read_text())
    return instance
