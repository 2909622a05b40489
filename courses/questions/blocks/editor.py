"""How questions show themselves in the editor when they are folded up."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as translate
from wagtail.admin.telepath import register
from wagtail.blocks.struct_block import StructBlockAdapter

from courses.questions.blocks.question import QuestionBlock
from courses.questions.blocks.quiz import QuizBlock


class SummaryAdapter(StructBlockAdapter):
    """Adds the script that words the summaries; the words themselves come from here."""

    @cached_property
    def media(self) -> forms.Media:
        """Load Wagtail's own blocks first, then what is built on them."""
        return super().media + forms.Media(js=["admin-quiz.js"])


class QuestionAdapter(SummaryAdapter):
    """A question says its prompt, and what its author still owes it."""

    js_constructor = "courses.questions.Question"

    def js_args(self, block: Any) -> list[Any]:
        """Add which field holds the key, and the words for one without it."""
        args: list[Any] = super().js_args(block)
        args[2] |= {
            "keyField": block.key_field,
            "noPrompt": translate("No question yet"),
            "noKey": translate("No right answer yet"),
        }
        return args


class QuizAdapter(SummaryAdapter):
    """A quiz says its title, or else what it asks."""

    js_constructor = "courses.questions.Quiz"


register(QuestionAdapter(), QuestionBlock)
register(QuizAdapter(), QuizBlock)
