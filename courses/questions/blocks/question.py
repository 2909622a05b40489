"""What every question has: a prompt, points, an explanation."""

from dataclasses import asdict
from typing import Any, ClassVar, Protocol

from django.utils.translation import gettext_lazy as _

from courses.questions.blocks.fields import WholeNumberBlock, WordsBlock
from courses.questions.blocks.keyless import KeylessStructBlock
from courses.questions.presenting import PresentedQuestion

MOST_POINTS = 1000
PROMPT_LENGTH = 5000
EXPLANATION_LENGTH = 5000
FEEDBACK_LENGTH = 1000


class Sent(Protocol):
    """The fields of a form, as Django's QueryDict has them."""

    def get(self, name: str) -> str | None:
        """Return the last value of a field."""

    def getlist(self, name: str) -> list[str]:
        """Return all values of a field."""


class PromptBlock(WordsBlock):
    """What is asked."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Question"))
        kwargs.setdefault(
            "help_text", _("Plain words. Put `code` between backticks; line breaks are kept.")
        )
        super().__init__(max_length=PROMPT_LENGTH, **kwargs)


class PointsBlock(WholeNumberBlock):
    """What a question is worth."""

    def __init__(self) -> None:
        super().__init__(label=_("Points"), min_value=0, max_value=MOST_POINTS, default=1)


class ExplanationBlock(WordsBlock):
    """What is said about the answer, whatever it was."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Explanation"),
            required=False,
            max_length=EXPLANATION_LENGTH,
            help_text=_("Why it is so. Learners read it after they have answered."),
        )


class FeedbackBlock(WordsBlock):
    """What is said about one answer, or about all that are wrong."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Feedback when wrong"))
        super().__init__(required=False, rows=1, max_length=FEEDBACK_LENGTH, **kwargs)


class QuestionBlock(KeylessStructBlock):
    """The base of every type of question; each is registered under its `kind`."""

    # Set by register_question_type.
    kind: ClassVar[str] = ""
    # The fields in which a change matters to learners who have answered already; a star stands
    # for every item of a list, or for every child of a stream that has the rest.
    material_fields: ClassVar[tuple[str, ...]] = ("points",)
    # The words of which only the author can tell whether a change matters. All others are cosmetic.
    asking_fields: ClassVar[tuple[str, ...]] = ("prompt",)
    # The lists of which the order matters too; elsewhere the place of an item says nothing.
    ordered_fields: ClassVar[tuple[str, ...]] = ()
    # The field without which the editor calls a question unfinished; none where a person grades.
    key_field: ClassVar[str] = ""
    # Where that field is a list: the fields that one item at least has filled in.
    key_parts: ClassVar[tuple[str, ...]] = ()

    class Meta:
        group = _("Practice")
        label_format = "{prompt}"

    def present(self, value: Any, block_id: str = "") -> PresentedQuestion:
        """Return the question as readers get it."""
        points = value.get("points")
        return PresentedQuestion(
            id=block_id,
            kind=self.kind,
            prompt=value.get("prompt") or "",
            points=points if isinstance(points, int) else 0,
            **self.presented_parts(value, block_id),
        )

    def presented_parts(self, value: Any, block_id: str) -> dict[str, Any]:
        """Return what this type of question shows besides its prompt; never a key."""
        return {}

    def read_answer(self, value: Any, block_id: str, sent: Sent) -> Any:
        """Return what a form sent, as graders read it: with the kept ids of everything.

        `value` is what the form was made of. What it could not have asked for is left out.
        """
        return sent.get(f"q-{block_id}") or ""

    def presented(self, value: Any, context: Any = None) -> PresentedQuestion:
        """Return the question as readers get it."""
        return self.present(value)

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any]:
        """Return the question as readers get it."""
        return asdict(self.present(value))
