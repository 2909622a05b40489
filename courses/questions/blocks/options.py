"""The options of a question, and which of them are right."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from courses.questions.blocks.fields import LineBlock, TickBlock, WordsBlock
from courses.questions.blocks.keyless import KeylessStructBlock
from courses.questions.blocks.lists import (
    LastingListBlock,
    item_faults,
    list_fault,
    repeated_places,
)
from courses.questions.presenting import PresentedOption, present_options

FEWEST_OPTIONS = 2
MOST_OPTIONS = 20


class OptionBlock(KeylessStructBlock):
    """One answer to choose from."""

    text = LineBlock(label=_("Text"), max_length=500)
    feedback = WordsBlock(
        label=_("Feedback to those who choose it"), required=False, rows=1, max_length=1000
    )
    is_right = TickBlock(label=_("Right"))

    class Meta:
        icon = "radio-full"
        form_classname = "struct-block quiz-option"
        label = _("Option")
        label_format = "{text}"
        template = "components/streamfield/option_block.html"
        preview_value = {"text": "0.29 m³/s"}

    def presented(self, value: Any, context: Any = None) -> PresentedOption:
        """Return the text alone."""
        return PresentedOption(id="", text=value.get("text") or "")

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any]:
        """Return the text alone."""
        return {"text": value.get("text") or ""}


class OptionsBlock(LastingListBlock):
    """The options of one question. It begins with two empty ones."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_num", MOST_OPTIONS)
        option = OptionBlock()
        kwargs.setdefault("default", [dict(option.get_default()) for _place in range(2)])
        super().__init__(option, **kwargs)

    class Meta:
        icon = "list-ul"
        form_classname = "quiz-options"
        template = "components/streamfield/options_block.html"

    def presented(self, value: Any, context: Any = None) -> tuple[PresentedOption, ...]:
        """Return the options without what is right about them."""
        return present_options(value)

    def get_api_representation(self, value: Any, context: Any = None) -> list[dict[str, str]]:
        """Return ids and texts."""
        return [{"id": option.id, "text": option.text} for option in present_options(value)]


def option_faults(options: Any, *, only_one_right: bool) -> ValidationError | None:
    """Return what is wrong with the options of a question, if anything is."""
    repeated = repeated_places(option.get("text") for option in options)
    if repeated:
        message = translate("This option is there already. Change one of them.")
        return item_faults(repeated, "text", message)
    if len(options) < FEWEST_OPTIONS:
        message = translate("Give at least two options.")
    else:
        message = _fault_of_ticks(
            sum(bool(option.get("is_right")) for option in options), only_one_right
        )
    return list_fault(message) if message else None


def _fault_of_ticks(ticked: int, only_one_right: bool) -> str:
    if ticked == 0:
        return translate("Tick the option that is right.")
    if ticked > 1 and only_one_right:
        return translate(
            "Only one option can be right here. Untick the others, or use a question with "
            "several right options."
        )
    return ""
