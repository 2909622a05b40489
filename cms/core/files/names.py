"""Names under which uploads are kept and shown: they give away neither title nor uploader."""

import re
import secrets
from pathlib import PurePosixPath

from django.utils.text import slugify

PUBLIC_PREFIX = "public/"
_EXTENSION = re.compile(r"\.[a-z0-9]{1,10}")


def safe_suffix(filename: str) -> str:
    """Return the extension with its dot, in lower case; empty when it is none that we keep."""
    suffix = PurePosixPath(filename).suffix.lower()
    return suffix if _EXTENSION.fullmatch(suffix) else ""


def unguessable_name(folder: str, filename: str) -> str:
    """Return a name in `folder` that nobody can guess from the upload; only its type stays."""
    return f"{folder}/{secrets.token_urlsafe(24)}{safe_suffix(filename)}"


def neutral_name(name: str) -> str:
    """Return the last part of a signed address, and what a file is saved as by itself."""
    return f"file{safe_suffix(name)}"


def titled_name(title: str, name: str, *, otherwise: str) -> str:
    """Return a file name made of a title, for those who may have the file."""
    return f"{slugify(title, allow_unicode=True)[:80] or otherwise}{safe_suffix(name)}"
