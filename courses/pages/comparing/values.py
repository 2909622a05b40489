"""Single values: what a tick, a choice or a chosen file is called."""

import json
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from courses.pages.comparing.parts import Piece, Ref


def spoken(value: Any) -> str:
    """Return a value that is no text in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None:
        return ""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return str(value)


def chosen(value: Any, choices: Iterable[tuple[Any, Any]]) -> str:
    """Return what a choice is called; one that is offered no more goes by its stored name."""
    labels: dict[str, str] = {}
    for key, label in choices:
        inner = label if isinstance(label, list | tuple) else [(key, label)]
        labels.update({str(one): str(name) for one, name in inner})
    return labels.get(str(value), spoken(value)) if value not in (None, "") else ""


def referred(value: Any, model: str) -> Piece | None:
    """Return something that is named by its key, to be called by its name later."""
    return None if value in (None, "") else Piece(str(value), ref=Ref(model, value))
