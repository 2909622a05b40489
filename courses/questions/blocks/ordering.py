"""Steps to bring into their order."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BlockGroup

from courses.questions.blocks.fields import LineBlock, RadioBlock
from courses.questions.blocks.keyless import KeylessStructBlock
from courses.questions.blocks.lists import (
    LastingListBlock,
    item_faults,
    list_fault,
    repeated_places,
)
from courses.questions.blocks.question import (
    ExplanationBlock,
    FeedbackBlock,
    PointsBlock,
    PromptBlock,
    QuestionBlock,
    Sent,
)
from courses.questions.enums import OrderRule
from courses.questions.opaque import Side, kept_ids, told_apart
from courses.questions.presenting import PresentedOption, present_shuffled, texts_of
from courses.questions.registry import register_question_type

FEWEST_STEPS = 2
MOST_STEPS = 20


# What readers give steps, as a form sends it.
PLACES = [str(place) for place in range(1, MOST_STEPS + 1)]


class StepBlock(KeylessStructBlock):
    """One thing that has a place in the order."""

    text = LineBlock(label=_("Text"), max_length=500)

    class Meta:
        icon = "order"
        form_classname = "struct-block quiz-step"
        label = _("Step")
        label_format = "{text}"
        template = "components/streamfield/step_block.html"
        preview_value = {"text": "Measure the depth"}

    def presented(self, value: Any, context: Any = None) -> str:
        """Return the text."""
        return value.get("text") or ""

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, str]:
        """Return the text."""
        return {"text": self.presented(value)}


class StepsBlock(LastingListBlock):
    """The steps of one question in their right order. It begins with two empty ones."""

    def __init__(self, **kwargs: Any) -> None:
        step = StepBlock()
        kwargs.setdefault("default", [dict(step.get_default()) for _place in range(FEWEST_STEPS)])
        super().__init__(step, max_num=MOST_STEPS, **kwargs)

    class Meta:
        icon = "list-ol"
        form_classname = "quiz-steps"
        template = "components/streamfield/steps_block.html"

    def presented(self, value: Any, context: Any = None) -> tuple[PresentedOption, ...]:
        """Return the steps in an order that tells nothing."""
        return present_steps("", value)

    def get_api_representation(self, value: Any, context: Any = None) -> list[dict[str, str]]:
        """Return the texts in an order that tells nothing."""
        return [{"text": step.text} for step in self.presented(value)]


def present_steps(question_id: str, items: Any) -> tuple[PresentedOption, ...]:
    """Return the steps in an order that tells nothing."""
    texts = texts_of(items, "text")
    known = {known_by: texts[key] for key, known_by in told_apart(texts).items()}
    return present_shuffled(question_id, Side.STEP, known)


@register_question_type("ordering")
class OrderingQuestionBlock(QuestionBlock):
    """A question that asks for the order of things."""

    # The texts in their places are the order: two of them may change places.
    material_fields = ("points", "rule", "items.*.text")
    ordered_fields = ("items",)
    key_field = "items"
    key_parts = ("text",)

    prompt = PromptBlock()
    items = StepsBlock(
        label=_("Steps in the right order"),
        help_text=_("Learners get them shuffled, everybody in the same way."),
    )
    rule = RadioBlock(
        label=_("What counts"), choices=OrderRule.choices, default=OrderRule.RELATIVE.value
    )
    points = PointsBlock()
    feedback_wrong = FeedbackBlock()
    explanation = ExplanationBlock()

    class Meta:
        icon = "list-ol"
        form_layout = BlockGroup(
            children=["prompt", "items", "points", "explanation"],
            settings=["rule", "feedback_wrong"],
        )
        label = _("Ordering")
        description = _("Steps to bring into their right order.")
        template = "components/streamfield/ordering_question_block.html"
        preview_value = {
            "prompt": "What do you do first, what last?",
            "items": [
                {"text": "Measure the width"},
                {"text": "Let the float go"},
                {"text": "Order the times"},
            ],
            "points": 2,
        }

    def presented_parts(self, value: Any, block_id: str) -> dict[str, Any]:
        """Show the steps in an order that tells nothing."""
        return {"options": present_steps(block_id, value.get("items"))}

    def read_answer(self, value: Any, block_id: str, sent: Sent) -> list[str]:
        """Return the kept ids in the order of the places that were given, each place once.

        What has no place of its own is left out, and the answer is not whole.
        """
        steps = told_apart(texts_of(value.get("items"), "text"))
        places: dict[str, str] = {}
        for part, kept_id in kept_ids(block_id, Side.STEP, steps).items():
            place = sent.get(f"q-{block_id}-{part}") or ""
            if place in PLACES:
                places.setdefault(place, kept_id)
        return [places[place] for place in PLACES if place in places]

    def faults(self, value: Any) -> Mapping[str, str | ValidationError]:
        """Check that there is an order, and one only."""
        texts = [step.get("text") for step in value.get("items") or ()]
        if len(texts) < FEWEST_STEPS:
            return {"items": list_fault(translate("Give at least two steps."))}
        if places := repeated_places(texts):
            message = translate(
                "This step is there already, and nobody could tell them apart. Change one of them."
            )
            return {"items": item_faults(places, "text", message)}
        return {}
