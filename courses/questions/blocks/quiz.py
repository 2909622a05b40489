"""The quiz: questions and the rules by which they are taken."""

from dataclasses import asdict
from typing import Any, ClassVar

from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from wagtail.blocks.stream_block import StreamBlockValidationError

from courses.questions.blocks import registered as _registered  # noqa: F401 - the types
from courses.questions.blocks.fields import LineBlock, TickBlock, WholeNumberBlock
from courses.questions.blocks.keyless import KeylessStructBlock
from courses.questions.blocks.lists import LastingStreamBlock
from courses.questions.blocks.states import read_state, value_of_state
from courses.questions.presenting import (
    PresentedQuestion,
    PresentedQuiz,
    present,
    present_questions,
)
from courses.questions.registry import close_registry

USUAL_PASS_MARK = 80
MOST_ATTEMPTS = 20
MOST_QUESTIONS = 100


class QuestionsBlock(LastingStreamBlock):
    """The questions of a quiz, of every registered type."""

    def __init__(self, **kwargs: Any) -> None:
        types = close_registry()
        super().__init__([(name, block_class()) for name, block_class in types.items()], **kwargs)

    class Meta:
        icon = "help"
        collapsed = True
        max_num = MOST_QUESTIONS
        template = "components/streamfield/questions_block.html"

    def clean(self, value: Any) -> Any:
        """Ask for a question in our own words."""
        if not self.is_deferred_validation and not len(value):
            raise StreamBlockValidationError(
                non_block_errors=[translate("Add at least one question.")]
            )
        return super().clean(value)

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        """Read the questions from the form, or as they were where nobody opened them."""
        kept = data.get(f"{prefix}-kept")
        if kept is None:
            return super().value_from_datadict(data, files, prefix)
        return value_of_state(self, read_state(kept))

    def value_omitted_from_data(self, data: Any, files: Any, prefix: str) -> bool:
        """Say whether the form has no questions in either way."""
        omitted: bool = super().value_omitted_from_data(data, files, prefix)
        return omitted and f"{prefix}-kept" not in data

    def presented(self, value: Any, context: Any = None) -> tuple[PresentedQuestion, ...]:
        """Return the questions as readers get them."""
        return present_questions(value or ())

    def get_api_representation(self, value: Any, context: Any = None) -> list[dict[str, Any]]:
        """Return the questions as readers get them."""
        return [asdict(question) for question in present_questions(value or ())]


class QuizBlock(KeylessStructBlock):
    """Questions that are graded, and what it takes to pass."""

    # What matters to learners who have passed or failed already, besides the questions' own.
    material_fields: ClassVar[tuple[str, ...]] = ("pass_mark_percent", "attempts", "is_required")

    title = LineBlock(label=_("Title"), required=False, max_length=160)
    questions = QuestionsBlock(label=_("Questions"))
    pass_mark_percent = WholeNumberBlock(
        label=_("Pass mark in percent"),
        min_value=0,
        max_value=100,
        default=USUAL_PASS_MARK,
        help_text=_("The share of all points that it takes to pass."),
    )
    attempts = WholeNumberBlock(
        label=_("Attempts"),
        required=False,
        min_value=1,
        max_value=MOST_ATTEMPTS,
        help_text=_("From 1 to 20. Leave it empty for as many as a learner wants."),
    )
    is_required = TickBlock(
        label=_("Needed to complete the lesson"),
        default=True,
        help_text=_("Untick it for practice that may be left out."),
    )

    class Meta:
        icon = "help"
        form_classname = "struct-block quiz-form"
        label = _("Quiz")
        label_format = "{title}"
        description = _("Questions that are graded, with a pass mark.")
        group = _("Practice")
        template = "components/streamfield/quiz_block.html"
        preview_value = {
            "title": "Check yourself",
            "questions": [
                {
                    "type": "single_choice",
                    "value": {
                        "prompt": "Your median float time over 10 m is 16 s. The cross-section "
                        "is 0.58 m², the bed gravel. What is the flow?",
                        "options": [
                            {"text": "0.18 m³/s"},
                            {"text": "0.29 m³/s"},
                            {"text": "0.36 m³/s"},
                        ],
                        "points": 1,
                    },
                }
            ],
        }

    def presented(self, value: Any, context: Any = None) -> PresentedQuiz:
        """Return the quiz as readers get it."""
        return present(value, _block_id(value, context))

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any]:
        """Return the quiz as readers get it."""
        return asdict(present(value))

    def faults(self, value: Any) -> dict[str, str]:
        """Check that somebody can pass."""
        points = [child.value.get("points") for child in value.get("questions") or ()]
        needed = value.get("pass_mark_percent")
        if points and needed and all(worth == 0 for worth in points):
            return {
                "pass_mark_percent": translate("Nobody can pass: no question is worth a point.")
            }
        return {}


def _block_id(value: Any, context: Any) -> str:
    """Return the lasting id of the block that is being shown, where the page tells it.

    Wagtail gives a block its value only; templates of streams name the block they stand at.
    """
    block = (context or {}).get("block")
    if block is None or getattr(block, "value", None) is not value:
        return ""
    return block.id or ""
