"""What a number has to be, in questions and in blanks."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from courses.questions.blocks.fields import KeyLineBlock, KeyWordsBlock
from courses.questions.numbers import MAX_NUMBER_LENGTH, NumberError, parse_number, read_units


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


class RelativeToleranceBlock(KeyLineBlock):
    """How far off an answer may be, measured by the right one."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Tolerance in percent"),
            required=False,
            max_length=MAX_NUMBER_LENGTH,
            help_text=_("Of the right number. Where both are given, the wider one counts."),
        )


class UnitsBlock(KeyWordsBlock):
    """Units that may be written behind the number."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Accepted units"),
            required=False,
            rows=2,
            max_length=2000,
            help_text=_(
                "One on each line, with what it is worth in the unit of the question: l/s = 0.001. "
                "A unit alone is worth 1."
            ),
        )


NUMBER_KEY = ("answer", "tolerance", "relative_tolerance_percent", "units")


def number_faults(value: Any) -> dict[str, str]:
    """Return what is wrong with a right number, with its tolerances and its units."""
    checks: dict[str, Callable[[str], str]] = {
        "answer": _fault_of_number,
        "tolerance": _fault_of_tolerance,
        "relative_tolerance_percent": _fault_of_tolerance,
        "units": _fault_of_units,
    }
    faults = {name: check(value.get(name) or "") for name, check in checks.items()}
    return {name: fault for name, fault in faults.items() if fault}


def _fault_of_number(text: str) -> str:
    try:
        parse_number(text or "0")
    except NumberError:
        return translate("Write a number in digits, with a point for decimals: 0.29.")
    return ""


def _fault_of_tolerance(text: str) -> str:
    if fault := _fault_of_number(text):
        return fault
    if parse_number(text or "0") < Decimal(0):
        return translate("Give a tolerance of 0 or more.")
    return ""


def _fault_of_units(text: str) -> str:
    try:
        read_units(text)
    except NumberError as error:
        return error.message
    return ""
