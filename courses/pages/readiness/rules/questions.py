"""Quizzes: each question has a right answer, and somebody can pass."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from courses.pages.readiness.nodes import Node
from courses.pages.readiness.registry import Finding, PageFacts, page_rule
from courses.questions.blocks.blanks import BlankBlock
from courses.questions.blocks.question import QuestionBlock
from courses.questions.blocks.quiz import QuizBlock

WHOLE = 100


@page_rule("question_without_answer")
def question_without_answer(facts: PageFacts) -> Iterable[Finding]:
    """Find questions, and blanks in their texts, of which no answer is right.

    A question that a person grades has none to give.
    """
    missing = {
        QuestionBlock: _("The right answer is missing. Give it, or delete the question."),
        BlankBlock: _("The right answer is missing. Give it, or delete the blank."),
    }
    for kind, said in missing.items():
        for node in facts.nodes(kind):
            name = node.block.key_field
            if name and (words := _lacking(node, name, said)):
                yield Finding(words, node.child(name))


def _lacking(node: Node, name: str, said: str) -> str:
    key: Any = node.value.get(name)
    if isinstance(key, str | None) and not (key or "").strip():
        return said
    fault = node.block.faults(node.value).get(name, "")
    if not isinstance(fault, ValidationError):
        return str(fault)
    # What is wrong with single options is said at each of them.
    return " ".join(message for one in _outer(fault) for message in one.messages)


def _outer(fault: Any) -> list[ValidationError]:
    return list(fault.non_block_errors.as_data())


@page_rule("pass_mark_too_high")
def pass_mark_too_high(facts: PageFacts) -> Iterable[Finding]:
    """Find quizzes whose pass mark no sum of points reaches."""
    for node in facts.nodes(QuizBlock):
        mark = node.value.get("pass_mark_percent")
        words = ""
        if isinstance(mark, int) and mark > WHOLE:
            words = _("Nobody can pass with %(mark)d percent. Give 100 or less.") % {"mark": mark}
        else:
            words = node.block.faults(node.value).get("pass_mark_percent", "")
        if words:
            yield Finding(words, node.child("pass_mark_percent"))
