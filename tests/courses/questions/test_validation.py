"""What an author is told, and at which field; a draft is never refused."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from cms.core.fields import StreamField
from tests.courses.questions.quizzes import (
    BLOCK,
    blank,
    full_quiz,
    item,
    option,
    pairs,
    question,
    quiz,
    single_choice,
    steps,
    value_of,
)
from tests.courses.questions.test_keys import BODY, body_of


def messages(error: Any, path: str = "") -> dict[str, list[str]]:
    """Every message of an error, by the path of the field at which it stands."""
    found: dict[str, list[str]] = {}
    children = getattr(error, "block_errors", None)
    if children is None:
        return {path.lstrip("."): error.messages}
    for name, child in children.items():
        found |= messages(child, f"{path}.{name}")
    loose = [str(message) for fault in error.non_block_errors.as_data() for message in fault]
    return found | ({path.lstrip("."): loose} if loose else {})


def as_draft(body: Any) -> Any:
    """Check the body as the editor does when it saves a draft."""
    field = StreamField(BODY).formfield()
    field.is_deferred_validation = True
    return field.clean(body)


def faults(raw: dict[str, Any]) -> dict[str, list[str]]:
    try:
        BLOCK.clean(value_of(raw))
    except ValidationError as error:
        return messages(error)
    return {}


def at(*path: str | int) -> str:
    return ".".join(str(part) for part in ("questions", 0, *path))


REQUIRED = ["This field is required."]
NOT_A_NUMBER = ["Write a number in digits, with a point for decimals: 0.29."]
SAME = ["This option is there already. Change one of them."]
ONLY_ONE = [
    "Only one option can be right here. Untick the others, or use a question with several "
    "right options."
]
BOTH = [option(1, right=True), option(2, right=True)]


def number(**fields: Any) -> dict[str, Any]:
    return question("number", **{"answer": "1", "tolerance": "", "unit": "", **fields})


def short_text(accepted: str, **fields: Any) -> dict[str, Any]:
    rules = {"case_counts": False, "spaces_count": False}
    return question("short_text", accepted=accepted, **{**rules, **fields})


def multiple(*options: dict[str, Any]) -> dict[str, Any]:
    return question("multiple_choice", options=list(options))


def named(number_: int, text: str, *, right: bool = False) -> dict[str, Any]:
    made = option(number_, right=right)
    made["value"]["text"] = text
    return made


def matching(*sides: tuple[str, str], extra: tuple[str, ...] = ()) -> dict[str, Any]:
    distractors = [item(f"extra-{number}", text) for number, text in enumerate(extra)]
    return quiz(question("matching", pairs=pairs(*sides), distractors=distractors))


def ordering(*texts: str, **fields: Any) -> dict[str, Any]:
    return quiz(question("ordering", **{"items": steps(*texts), "rule": "all", **fields}))


def with_blanks(text: str, *blanks: dict[str, Any]) -> dict[str, Any]:
    return quiz(question("fill_blanks", text=text, blanks=list(blanks)))


def word(name: str, accepted: str = "yes", **fields: Any) -> dict[str, Any]:
    return blank("text", name, **{"accepted": accepted, **fields})


def select(name: str, *right: bool) -> dict[str, Any]:
    options = [
        item(f"option-{number}", {"text": f"Option {number}", "is_right": is_right})
        for number, is_right in enumerate(right)
    ]
    return blank("choice", name, options=options)


WRONG = {
    "no question": (quiz(), {"questions": ["Add at least one question."]}),
    "blank prompt": (quiz(single_choice(prompt=" \n ")), {at("prompt"): REQUIRED}),
    "none right": (
        quiz(single_choice(options=[option(1), option(2)])),
        {at("options"): ["Tick the option that is right."]},
    ),
    "two right": (quiz(single_choice(options=BOTH)), {at("options"): ONLY_ONE}),
    "none of several right": (
        quiz(multiple(option(1), option(2))),
        {at("options"): ["Tick the option that is right."]},
    ),
    "one option": (
        quiz(multiple(option(1, right=True))),
        {at("options"): ["Give at least two options."]},
    ),
    "no options": (quiz(multiple()), {at("options"): ["Give at least two options."]}),
    "empty option": (
        quiz(single_choice(options=[option(1, right=True), named(2, "")])),
        {at("options", 1, "text"): REQUIRED},
    ),
    "the same option": (
        quiz(single_choice(options=[named(1, "Yes ", right=True), option(2), named(3, " Yes")])),
        {at("options", 2, "text"): SAME},
    ),
    "neither true nor false": (
        quiz(question("true_false", answer="")),
        {at("answer"): REQUIRED},
    ),
    "no number": (quiz(number(answer="")), {at("answer"): REQUIRED}),
    "a comma": (quiz(number(answer="0,29")), {at("answer"): NOT_A_NUMBER}),
    "not a number": (quiz(number(tolerance="NaN")), {at("tolerance"): NOT_A_NUMBER}),
    "a tolerance below nothing": (
        quiz(number(tolerance="-0.1")),
        {at("tolerance"): ["Give a tolerance of 0 or more."]},
    ),
    "nothing accepted": (quiz(short_text("")), {at("accepted"): REQUIRED}),
    "only blank lines": (quiz(short_text(" \n ")), {at("accepted"): REQUIRED}),
    "accepted twice": (
        quiz(short_text("Median\nmean\nmedian")),
        {at("accepted"): ["“median” is accepted already by another line. Leave one out."]},
    ),
    "limits that cross": (
        quiz(question("essay", fewest_words=20, most_words=10)),
        {at("most_words"): ["Give at least as many words as the lower limit."]},
    ),
    "too many points": (
        quiz(single_choice(points=1001)),
        {at("points"): ["Ensure this value is less than or equal to 1000."]},
    ),
    "points below nothing": (
        quiz(single_choice(points=-1)),
        {at("points"): ["Ensure this value is greater than or equal to 0."]},
    ),
    "no points": (quiz(single_choice(points=None)), {at("points"): REQUIRED}),
    "pass mark above 100": (
        quiz(single_choice(), pass_mark_percent=101),
        {"pass_mark_percent": ["Ensure this value is less than or equal to 100."]},
    ),
    "nobody can pass": (
        quiz(single_choice(points=0), pass_mark_percent=1),
        {"pass_mark_percent": ["Nobody can pass: no question is worth a point."]},
    ),
    "too many attempts": (
        quiz(single_choice(), attempts=21),
        {"attempts": ["Ensure this value is less than or equal to 20."]},
    ),
    "no attempt": (
        quiz(single_choice(), attempts=0),
        {"attempts": ["Ensure this value is greater than or equal to 1."]},
    ),
}
A_PAIR = ("Gravel", "0.80")
THERE = ["This is in the list already. Change one of them."]
TWO_RIGHT = ["This goes with another one already, so that two would be right."]
EXTRA = ["This is among the right sides or the extra answers already."]
SAME_STEP = ["This step is there already, and nobody could tell them apart. Change one of them."]
SAME_NAME = ["Another blank has this name. Change one of them."]
UNNAMED = ["Use no square brackets and no backticks in a name."]
WRONG |= {
    "one pair": (matching(A_PAIR), {at("pairs"): ["Give at least two pairs."]}),
    "no pair": (matching(), {at("pairs"): ["Give at least two pairs."]}),
    "half a pair": (matching(A_PAIR, ("Clay", "")), {at("pairs", 1, "right"): REQUIRED}),
    "the other half": (matching(A_PAIR, ("", "0.85")), {at("pairs", 1, "left"): REQUIRED}),
    "a left side twice": (
        matching(A_PAIR, ("Clay", "0.85"), (" Gravel", "0.70")),
        {at("pairs", 2, "left"): THERE},
    ),
    "a right side twice": (
        matching(A_PAIR, ("Clay", "0.80 ")),
        {at("pairs", 1, "right"): TWO_RIGHT},
    ),
    "an extra answer that is right": (
        matching(A_PAIR, ("Clay", "0.85"), extra=("1.20", "0.85")),
        {at("distractors", 1): EXTRA},
    ),
    "an empty extra answer": (
        matching(A_PAIR, ("Clay", "0.85"), extra=("",)),
        {at("distractors", 0): REQUIRED},
    ),
    "one step": (ordering("Look"), {at("items"): ["Give at least two steps."]}),
    "an empty step": (ordering("Look", " "), {at("items", 1, "text"): REQUIRED}),
    "a step twice": (ordering("Look", "Wait", "Look "), {at("items", 2, "text"): SAME_STEP}),
    "no rule of an order": (ordering("Look", "Wait", rule=""), {at("rule"): REQUIRED}),
    "no blanks": (
        with_blanks("Water flows."),
        {at("blanks"): ["Add at least one blank."]},
    ),
    "no text around the blanks": (with_blanks("", word("a")), {at("text"): REQUIRED}),
    "a mark of no blank": (
        with_blanks("[[a]] and [[ b ]]", word("a")),
        {at("text"): ["No blank is named “b”. Add it below, or take the mark out."]},
    ),
    "an empty mark": (
        with_blanks("[[a]] and [[]]", word("a")),
        {at("text"): ["No blank is named “”. Add it below, or take the mark out."]},
    ),
    "a mark twice": (
        with_blanks("[[a]] and [[a]]", word("a")),
        {at("text"): ["[[a]] is there twice. Every blank has one place."]},
    ),
    "a blank without a mark": (
        with_blanks("[[a]]", word("a"), word("b")),
        {at("text"): ["Write [[b]] where this blank belongs."]},
    ),
    "a name twice": (
        with_blanks("[[a]]", word("a"), blank("number", "a", answer="1")),
        {at("blanks", 1, "name"): SAME_NAME},
    ),
    "a name that no mark can have": (
        with_blanks("[[a]]", word("a"), word("b]")),
        {at("blanks", 1, "name"): UNNAMED},
    ),
    "a blank without a name": (
        with_blanks("Water", word("")),
        {at("blanks", 0, "name"): REQUIRED},
    ),
    "a blank that accepts nothing": (
        with_blanks("[[a]]", word("a", "")),
        {at("blanks", 0, "accepted"): REQUIRED},
    ),
    "a blank that accepts the same twice": (
        with_blanks("[[a]]", word("a", "É\ne", accents_count=False)),
        {at("blanks", 0, "accepted"): ["“e” is accepted already by another line. Leave one out."]},
    ),
    "a number blank without a number": (
        with_blanks("[[a]]", blank("number", "a", answer="many", tolerance="")),
        {at("blanks", 0, "answer"): NOT_A_NUMBER},
    ),
    "a choice blank with one option": (
        with_blanks("[[a]]", select("a", True)),
        {at("blanks", 0, "options"): ["Give at least two options."]},
    ),
    "a choice blank without a right option": (
        with_blanks("[[a]]", select("a", False, False)),
        {at("blanks", 0, "options"): ["Tick the option that is right."]},
    ),
    "a choice blank with two right options": (
        with_blanks("[[a]]", select("a", True, True)),
        {at("blanks", 0, "options"): ONLY_ONE},
    ),
    "a percentage below nothing": (
        quiz(number(relative_tolerance_percent="-1")),
        {at("relative_tolerance_percent"): ["Give a tolerance of 0 or more."]},
    ),
    "a unit worth nothing": (
        quiz(number(units="l/s = 0")),
        {at("units"): ["Write what one of a unit is worth as a number above 0: l/s = 0.001."]},
    ),
    "a pattern that fits nothing too": (
        quiz(short_text("a*", is_pattern=True)),
        {at("accepted"): ["“a*” fits an empty answer too. Ask for at least one character."]},
    ),
}
RIGHT = {
    "every type": full_quiz(),
    "pairs that differ in a capital": matching(("Na", "A"), ("na", "a")),
    "an order of two": ordering("Look", "Wait"),
    "a blank in code": with_blanks(
        "`for i in [[a]]:`\n\n[[b]][[c]]", word("a"), word("b"), word("c")
    ),
    "a number with units": quiz(
        number(units="l/s = 0.001\nm^3/s", relative_tolerance_percent="2.5")
    ),
    "accents that tell answers apart": quiz(short_text("Év\nEv", accents_count=True)),
    "a pattern": quiz(short_text("colou?r", is_pattern=True)),
    "several right": quiz(multiple(*BOTH)),
    "options that differ in a capital": quiz(
        single_choice(options=[named(1, "`Flow`", right=True), named(2, "`flow`")])
    ),
    "no limit of attempts": quiz(single_choice(), attempts=None),
    "practice without points": quiz(single_choice(points=0), pass_mark_percent=0),
    "one question of two worth points": quiz(single_choice(points=0), number()),
    "a small number": quiz(number(answer="-1.50e-7", tolerance="0")),
    "answers that differ where it counts": quiz(short_text("Na\nna", case_counts=True)),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_published_is_told_at_its_field(name):
    raw, expected = WRONG[name]
    assert faults(raw) == expected


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_is_taken_and_kept_as_it_is(name):
    raw = RIGHT[name]
    assert BLOCK.get_prep_value(BLOCK.clean(value_of(raw))) == kept_form(raw)


@pytest.mark.parametrize("name", WRONG)
def test_a_draft_is_kept_whatever_is_wrong_with_it(name):
    kept = BODY.get_prep_value(as_draft(body_of(WRONG[name][0])))[0]["value"]
    assert trimmed(kept) == trimmed(kept_form(WRONG[name][0]))


def kept_form(raw: dict[str, Any]) -> dict[str, Any]:
    """The quiz with what its fields begin with, where `raw` leaves a field out."""
    value = value_of(raw)
    # Wagtail hands back a stream that nobody looked into as it was.
    list(value["questions"])
    return BLOCK.get_prep_value(value)


def trimmed(value: Any) -> Any:
    """The same without white space at the ends of texts, which forms take away."""
    if isinstance(value, dict):
        return {name: trimmed(child) for name, child in value.items()}
    if isinstance(value, list):
        return [trimmed(child) for child in value]
    return value.strip() if isinstance(value, str) else value


def test_after_a_draft_the_rules_are_back():
    as_draft(body_of(quiz()))
    assert faults(quiz()) == {"questions": ["Add at least one question."]}
    assert faults(WRONG["blank prompt"][0]) == {at("prompt"): REQUIRED}


def posted(**changed: str) -> QueryDict:
    """What the editor's form sends of a quiz just begun: one question, hardly anything in it."""
    data = QueryDict(mutable=True)
    prompt = {"prompt": "", "points": "", "explanation": ""}
    for name, text in {"title": "", "pass_mark_percent": "", "attempts": ""}.items():
        data[f"quiz-{name}"] = text
    data["quiz-questions-count"] = "1"
    head = "quiz-questions-0"
    for name, text in {"deleted": "", "order": "0", "type": "single_choice", "id": "q1"}.items():
        data[f"{head}-{name}"] = text
    for name, text in prompt.items():
        data[f"{head}-value-{name}"] = text
    data[f"{head}-value-options-count"] = "1"
    for name, text in {"deleted": "", "order": "0", "id": "o1"}.items():
        data[f"{head}-value-options-0-{name}"] = text
    for name in ("text", "feedback"):
        data[f"{head}-value-options-0-value-{name}"] = ""
    for name, text in changed.items():
        data[f"quiz-{name}"] = text
    return data


@pytest.mark.parametrize("typed", ["", "-", "8o", "150", "-3", "1e9"])
def test_autosave_takes_a_quiz_that_was_just_begun(typed):
    data = posted(pass_mark_percent=typed, attempts=typed)
    value = BODY.normalize([("quiz", BLOCK.value_from_datadict(data, {}, "quiz"))])
    kept = as_draft(value)[0].value
    assert kept["pass_mark_percent"] == {"150": 150, "-3": -3}.get(typed)
    assert [child.id for child in kept["questions"]] == ["q1"]
    assert [o.id for o in kept["questions"][0].value["options"].bound_blocks] == ["o1"]
    assert kept["questions"][0].value["prompt"] == ""


def test_a_number_is_kept_to_the_character():
    raw = quiz(number(answer="0.290", tolerance="1E-2"))
    kept = BLOCK.get_prep_value(BLOCK.clean(value_of(raw)))["questions"][0]["value"]
    assert (kept["answer"], kept["tolerance"]) == ("0.290", "1E-2")
