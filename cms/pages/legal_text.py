"""The mark in a legal text that says: this is still to be written."""

from typing import Any

from django.utils.translation import gettext_lazy as _

OPENING, CLOSING = "[[", "]]"

UNFINISHED = _(
    "Parts of this text are still to be written: they stand in double square brackets,"
    " [[like this]]. Replace each of them, then publish."
)


def is_unfinished(body: Any) -> bool:
    """Say whether a stream holds a text with a part that is still to be written."""
    if not body:
        return False
    text = str(body.get_prep_value())
    return OPENING in text or CLOSING in text
