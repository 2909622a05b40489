"""What a place in a page is called, in words that its author knows from the editor."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from courses.pages.blocks.boxes import FoldListBlock
from courses.pages.blocks.files import DocumentListBlock
from courses.pages.blocks.layout import ColumnBlock
from courses.pages.course_blocks import FaqListBlock
from courses.pages.readiness.nodes import Node
from courses.questions.blocks.blanks import BlankOptionsBlock, BlanksBlock
from courses.questions.blocks.matching import DistractorsBlock, PairsBlock
from courses.questions.blocks.options import OptionsBlock
from courses.questions.blocks.ordering import StepsBlock
from courses.questions.blocks.quiz import QuestionsBlock


def sentence(words: str, node: "Node | None", label: str = "") -> str:
    """Return the words, with the place before them where it is a block."""
    values = {"place": place_words(node) if node is not None else "", "words": words}
    if values["place"] and label:
        return _("%(place)s, “%(field)s”: %(words)s") % {**values, "field": label}
    if label:
        return _("“%(field)s”: %(words)s") % {**values, "field": label}
    return _("%(place)s: %(words)s") % values if values["place"] else words


def place_words(node: Node) -> str:
    """Return the name of the block that the node is, or is a part of."""
    item = _item_of(node)
    if item is None:
        return ""
    words = {"number": item.number, "kind": _label(item.block)}
    stands_in: Any = item.parent
    for kinds, named in _INNER:
        if isinstance(stands_in.block, kinds):
            around = _item_of(stands_in.parent)
            return named(item, {**words, "block": around.number if around else 1})
    return _of_field(item, words)


def _item_of(node: "Node | None") -> "Node | None":
    while node is not None and not node.is_item:
        node = node.parent
    return node


def _label(block: Any) -> str:
    return str(block.label or "")


def _question(item: Node, words: dict[str, Any]) -> str:
    return _("Question %(number)d of the quiz in block %(block)d") % words


def _option(item: Node, words: dict[str, Any]) -> str:
    return _("Option %(option)d of question %(question)d of the quiz in block %(block)d") % {
        **_in_question(item),
        "option": item.number,
    }


def _pair(item: Node, words: dict[str, Any]) -> str:
    return _("Pair %(part)d of question %(question)d of the quiz in block %(block)d") % (
        _in_question(item)
    )


def _distractor(item: Node, words: dict[str, Any]) -> str:
    return _("Extra answer %(part)d of question %(question)d of the quiz in block %(block)d") % (
        _in_question(item)
    )


def _step(item: Node, words: dict[str, Any]) -> str:
    return _("Step %(part)d of question %(question)d of the quiz in block %(block)d") % (
        _in_question(item)
    )


def _blank(item: Node, words: dict[str, Any]) -> str:
    return _("Blank %(part)d of question %(question)d of the quiz in block %(block)d") % (
        _in_question(item)
    )


def _option_of_blank(item: Node, words: dict[str, Any]) -> str:
    blank = _item_of(item.parent) or item
    return _(
        "Option %(option)d of blank %(part)d of question %(question)d "
        "of the quiz in block %(block)d"
    ) % {**_in_question(blank), "option": item.number}


def _in_question(item: Node) -> dict[str, int]:
    """Return the numbers of a part of a question, of its question and of its quiz."""
    question = _item_of(item.parent)
    quiz = _item_of(question.parent) if question else None
    numbers = [one.number if one else 1 for one in (item, question, quiz)]
    return dict(zip(("part", "question", "block"), numbers, strict=True))


def _part(item: Node, words: dict[str, Any]) -> str:
    return _("Part %(number)d of the accordion in block %(block)d") % words


def _document(item: Node, words: dict[str, Any]) -> str:
    return _("Document %(number)d of the downloads in block %(block)d") % words


def _in_column(item: Node, words: dict[str, Any]) -> str:
    if item.parent is not None and item.parent.key == "first":
        return _("“%(kind)s”, number %(number)d in the first column of block %(block)d") % words
    return _("“%(kind)s”, number %(number)d in the second column of block %(block)d") % words


_INNER: tuple[tuple[type[Any], Callable[[Node, dict[str, Any]], str]], ...] = (
    (QuestionsBlock, _question),
    (OptionsBlock, _option),
    (PairsBlock, _pair),
    (DistractorsBlock, _distractor),
    (StepsBlock, _step),
    (BlanksBlock, _blank),
    (BlankOptionsBlock, _option_of_blank),
    (FoldListBlock, _part),
    (DocumentListBlock, _document),
    (ColumnBlock, _in_column),
)


def _of_field(item: Node, words: dict[str, Any]) -> str:
    field, stream = item.place[0], item.parent
    if field == "outcomes":
        return _("Outcome %(number)d") % words
    if field == "requirements":
        return _("Requirement %(number)d") % words
    if stream is not None and isinstance(stream.block, FaqListBlock):
        return _("Number %(number)d of “Questions and answers”") % words
    return _("Block %(number)d (%(kind)s)") % words
