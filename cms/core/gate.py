"""Who may open a private file: asked at every request, closed unless somebody opens it.

Apps that know who may see what register a gate here in `AppConfig.ready`; what serves files
only asks. Any gate's yes opens. A kind without a gate stays closed, and so does one whose gate
fails: a bug must not show what is private.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

logger = logging.getLogger(__name__)

# Called with the request's user (also an anonymous one) and the thing that the file belongs to.
Decide = Callable[[Any, Any], bool]

_gates: dict[str, list[Decide]] = {}


def register_gate(kind: str, decide: Decide) -> None:
    """Let `decide(user, obj)` open files of `kind`; registering it twice changes nothing."""
    gates = _gates.setdefault(kind, [])
    if decide not in gates:
        gates.append(decide)


def may_open(user: Any, kind: str, obj: Any) -> bool:
    """Say whether any gate of `kind` opens `obj` to `user`."""
    return any(_opens(decide, user, kind, obj) for decide in _gates.get(kind, ()))


@dataclass(frozen=True)
class Shown:
    """A pass as an address brought it, and what it is to open: a file of a thing of some kind."""

    text: str
    kind: str
    obj: Any
    name: str


# Called with what an address carried in the place of an account.
DecidePass = Callable[[Shown], bool]

_passes: list[DecidePass] = []


def register_pass(decide: DecidePass) -> None:
    """Let `decide` open files to those without an account whose address carries a pass."""
    if decide not in _passes:
        _passes.append(decide)


def may_pass(text: str, kind: str, obj: Any, name: str) -> bool:
    """Say whether the pass in an address opens the file `name` that belongs to `obj`."""
    shown = Shown(text, kind, obj, name)
    return any(_is_yes(decide, kind, obj, shown) for decide in _passes)


def _opens(decide: Decide, user: Any, kind: str, obj: Any) -> bool:
    return _is_yes(decide, kind, obj, user, obj)


def _is_yes(decide: Callable[..., bool], kind: str, obj: Any, *asked: Any) -> bool:
    try:
        # Only a real yes: a queryset or a mock that happens to be truthy is none.
        return decide(*asked) is True
    except Exception:  # whatever broke in there, the file stays closed
        logger.exception(
            "A gate failed, so it stays closed",
            extra={"event": "gate.failed", "kind": kind, "pk": getattr(obj, "pk", None)},
        )
        return False
