"""What may be read of an answer. Anybody may have sent it, and anything may be in it."""

from typing import Any

from courses.questions.grading.registry import MalformedAnswerError, NoAnswerError

TEXT_LENGTH = 500
ESSAY_LENGTH = 200_000
ID_LENGTH = 100
MOST_PARTS = 100


def text_answer(answer: Any, longest: int = TEXT_LENGTH) -> str:
    """Return the text that was written."""
    if answer is None:
        raise NoAnswerError
    if not isinstance(answer, str) or len(answer) > longest:
        raise MalformedAnswerError
    if not answer.strip():
        raise NoAnswerError
    return answer


def id_answer(answer: Any) -> str:
    """Return the one id that was chosen."""
    return text_answer(answer, ID_LENGTH)


def ids_answer(answer: Any) -> list[str]:
    """Return the ids that were chosen, each of them once, in the order in which they came."""
    if answer is None or answer == []:
        raise NoAnswerError
    if not isinstance(answer, list) or len(answer) > MOST_PARTS:
        raise MalformedAnswerError
    if not all(isinstance(chosen, str) for chosen in answer) or len(set(answer)) < len(answer):
        raise MalformedAnswerError
    return answer


def parts_answer(answer: Any) -> dict[str, Any]:
    """Return the answers to parts by the ids of the parts, without the empty ones."""
    if answer is None:
        raise NoAnswerError
    if not isinstance(answer, dict) or len(answer) > MOST_PARTS:
        raise MalformedAnswerError
    if not all(isinstance(part, str) for part in answer):
        raise MalformedAnswerError
    given = {part: said for part, said in answer.items() if said is not None and said != ""}
    if not given:
        raise NoAnswerError
    return given
