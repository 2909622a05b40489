"""What may be kept of an exception: enough to find it, no personal data."""

import re
import traceback
from pathlib import Path

# Addresses of people and anything with a secret's length: messages of other libraries
# quote what they were given.
_ADDRESS = re.compile(r"[^\s<>()\"',;:]+@[^\s<>()\"',;:]+")
_SECRET = re.compile(r"[A-Za-z0-9_\-+/=]{24,}")
_QUERY = re.compile(r"\?\S+")


def describe(error: BaseException, length: int) -> str:
    """Return the class and the message in one line, shortened and without what tells of people."""
    message = " ".join(str(error).split())
    message = _ADDRESS.sub("[address]", message)
    message = _QUERY.sub("?…", message)
    message = _SECRET.sub("[…]", message)
    name = type(error).__name__
    text = f"{name}: {message}" if message else name
    return text if len(text) <= length else text[: length - 1] + "…"


def innermost_frame(error: BaseException) -> str:
    """Return file, line and function where it was raised; no values."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return ""
    last = frames[-1]
    return f"{Path(last.filename).name}:{last.lineno} {last.name}"
