"""A text with blanks to fill."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BlockGroup
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.questions.blocks.blanks import FORBIDDEN_IN_NAMES, BlanksBlock
from courses.questions.blocks.fields import WordsBlock
from courses.questions.blocks.number_fields import NUMBER_KEY
from courses.questions.blocks.question import (
    ExplanationBlock,
    FeedbackBlock,
    PointsBlock,
    PromptBlock,
    QuestionBlock,
    Sent,
)
from courses.questions.blocks.text_fields import TEXT_KEY
from courses.questions.marks import marked_names
from courses.questions.opaque import Side, kept_ids, opaque_id
from courses.questions.presenting import Gap, present_text
from courses.questions.registry import register_question_type

TEXT_LENGTH = 5000


@register_question_type("fill_blanks")
class FillBlanksQuestionBlock(QuestionBlock):
    """A text of which some words are left out."""

    material_fields = (
        "points",
        *(f"blanks.*.{name}" for name in (*TEXT_KEY, *NUMBER_KEY)),
        "blanks.*.options.*.is_right",
    )
    asking_fields = ("prompt", "text", "blanks.*.options.*.text")
    key_field = "blanks"
    key_parts = ("accepted", "answer", "options", "is_right")

    prompt = PromptBlock()
    text = WordsBlock(
        label=_("Text"),
        rows=4,
        max_length=TEXT_LENGTH,
        help_text=_(
            "Write [[name]] where a blank belongs, such as: The float takes [[time]] seconds."
        ),
    )
    blanks = BlanksBlock(
        label=_("Blanks"), help_text=_("One for each name in the text. All count the same.")
    )
    points = PointsBlock()
    feedback_wrong = FeedbackBlock()
    explanation = ExplanationBlock()

    class Meta:
        icon = "form"
        form_layout = BlockGroup(
            children=["prompt", "text", "blanks", "points", "explanation"],
            settings=["feedback_wrong"],
        )
        label = _("Fill in the blanks")
        description = _("A text with blanks for words, numbers or a choice.")
        template = "components/streamfield/fill_blanks_question_block.html"
        preview_value = {
            "prompt": "Fill in the blanks.",
            "text": "The surface is [[speed]] than the bed, so multiply by [[factor]].",
            "blanks": [
                {
                    "type": "choice",
                    "value": {
                        "name": "speed",
                        "options": [{"text": "faster"}, {"text": "slower"}],
                    },
                },
                {"type": "number", "value": {"name": "factor"}},
            ],
            "points": 2,
        }

    def presented_parts(self, value: Any, block_id: str) -> dict[str, Any]:
        """Show the text with places to fill; what they are named may tell what is right."""
        gaps = [
            Gap(
                name=(child.value.get("name") or "").strip(),
                id=opaque_id(block_id, Side.BLANK, kept_id),
                kind=child.block_type,
                options=child.block.presented(child.value),
            )
            for kept_id, child in _blanks_of(value).items()
        ]
        return {"lines": present_text(value.get("text") or "", gaps), "blanks": len(gaps)}

    def read_answer(self, value: Any, block_id: str, sent: Sent) -> dict[str, str]:
        """Return what was written or chosen, by the kept ids of the blanks."""
        blanks = {kept_id: kept_id for kept_id in _blanks_of(value)}
        filled = {
            kept_id: sent.get(f"q-{block_id}-{part}") or ""
            for part, kept_id in kept_ids(block_id, Side.BLANK, blanks).items()
        }
        return {kept_id: said for kept_id, said in filled.items() if said}

    def faults(self, value: Any) -> Mapping[str, str | ValidationError]:
        """Compare the text with the list."""
        names = [(child.value.get("name") or "").strip() for child in value.get("blanks") or ()]
        if not names:
            message = translate("Add at least one blank.")
            return {"blanks": StreamBlockValidationError(non_block_errors=[message])}
        faults: dict[str, str | ValidationError] = {}
        repeated = [place for place, name in enumerate(names) if name and name in names[:place]]
        if repeated:
            fault = ValidationError(translate("Another blank has this name. Change one of them."))
            error = StructBlockValidationError(block_errors={"name": fault})
            faults["blanks"] = StreamBlockValidationError(
                block_errors=dict.fromkeys(repeated, error)
            )
        if message := _fault_of_text(value.get("text") or "", names):
            faults["text"] = message
        return faults


def _blanks_of(value: Any) -> dict[str, Any]:
    """Return the blanks by their kept ids, those without one by their places."""
    blanks = enumerate(value.get("blanks") or (), start=1)
    return {child.id or str(place): child for place, child in blanks}


def _fault_of_text(text: str, names: list[str]) -> str:
    """Return what the text has too much or too little, the first of it."""
    marked = marked_names(text)
    for place, name in enumerate(marked):
        if name not in names:
            message = translate("No blank is named “%(name)s”. Add it below, or take the mark out.")
            return message % {"name": name}
        if name in marked[:place]:
            message = translate("[[%(name)s]] is there twice. Every blank has one place.")
            return message % {"name": name}
    for name in names:
        if name and name not in marked and not set(name) & set(FORBIDDEN_IN_NAMES):
            return translate("Write [[%(name)s]] where this blank belongs.") % {"name": name}
    return ""
