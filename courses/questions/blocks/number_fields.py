"""What a number has to be, in questions and in blanks."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from courses.questions.blocks.fields import KeyLineBlock
from courses.questions.numbers import MAX_NUMBER_LENGTH, NumberError, parse_number


class AnswerBlock(KeyLineBlock):
    """The right number."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Right number"),
            max_length=MAX_NUMBER_LENGTH,
            help_text=_("Such as 0.29 or -4."),
        )


class ToleranceBlock(KeyLineBlock):
    """How far off an answer may be."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Tolerance"),
            required=False,
            max_length=MAX_NUMBER_LENGTH,
            help_text=_("How far off an answer may be. Empty means not at all."),
        )


def number_faults(value: Any) -> dict[str, str]:
    """Return what is wrong with a right number and its tolerance."""
    faults: dict[str, str] = {}
    for name in ("answer", "tolerance"):
        try:
            number = parse_number(value.get(name) or "0")
        except NumberError:
            faults[name] = translate("Write a number in digits, with a point for decimals: 0.29.")
            continue
        if name == "tolerance" and number < Decimal(0):
            faults[name] = translate("Give a tolerance of 0 or more.")
    return faults
