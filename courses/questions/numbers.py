"""Numbers as authors type them: kept to the character, read exactly."""

import re
from decimal import Decimal

NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?", re.ASCII)
MAX_NUMBER_LENGTH = 40


class NumberError(ValueError):
    """What was typed is not a number."""


def parse_number(text: str) -> Decimal:
    """Return exactly the number that was typed; a Decimal drops no digit."""
    if len(text) > MAX_NUMBER_LENGTH or not NUMBER.fullmatch(text):
        raise NumberError(text)
    return Decimal(text)
