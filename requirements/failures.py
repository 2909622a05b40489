"""Why an installation failed, in one sentence that says what to do."""

import re
from pathlib import Path

NETWORK = (
    "No package server could be reached: check the network connection (and proxy), "
    "then run it again; what is already fetched stays."
)
CERTIFICATE = (
    "A package server's certificate was not accepted: check this machine's clock and "
    "certificates (PIP_CERT, NODE_EXTRA_CA_CERTS), then run it again."
)
DISK = "The disk is full: free about 1 GB, then run it again."
COMPILER = (
    "A package has no ready-made file for this machine and there is no compiler to build "
    "it: install one (Debian: apt install build-essential python3-dev; macOS: "
    "xcode-select --install), then run it again."
)
HASH = (
    "A downloaded package is not the one that was locked, so nothing of it was installed: "
    "run it again, and if that repeats, look at which server or mirror it came from."
)
RIGHTS = (
    "This folder cannot be written: check who owns it and its .venv, node_modules and var "
    "folders, then run it again."
)
VERSION = (
    "A locked package is not offered for this Python: use Python 3.11 to 3.14 "
    "(make run PYTHON=python3.12), then run it again."
)

# Looked for in this order: an outage also ends in "no matching distribution", and a
# compiler's failure in many words of its own.
SIGNS = (
    (DISK, r"No space left on device|Errno 28\b|ENOSPC|Disk quota exceeded|EDQUOT"),
    (HASH, r"DO NOT MATCH THE HASHES|EINTEGRITY"),
    (
        CERTIFICATE,
        r"CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT|UNABLE_TO_(GET|VERIFY)|CERT_HAS_EXPIRED",
    ),
    (
        NETWORK,
        r"NewConnectionError|ConnectTimeoutError|ReadTimeoutError|ProxyError|NameResolutionError"
        r"|Failed to establish a new connection|[Nn]ame resolution|Name or service not known"
        r"|Network is unreachable|nodename nor servname|ENOTFOUND|EAI_AGAIN|ECONNREFUSED"
        r"|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT",
    ),
    (
        COMPILER,
        r"command '?\S*(cc|gcc|clang|c\+\+|g\+\+)\S*'? failed: No such file"
        r"|unable to execute '?\S*(cc|gcc|clang)|Unknown compiler|No CMAKE_C_COMPILER"
        r"|can't find Rust compiler|linker `cc` not found|Python\.h: No such file"
        r"|Microsoft Visual C\+\+",
    ),
    (RIGHTS, r"Permission denied|EACCES|Errno 13\b|EROFS|Read-only file system"),
    (VERSION, r"No matching distribution found|requires a different Python"),
)


class Refusal(Exception):
    """The installation cannot go on; the text is for the person at the terminal."""


def sentence_for(output: str, *, what: str, log: Path) -> str:
    """Return one sentence for what a failed installer wrote."""
    sentence = _known(output)
    if sentence:
        return f"{what} failed. {sentence} (Details: {log})"
    return f"{what} failed; the reason is at the end of {log}."


def sentence_for_error(error: OSError) -> str:
    """Return one sentence for a disk or folder that refused us."""
    known = _known(f"Errno {error.errno} {error.strerror}")
    return f"Installing failed ({error.strerror}: {error.filename}). {known or ''}".rstrip()


def _known(output: str) -> str | None:
    return next((sentence for sentence, signs in SIGNS if re.search(signs, output)), None)
