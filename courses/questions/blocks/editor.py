"""Quizzes in the editor: what they say when they are folded up, and questions put in late."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as translate
from wagtail.admin.telepath import register
from wagtail.blocks.stream_block import StreamBlockAdapter
from wagtail.blocks.struct_block import StructBlockAdapter

from courses.questions.blocks.question import QuestionBlock
from courses.questions.blocks.quiz import QuestionsBlock, QuizBlock


class OwnFiles:
    """Loads Wagtail's own blocks first, then what is built on them."""

    @cached_property
    def media(self) -> forms.Media:
        """Add our script and look to what the adapter of Wagtail's block needs."""
        base: forms.Media = super().media  # type: ignore[misc]
        return base + forms.Media(js=["admin-quiz.js"], css={"all": ["admin-quiz.css"]})


class QuestionAdapter(OwnFiles, StructBlockAdapter):
    """A question says its prompt, and what its author still owes it."""

    js_constructor = "courses.questions.Question"

    def js_args(self, block: Any) -> list[Any]:
        """Add which field holds the key, and the words for one without it."""
        args: list[Any] = super().js_args(block)
        args[2] |= {
            "keyField": block.key_field,
            "keyParts": list(block.key_parts),
            "noPrompt": translate("No question yet"),
            "noKey": translate("No right answer yet"),
        }
        return args


class QuestionsAdapter(OwnFiles, StreamBlockAdapter):
    """Questions come into the form when somebody opens them."""

    js_constructor = "courses.questions.Questions"

    def js_args(self, block: Any) -> list[Any]:
        """Add the words of the button that opens them."""
        args: list[Any] = super().js_args(block)
        args[3]["openLabel"] = translate("Edit the questions")
        return args


class QuizAdapter(OwnFiles, StructBlockAdapter):
    """A quiz says its title, or else what it asks."""

    js_constructor = "courses.questions.Quiz"


register(QuestionAdapter(), QuestionBlock)
register(QuestionsAdapter(), QuestionsBlock)
register(QuizAdapter(), QuizBlock)
