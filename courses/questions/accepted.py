"""The answers that a question of short text accepts, and by which rules they are compared."""

from django.utils.translation import gettext as translate

MOST_ACCEPTED = 50
ACCEPTED_LENGTH = 200


class AcceptedError(ValueError):
    """The list of accepted answers cannot be used; the message tells its author why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def read_accepted(text: str, *, case_counts: bool, spaces_count: bool) -> tuple[str, ...]:
    """Return the accepted answers, one of each line, as they were written."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    answers = [line if spaces_count else line.strip() for line in lines if line.strip()]
    if not answers:
        raise AcceptedError(translate("Give at least one answer that you accept."))
    if len(answers) > MOST_ACCEPTED:
        raise AcceptedError(translate("Give at most 50 answers."))
    if any(len(answer) > ACCEPTED_LENGTH for answer in answers):
        raise AcceptedError(translate("Keep every answer to 200 characters."))
    compared = [
        comparable(answer, case_counts=case_counts, spaces_count=spaces_count) for answer in answers
    ]
    for place, answer in enumerate(compared):
        if answer in compared[:place]:
            raise AcceptedError(
                translate("“%(answer)s” is accepted already by another line. Leave one out.")
                % {"answer": answers[place]}
            )
    return tuple(answers)


def comparable(answer: str, *, case_counts: bool, spaces_count: bool) -> str:
    """Return the form in which two answers are compared."""
    if not spaces_count:
        answer = " ".join(answer.split())
    return answer if case_counts else answer.casefold()
