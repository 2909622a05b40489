"""The answers that a question of short text accepts, and by which rules they are compared."""

from django.utils.translation import gettext as translate

from courses.questions.patterns import Pattern, PatternError, read_pattern
from courses.questions.spelling import comparable

__all__ = [
    "ACCEPTED_LENGTH",
    "MOST_ACCEPTED",
    "MOST_PATTERNS",
    "AcceptedError",
    "Pattern",
    "PatternError",
    "accepted_lines",
    "comparable",
    "read_accepted",
    "read_pattern",
]

MOST_ACCEPTED = 50
ACCEPTED_LENGTH = 200
# The worst of them takes a twentieth of a second for one answer.
MOST_PATTERNS = 10


class AcceptedError(ValueError):
    """The list of accepted answers cannot be used; the message tells its author why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def accepted_lines(text: str, *, spaces_count: bool) -> list[str]:
    """Return the answers of a list as they were written, one of each line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [line if spaces_count else line.strip() for line in lines if line.strip()]


def read_accepted(
    text: str,
    *,
    case_counts: bool,
    spaces_count: bool,
    accents_count: bool = True,
    is_pattern: bool = False,
) -> tuple[str, ...]:
    """Return the accepted answers, or patterns of them, once nothing is wrong with any."""
    answers = accepted_lines(text, spaces_count=spaces_count)
    if not answers:
        raise AcceptedError(translate("Give at least one answer that you accept."))
    if len(answers) > MOST_ACCEPTED:
        raise AcceptedError(translate("Give at most 50 answers."))
    if any(len(answer) > ACCEPTED_LENGTH for answer in answers):
        raise AcceptedError(translate("Keep every answer to 200 characters."))
    if is_pattern:
        compared = answers
        _check_patterns(answers, case_counts=case_counts, accents_count=accents_count)
    else:
        compared = [
            comparable(
                answer,
                case_counts=case_counts,
                spaces_count=spaces_count,
                accents_count=accents_count,
            )
            for answer in answers
        ]
        _check_that_something_is_left(answers, compared)
    _check_repeated(answers, compared)
    return tuple(answers)


def _check_patterns(patterns: list[str], *, case_counts: bool, accents_count: bool) -> None:
    if len(patterns) > MOST_PATTERNS:
        raise AcceptedError(translate("Give at most 10 patterns."))
    for pattern in patterns:
        try:
            ready = read_pattern(pattern, case_counts=case_counts, accents_count=accents_count)
        except PatternError as error:
            raise AcceptedError(error.message) from error
        if ready.fits(""):
            raise AcceptedError(
                translate("“%(pattern)s” fits an empty answer too. Ask for at least one character.")
                % {"pattern": pattern}
            )


def _check_that_something_is_left(answers: list[str], compared: list[str]) -> None:
    for answer, form in zip(answers, compared, strict=True):
        if not form.strip():
            raise AcceptedError(
                translate("“%(answer)s” has nothing in it that is compared. Leave it out.")
                % {"answer": answer}
            )


def _check_repeated(answers: list[str], compared: list[str]) -> None:
    for place, answer in enumerate(compared):
        if answer in compared[:place]:
            raise AcceptedError(
                translate("“%(answer)s” is accepted already by another line. Leave one out.")
                % {"answer": answers[place]}
            )
