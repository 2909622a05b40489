"""What an accepted answer in words has to be, in questions and in blanks."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from courses.questions.accepted import AcceptedError, read_accepted
from courses.questions.blocks.fields import KeyWordsBlock, TickBlock

TEXT_KEY = ("accepted", "case_counts", "spaces_count", "accents_count", "is_pattern")


class AcceptedBlock(KeyWordsBlock):
    """The answers that are right."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Accepted answers"),
            rows=2,
            max_length=5000,
            help_text=_("One on each line. Add those of every language that the course has."),
        )


class CaseTickBlock(TickBlock):
    """Whether capital letters are compared."""

    def __init__(self) -> None:
        super().__init__(label=_("Capital letters matter"))


class SpacesTickBlock(TickBlock):
    """Whether spaces are compared."""

    def __init__(self) -> None:
        super().__init__(label=_("Every space matters"))


class AccentsTickBlock(TickBlock):
    """Whether accents are compared; they are where nothing is said, as they always were."""

    def __init__(self) -> None:
        super().__init__(label=_("Accents matter"), default=True)


class PatternTickBlock(TickBlock):
    """Whether the lines are patterns."""

    def __init__(self) -> None:
        super().__init__(
            label=_("The answers are patterns"),
            help_text=_("Regular expressions, each for the whole answer, such as: colou?r"),
        )


def accepted_faults(value: Any) -> dict[str, str]:
    """Return what is wrong with a list of accepted answers."""
    accents = value.get("accents_count")
    try:
        read_accepted(
            value.get("accepted") or "",
            case_counts=bool(value.get("case_counts")),
            spaces_count=bool(value.get("spaces_count")),
            accents_count=True if accents is None else bool(accents),
            is_pattern=bool(value.get("is_pattern")),
        )
    except AcceptedError as error:
        return {"accepted": error.message}
    return {}
