"""Whether a release is going live just now: only then do course pages change what readers see."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_is_releasing: ContextVar[bool] = ContextVar("is_releasing", default=False)


def is_releasing() -> bool:
    """Say whether this thread is within a release."""
    return _is_releasing.get()


@contextmanager
def releasing() -> Iterator[None]:
    """Let pages go live meanwhile, in this thread."""
    token = _is_releasing.set(True)
    try:
        yield
    finally:
        _is_releasing.reset(token)
