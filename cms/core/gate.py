"""Who may open a private file: asked at every request, closed unless somebody opens it.

Apps that know who may see what register a gate here in `AppConfig.ready`; what serves files
only asks. Any gate's yes opens. A kind without a gate stays closed, and so does one whose gate
fails: a bug must not show what is private.
"""

import logging
from collections.abc import Callable
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


def _opens(decide: Decide, user: Any, kind: str, obj: Any) -> bool:
    try:
        # Only a real yes: a queryset or a mock that happens to be truthy is none.
        return decide(user, obj) is True
    except Exception:  # whatever broke in there, the file stays closed
        logger.exception(
            "A gate failed, so it stays closed",
            extra={"event": "gate.failed", "kind": kind, "pk": getattr(obj, "pk", None)},
        )
        return False
