"""Which type of question is graded how: a reader of its key, and a judge of answers to it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from courses.questions.grading.grades import Judgement
from courses.questions.grading.keys import Key

KeyT = TypeVar("KeyT", bound=Key)


class MalformedAnswerError(ValueError):
    """The answer is none that the question's own form could have sent."""


class NoAnswerError(ValueError):
    """There is no answer in what was sent."""


class GraderError(Exception):
    """A type of question has a grader already."""


@dataclass(frozen=True, slots=True)
class Grader:
    """How answers to one type of question become a share of its points."""

    read_key: Callable[[Any], Any]
    # None where a person grades; what they send is only looked at for its form.
    judge: Callable[[Any, Any], Judgement]
    is_by_hand: bool = False


_graders: dict[str, Grader] = {}


def register_grader(
    kind: str, read_key: Callable[[Any], KeyT | None], *, is_by_hand: bool = False
) -> "Callable[[Callable[[KeyT, Any], Judgement]], Callable[[KeyT, Any], Judgement]]":
    """Let the decorated function judge answers to questions of this kind."""

    def register(judge: Callable[[KeyT, Any], Judgement]) -> Callable[[KeyT, Any], Judgement]:
        if kind in _graders:
            raise GraderError(f"{kind}: this type of question is graded already.")
        _graders[kind] = Grader(read_key, judge, is_by_hand)
        return judge

    return register


def graders() -> dict[str, Grader]:
    """Return the graders by the types of question."""
    return dict(_graders)
