"""A file as a path, for programs that can read nothing else."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def local_path(file: Any) -> Iterator[str]:
    """Give the path of a stored file; one that lies in a bucket is fetched for as long."""
    try:
        path = file.path
    except NotImplementedError:
        with tempfile.NamedTemporaryFile() as copy:
            with file.storage.open(file.name, "rb") as source:
                shutil.copyfileobj(source, copy)
            copy.flush()
            yield copy.name
    else:
        yield path
