"""Things and what goes with them."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BlockGroup

from courses.questions.blocks.fields import LineBlock
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
from courses.questions.grading.keys import NAMELESS_DISTRACTOR
from courses.questions.opaque import Side, kept_ids
from courses.questions.presenting import (
    present_in_order,
    present_shuffled,
    texts_of,
)
from courses.questions.registry import register_question_type

FEWEST_PAIRS = 2
MOST_PAIRS = 20
MOST_DISTRACTORS = 10
SIDE_LENGTH = 300


class PairBlock(KeylessStructBlock):
    """A thing, and the one that goes with it."""

    left = LineBlock(label=_("Match this"), max_length=SIDE_LENGTH)
    right = LineBlock(label=_("With this"), max_length=SIDE_LENGTH)

    class Meta:
        icon = "link"
        form_classname = "struct-block quiz-pair"
        label = _("Pair")
        label_format = "{left}"
        template = "components/streamfield/pair_block.html"
        preview_value = {"left": "Gravel"}

    def presented(self, value: Any, context: Any = None) -> str:
        """Return the left side alone: what goes with it is the key."""
        return value.get("left") or ""

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, str]:
        """Return the left side alone."""
        return {"text": self.presented(value)}


class PairsBlock(LastingListBlock):
    """The pairs of one question. It begins with two empty ones."""

    def __init__(self, **kwargs: Any) -> None:
        pair = PairBlock()
        kwargs.setdefault("default", [dict(pair.get_default()) for _place in range(FEWEST_PAIRS)])
        super().__init__(pair, max_num=MOST_PAIRS, **kwargs)

    class Meta:
        icon = "list-ul"
        form_classname = "quiz-pairs"
        template = "components/streamfield/pairs_block.html"

    def presented(self, value: Any, context: Any = None) -> tuple[str, ...]:
        """Return the left sides alone."""
        return tuple(texts_of(value, "left").values())

    def get_api_representation(self, value: Any, context: Any = None) -> list[dict[str, str]]:
        """Return the left sides alone."""
        return [{"text": text} for text in self.presented(value)]


class DistractorsBlock(LastingListBlock):
    """What is offered too, and goes with nothing."""

    def __init__(self, **kwargs: Any) -> None:
        text = LineBlock(label=_("Extra answer"), max_length=SIDE_LENGTH)
        super().__init__(text, default=[], max_num=MOST_DISTRACTORS, **kwargs)

    class Meta:
        icon = "list-ul"
        form_classname = "quiz-distractors"
        template = "components/streamfield/distractors_block.html"

    def presented(self, value: Any, context: Any = None) -> None:
        """Return nothing: they are shown among the right answers only."""

    def get_api_representation(self, value: Any, context: Any = None) -> list[dict[str, str]]:
        """Return nothing."""
        return []


@register_question_type("matching")
class MatchingQuestionBlock(QuestionBlock):
    """A question that asks what goes with what."""

    # The texts are the pairing: two of them may change places.
    material_fields = ("points", "pairs.*.left", "pairs.*.right", "distractors.*")
    key_field = "pairs"
    key_parts = ("left", "right")

    prompt = PromptBlock()
    pairs = PairsBlock(
        label=_("Pairs"),
        help_text=_("Learners see the left sides in this order and choose a right side for each."),
    )
    distractors = DistractorsBlock(
        label=_("Extra answers"),
        required=False,
        help_text=_("Offered among the right sides, and right for nothing."),
    )
    points = PointsBlock()
    feedback_wrong = FeedbackBlock()
    explanation = ExplanationBlock()

    class Meta:
        icon = "link"
        form_layout = BlockGroup(
            children=["prompt", "pairs", "points", "explanation"],
            settings=["distractors", "feedback_wrong"],
        )
        label = _("Matching")
        description = _("Things to put together with what belongs to them.")
        template = "components/streamfield/matching_question_block.html"
        preview_value = {
            "prompt": "Which factor belongs to which bed?",
            "pairs": [
                {"left": "Smooth", "right": "0.85"},
                {"left": "Gravel", "right": "0.80"},
                {"left": "Large stones", "right": "0.70"},
            ],
            "points": 3,
        }

    def presented_parts(self, value: Any, block_id: str) -> dict[str, Any]:
        """Show the left sides as written, and all that may go with them in nobody's order."""
        rights = {text: text for text in _offered(value).values()}
        return {
            "rows": present_in_order(block_id, Side.LEFT, texts_of(value.get("pairs"), "left")),
            "options": present_shuffled(block_id, Side.RIGHT, rights),
        }

    def read_answer(self, value: Any, block_id: str, sent: Sent) -> dict[str, str]:
        """Return the kept id of what was chosen for each left side, by its kept id."""
        lefts = {key: key for key in texts_of(value.get("pairs"), "left")}
        rights = kept_ids(block_id, Side.RIGHT, _offered(value))
        chosen = {
            left: rights.get(sent.get(f"q-{block_id}-{part}") or "")
            for part, left in kept_ids(block_id, Side.LEFT, lefts).items()
        }
        return {left: right for left, right in chosen.items() if right}

    def faults(self, value: Any) -> Mapping[str, str | ValidationError]:
        """Check that everything goes with one thing."""
        pairs = list(value.get("pairs") or ())
        if len(pairs) < FEWEST_PAIRS:
            return {"pairs": list_fault(translate("Give at least two pairs."))}
        lefts = [pair.get("left") for pair in pairs]
        rights = [pair.get("right") for pair in pairs]
        if places := repeated_places(lefts):
            message = translate("This is in the list already. Change one of them.")
            return {"pairs": item_faults(places, "left", message)}
        if places := repeated_places(rights):
            message = translate("This goes with another one already, so that two would be right.")
            return {"pairs": item_faults(places, "right", message)}
        extra = repeated_places([*rights, *(value.get("distractors") or ())])
        if extra:
            message = translate("This is among the right sides or the extra answers already.")
            places = [place - len(rights) for place in extra]
            return {"distractors": item_faults(places, "", message)}
        return {}


def _offered(value: Any) -> dict[str, str]:
    """Return all right sides by their kept ids, the extra ones too."""
    extra = texts_of(value.get("distractors"), nameless=NAMELESS_DISTRACTOR)
    return texts_of(value.get("pairs"), "right") | extra
