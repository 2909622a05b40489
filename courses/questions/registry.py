"""Which types of question there are. Each is a class of blocks, registered under a lasting name."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from courses.questions.blocks.question import QuestionBlock

    QuestionClass = TypeVar("QuestionClass", bound=type[QuestionBlock])

_types: dict[str, "type[QuestionBlock]"] = {}
_closed = False


class QuestionTypeError(Exception):
    """A type of question was registered twice, or too late to be offered."""


def register_question_type(name: str) -> "Callable[[QuestionClass], QuestionClass]":
    """Offer the decorated class of blocks in every quiz; `name` is kept in lessons for ever."""

    def register(block_class: "QuestionClass") -> "QuestionClass":
        if _closed:
            raise QuestionTypeError(f"{name}: the quizzes are already made; register it sooner.")
        if name in _types:
            raise QuestionTypeError(f"{name}: there is such a type of question already.")
        block_class.kind = name
        _types[name] = block_class
        return block_class

    return register


def question_types() -> "dict[str, type[QuestionBlock]]":
    """Return the types of question in the order in which they were registered."""
    return dict(_types)


def close_registry() -> "dict[str, type[QuestionBlock]]":
    """Return the types for good: a quiz that is made now would not know of a later one."""
    global _closed  # noqa: PLW0603 - set once, when the first quiz block is made
    _closed = True
    return question_types()
