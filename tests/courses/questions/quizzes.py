"""Quizzes as they are kept, for tests."""

from copy import deepcopy
from typing import Any
from uuid import NAMESPACE_URL, uuid5

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


def item(name: str, value: Any) -> dict[str, Any]:
    return {"type": "item", "id": name, "value": value}


def pairs(*sides: tuple[str, str]) -> list[dict[str, Any]]:
    return [
        item(f"pair-{number}", {"left": left, "right": right})
        for number, (left, right) in enumerate(sides, start=1)
    ]


def steps(*texts: str) -> list[dict[str, Any]]:
    return [item(f"step-{number}", {"text": text}) for number, text in enumerate(texts, start=1)]


def blank(kind: str, name: str, **fields: Any) -> dict[str, Any]:
    return {"type": kind, "id": f"blank-{name}", "value": {"name": name, **fields}}


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
    return quiz(
        question("single_choice", options=options, **said),
        question(
            "multiple_choice",
            options=deepcopy(options),
            rule="partial" if first_right else "all",
            **said,
        ),
        question(
            "true_false",
            answer="true" if first_right else "false",
            feedback_true=f"{mark} when true",
            feedback_false=f"{mark} when false",
            **said,
        ),
        question(
            "number",
            **number_key(mark, first_right),
            unit="m³/s",
            feedback_wrong=f"{mark} wrong",
            **said,
        ),
        question(
            "short_text",
            **text_key(mark, first_right),
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
        matching(mark, first_right),
        ordering(mark, first_right),
        fill_blanks(mark, first_right),
    )


def number_key(mark: str, first_right: bool) -> dict[str, Any]:
    number = "4711.5" if first_right else "1234567.25"
    names = ("answer", "tolerance", "relative_tolerance_percent")
    return {**dict.fromkeys(names, number), "units": f"{mark} = {number}"}


def text_key(mark: str, first_right: bool) -> dict[str, Any]:
    names = ("case_counts", "spaces_count", "accents_count", "is_pattern")
    return {"accepted": f"{mark} one\n{mark} two", **dict.fromkeys(names, first_right)}


def matching(mark: str, first_right: bool) -> dict[str, Any]:
    rights = ["Right 1", "Right 2", "Right 3"]
    shown = rights if first_right else [rights[1], rights[2], rights[0]]
    return question(
        "matching",
        pairs=pairs(*zip(("Left 1", "Left 2", "Left 3"), shown, strict=True)),
        distractors=[item("extra-1", "Right 4")],
        feedback_wrong=f"{mark} wrong",
        explanation=f"{mark} explanation",
    )


def ordering(mark: str, first_right: bool) -> dict[str, Any]:
    texts = ("Step 1", "Step 2", "Step 3", "Step 4")
    return question(
        "ordering",
        items=steps(*(texts if first_right else reversed(texts))),
        rule="relative" if first_right else "all",
        feedback_wrong=f"{mark} wrong",
        explanation=f"{mark} explanation",
    )


def fill_blanks(mark: str, first_right: bool) -> dict[str, Any]:
    options = [
        item("faster", {"text": "Faster", "is_right": first_right}),
        item("slower", {"text": "Slower", "is_right": not first_right}),
    ]
    return question(
        "fill_blanks",
        text=f"The [[{CANARY} word]] is\n[[speed]] than [[flow]].",
        blanks=[
            blank("number", "flow", **number_key(mark, first_right)),
            blank(
                "text",
                f"{CANARY} word",
                **text_key(mark, first_right),
            ),
            blank("choice", "speed", options=options),
        ],
        feedback_wrong=f"{mark} wrong",
        explanation=f"{mark} explanation",
    )


def value_of(raw: dict[str, Any]) -> Any:
    """The value of a quiz, as it comes from the database."""
    return BLOCK.to_python(deepcopy(raw))


def uid(*names: str) -> str:
    """An id as the editor makes them, the same each time."""
    return str(uuid5(NAMESPACE_URL, "/".join(names)))


def lasting(raw: Any, *names: str) -> Any:
    """The quiz with ids as the editor makes them, of which no two are the same."""
    if isinstance(raw, list):
        return [lasting(child, *names) for child in raw]
    if not isinstance(raw, dict):
        return raw
    if raw.get("id"):
        own = raw["type"] if raw["id"].startswith("question-") else raw["id"]
        return {**lasting({**raw, "id": None}, *names, own), "id": uid(*names, own)}
    return {name: lasting(child, *names) for name, child in raw.items()}
