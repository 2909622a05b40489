"""The types of question."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BlockGroup

from courses.questions.blocks.fields import (
    KeyWordsBlock,
    LineBlock,
    RadioBlock,
    WholeNumberBlock,
)
from courses.questions.blocks.number_fields import (
    NUMBER_KEY,
    AnswerBlock,
    RelativeToleranceBlock,
    ToleranceBlock,
    UnitsBlock,
    number_faults,
)
from courses.questions.blocks.options import OptionsBlock, option_faults
from courses.questions.blocks.question import (
    ExplanationBlock,
    FeedbackBlock,
    PointsBlock,
    PromptBlock,
    QuestionBlock,
    Sent,
)
from courses.questions.blocks.text_fields import (
    TEXT_KEY,
    AccentsTickBlock,
    AcceptedBlock,
    CaseTickBlock,
    PatternTickBlock,
    SpacesTickBlock,
    accepted_faults,
)
from courses.questions.enums import ChoiceRule, Truth
from courses.questions.presenting import present_options
from courses.questions.registry import register_question_type

MOST_WORDS = 20_000


class ChoiceQuestionBlock(QuestionBlock):
    """A question with options; the base of the two kinds of choice."""

    material_fields: ClassVar[tuple[str, ...]] = ("points", "options.*.is_right")
    asking_fields = ("prompt", "options.*.text")
    key_field = "options"
    key_parts = ("is_right",)
    only_one_right = True

    def presented_parts(self, value: Any, block_id: str) -> dict[str, Any]:
        """Show the options."""
        return {"options": present_options(value.get("options"))}

    def faults(self, value: Any) -> Mapping[str, str | ValidationError]:
        """Check the options against each other."""
        fault = option_faults(value.get("options") or (), only_one_right=self.only_one_right)
        return {"options": fault} if fault else {}


@register_question_type("single_choice")
class SingleChoiceQuestionBlock(ChoiceQuestionBlock):
    """A question with options, one of which is right."""

    prompt = PromptBlock()
    options = OptionsBlock(label=_("Options"))
    points = PointsBlock()
    explanation = ExplanationBlock()

    class Meta:
        icon = "radio-full"
        label = _("Single choice")
        description = _("Options, one of which is right.")
        template = "components/streamfield/single_choice_question_block.html"
        preview_value = {
            "prompt": "Which float do you leave out?",
            "options": [{"text": "The fastest"}, {"text": "None of them"}],
            "points": 1,
        }


@register_question_type("multiple_choice")
class MultipleChoiceQuestionBlock(ChoiceQuestionBlock):
    """A question with options, some of which are right."""

    material_fields = ("points", "options.*.is_right", "rule")
    only_one_right = False

    prompt = PromptBlock()
    options = OptionsBlock(label=_("Options"))
    rule = RadioBlock(
        label=_("What counts"), choices=ChoiceRule.choices, default=ChoiceRule.PARTIAL.value
    )
    points = PointsBlock()
    explanation = ExplanationBlock()

    class Meta:
        form_layout = BlockGroup(
            children=["prompt", "options", "points", "explanation"], settings=["rule"]
        )
        icon = "tick-inverse"
        label = _("Multiple choice")
        description = _("Options, one or several of which are right.")
        template = "components/streamfield/multiple_choice_question_block.html"
        preview_value = {
            "prompt": "What do you take to the stream?",
            "options": [{"text": "String"}, {"text": "A float"}, {"text": "A mirror"}],
            "points": 2,
        }

    def read_answer(self, value: Any, block_id: str, sent: Sent) -> list[str]:
        """Return the ids of all that was ticked."""
        return sent.getlist(f"q-{block_id}")


@register_question_type("true_false")
class TrueFalseQuestionBlock(QuestionBlock):
    """A statement that is true or false."""

    material_fields = ("points", "answer")
    key_field = "answer"

    prompt = PromptBlock(label=_("Statement"))
    answer = RadioBlock(label=_("The statement is"), choices=Truth.choices)
    points = PointsBlock()
    feedback_true = FeedbackBlock(label=_("Feedback for “true”"))
    feedback_false = FeedbackBlock(label=_("Feedback for “false”"))
    explanation = ExplanationBlock()

    class Meta:
        icon = "check"
        form_layout = BlockGroup(
            children=["prompt", "answer", "points", "explanation"],
            settings=["feedback_true", "feedback_false"],
        )
        label = _("True or false")
        description = _("A statement to agree or disagree with.")
        template = "components/streamfield/true_false_question_block.html"
        preview_value = {"prompt": "The surface is faster than the bed.", "points": 1}


@register_question_type("number")
class NumberQuestionBlock(QuestionBlock):
    """A question whose answer is a number."""

    material_fields = ("points", *NUMBER_KEY)
    asking_fields = ("prompt", "unit")
    key_field = "answer"

    prompt = PromptBlock()
    answer = AnswerBlock()
    tolerance = ToleranceBlock()
    relative_tolerance_percent = RelativeToleranceBlock()
    units = UnitsBlock()
    unit = LineBlock(
        label=_("Unit"),
        required=False,
        max_length=40,
        help_text=_("Stands beside the field, such as m³/s."),
    )
    points = PointsBlock()
    feedback_wrong = FeedbackBlock()
    explanation = ExplanationBlock()

    class Meta:
        icon = "order"
        form_layout = BlockGroup(
            children=["prompt", "answer", "tolerance", "unit", "points", "explanation"],
            settings=["relative_tolerance_percent", "units", "feedback_wrong"],
        )
        label = _("Number")
        description = _("A number, exact or within a tolerance.")
        template = "components/streamfield/number_question_block.html"
        preview_value = {"prompt": "What is the flow?", "unit": "m³/s", "points": 1}

    def presented_parts(self, value: Any, block_id: str) -> dict[str, Any]:
        """Show the unit."""
        return {"unit": value.get("unit") or ""}

    def faults(self, value: Any) -> Mapping[str, str | ValidationError]:
        """Read the numbers and the units."""
        return number_faults(value)


@register_question_type("short_text")
class ShortTextQuestionBlock(QuestionBlock):
    """A question answered in a word or a few."""

    material_fields = ("points", *TEXT_KEY)
    key_field = "accepted"

    prompt = PromptBlock()
    accepted = AcceptedBlock()
    case_counts = CaseTickBlock()
    spaces_count = SpacesTickBlock()
    accents_count = AccentsTickBlock()
    is_pattern = PatternTickBlock()
    points = PointsBlock()
    feedback_wrong = FeedbackBlock()
    explanation = ExplanationBlock()

    class Meta:
        icon = "pilcrow"
        form_layout = BlockGroup(
            children=["prompt", "accepted", "points", "explanation"],
            settings=[
                "case_counts",
                "spaces_count",
                "accents_count",
                "is_pattern",
                "feedback_wrong",
            ],
        )
        label = _("Short text")
        description = _("A word or a few, compared with the answers that you accept.")
        template = "components/streamfield/short_text_question_block.html"
        preview_value = {"prompt": "What is the middle of ten times called?", "points": 1}

    def faults(self, value: Any) -> Mapping[str, str | ValidationError]:
        """Read the accepted answers."""
        return accepted_faults(value)


@register_question_type("essay")
class EssayQuestionBlock(QuestionBlock):
    """A question answered at length, and graded by a person."""

    material_fields = ("points", "fewest_words", "most_words")

    prompt = PromptBlock()
    points = PointsBlock()
    fewest_words = WholeNumberBlock(
        label=_("At least this many words"), required=False, min_value=1, max_value=MOST_WORDS
    )
    most_words = WholeNumberBlock(
        label=_("At most this many words"), required=False, min_value=1, max_value=MOST_WORDS
    )
    guidance = KeyWordsBlock(
        label=_("Guidance for graders"),
        required=False,
        max_length=5000,
        help_text=_("What a good answer has. Learners never see it."),
    )
    model_answer = KeyWordsBlock(
        label=_("Model answer"),
        required=False,
        max_length=20_000,
        help_text=_("For graders. Learners never see it."),
    )
    explanation = ExplanationBlock()

    class Meta:
        icon = "edit"
        form_layout = BlockGroup(
            children=["prompt", "points", "guidance", "model_answer"],
            settings=["fewest_words", "most_words", "explanation"],
        )
        label = _("Essay")
        description = _("An answer at length, which a person grades.")
        template = "components/streamfield/essay_question_block.html"
        preview_value = {"prompt": "Describe your stream.", "points": 5, "most_words": 200}

    def presented_parts(self, value: Any, block_id: str) -> dict[str, Any]:
        """Show how long the answer may be."""
        return {
            "fewest_words": value.get("fewest_words") or None,
            "most_words": value.get("most_words") or None,
        }

    def faults(self, value: Any) -> Mapping[str, str | ValidationError]:
        """Compare the limits."""
        fewest, most = value.get("fewest_words"), value.get("most_words")
        if isinstance(fewest, int) and isinstance(most, int) and fewest > most:
            return {"most_words": translate("Give at least as many words as the lower limit.")}
        return {}
