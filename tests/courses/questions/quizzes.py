"""Quizzes as they are kept, for tests."""

from copy import deepcopy
from typing import Any

from courses.questions.blocks import QuizBlock

CANARY = "canary"
BLOCK = QuizBlock()


def option(number: int, *, right: bool = False, feedback: str = "") -> dict[str, Any]:
    value = {"text": f"Option {number}", "is_right": right, "feedback": feedback}
    return {"type": "item", "id": f"option-{number}", "value": value}


def question(kind: str, **fields: Any) -> dict[str, Any]:
    value = {"prompt": f"Prompt of {kind}", "points": 1, "explanation": "", **fields}
    return {"type": kind, "id": f"question-{kind}", "value": value}


def single_choice(**fields: Any) -> dict[str, Any]:
    return question("single_choice", **{"options": [option(1, right=True), option(2)], **fields})


def quiz(*questions: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {
        "title": "Check yourself",
        "questions": list(questions),
        "pass_mark_percent": 80,
        "attempts": 3,
        "is_required": True,
        **fields,
    }


def full_quiz(mark: str = CANARY, *, first_right: bool = True) -> dict[str, Any]:
    """A quiz of every type, in which whatever must not be seen holds `mark`."""
    options = [
        option(1, right=first_right, feedback=f"{mark} feedback 1"),
        option(2, right=not first_right, feedback=f"{mark} feedback 2"),
    ]
    said = {"explanation": f"{mark} explanation"}
    number = "4711.5" if first_right else "1234567.25"
    return quiz(
        question("single_choice", options=options, **said),
        question("multiple_choice", options=deepcopy(options), **said),
        question(
            "true_false",
            answer="true" if first_right else "false",
            feedback_true=f"{mark} when true",
            feedback_false=f"{mark} when false",
            **said,
        ),
        question(
            "number",
            answer=number,
            tolerance=number,
            unit="m³/s",
            feedback_wrong=f"{mark} wrong",
            **said,
        ),
        question(
            "short_text",
            accepted=f"{mark} one\n{mark} two",
            case_counts=first_right,
            spaces_count=first_right,
            feedback_wrong=f"{mark} wrong",
            **said,
        ),
        question(
            "essay",
            fewest_words=50,
            most_words=200,
            guidance=f"{mark} guidance",
            model_answer=f"{mark} model",
            **said,
        ),
    )


def value_of(raw: dict[str, Any]) -> Any:
    """The value of a quiz, as it comes from the database."""
    return BLOCK.to_python(deepcopy(raw))
