"""The blanks of a text: each has a name, by which the text says where it stands."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BlockGroup

from courses.questions.blocks.fields import KeyLineBlock, LineBlock, TickBlock
from courses.questions.blocks.keyless import KeylessStructBlock
from courses.questions.blocks.lists import LastingListBlock, LastingStreamBlock
from courses.questions.blocks.number_fields import (
    AnswerBlock,
    RelativeToleranceBlock,
    ToleranceBlock,
    UnitsBlock,
    number_faults,
)
from courses.questions.blocks.options import FEWEST_OPTIONS, MOST_OPTIONS, option_faults
from courses.questions.blocks.text_fields import (
    AccentsTickBlock,
    AcceptedBlock,
    CaseTickBlock,
    PatternTickBlock,
    SpacesTickBlock,
    accepted_faults,
)
from courses.questions.presenting import PresentedOption, present_options

MOST_BLANKS = 20
NAME_LENGTH = 40
# No mark in a text could have them: brackets end it, and backticks are code.
FORBIDDEN_IN_NAMES = "[]`"


class BlankNameBlock(KeyLineBlock):
    """By what the text names a blank. Readers never see it: it may well be the answer."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Name"),
            max_length=NAME_LENGTH,
            help_text=_(
                "Write [[name]] into the text where the blank belongs. Learners do not see it."
            ),
        )


class BlankBlock(KeylessStructBlock):
    """The base of every kind of blank."""

    # The field without which nothing is right.
    key_field: ClassVar[str] = ""

    # Wagtail takes the fields out of the class, so that its own name stays what it is.
    name = BlankNameBlock()  # type: ignore[assignment]

    class Meta:
        label_format = "{name}"

    def presented(self, value: Any, context: Any = None) -> tuple[PresentedOption, ...]:
        """Return what there is to choose from, and nothing of a blank that is written into."""
        return ()

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any]:
        """Return what there is to choose from."""
        return {"options": [option.text for option in self.presented(value)]}

    def faults(self, value: Any) -> Mapping[str, str | ValidationError]:
        """Check the name, then what the kind of blank asks for."""
        if set(value.get("name") or "") & set(FORBIDDEN_IN_NAMES):
            return {"name": translate("Use no square brackets and no backticks in a name.")}
        return self.key_faults(value)

    def key_faults(self, value: Any) -> Mapping[str, str | ValidationError]:
        """Return what is wrong with the right answer."""
        return {}


class TextBlankBlock(BlankBlock):
    """A blank for a word or a few."""

    key_field = "accepted"

    accepted = AcceptedBlock()
    case_counts = CaseTickBlock()
    spaces_count = SpacesTickBlock()
    accents_count = AccentsTickBlock()
    is_pattern = PatternTickBlock()

    class Meta:
        icon = "pilcrow"
        form_layout = BlockGroup(
            children=["name", "accepted"],
            settings=["case_counts", "spaces_count", "accents_count", "is_pattern"],
        )
        label = _("Word or a few")
        description = _("Compared with the answers that you accept.")
        template = "components/streamfield/text_blank_block.html"
        preview_value = {"name": "middle"}

    def key_faults(self, value: Any) -> Mapping[str, str | ValidationError]:
        """Read the accepted answers."""
        return accepted_faults(value)


class NumberBlankBlock(BlankBlock):
    """A blank for a number."""

    key_field = "answer"

    answer = AnswerBlock()
    tolerance = ToleranceBlock()
    relative_tolerance_percent = RelativeToleranceBlock()
    units = UnitsBlock()

    class Meta:
        icon = "order"
        form_layout = BlockGroup(
            children=["name", "answer", "tolerance"],
            settings=["relative_tolerance_percent", "units"],
        )
        label = _("Number")
        description = _("A number, exact or within a tolerance.")
        template = "components/streamfield/number_blank_block.html"
        preview_value = {"name": "flow"}

    def key_faults(self, value: Any) -> Mapping[str, str | ValidationError]:
        """Read the numbers and the units."""
        return number_faults(value)


class BlankOptionBlock(KeylessStructBlock):
    """One of the answers that a blank offers."""

    text = LineBlock(label=_("Text"), max_length=200)
    is_right = TickBlock(label=_("Right"))

    class Meta:
        icon = "radio-full"
        form_classname = "struct-block quiz-blank-option"
        label = _("Option")
        label_format = "{text}"
        template = "components/streamfield/blank_option_block.html"
        preview_value = {"text": "faster"}

    def presented(self, value: Any, context: Any = None) -> PresentedOption:
        """Return the text alone."""
        return PresentedOption(id="", text=value.get("text") or "")

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, str]:
        """Return the text alone."""
        return {"text": self.presented(value).text}


class BlankOptionsBlock(LastingListBlock):
    """What a blank offers to choose from. It begins with two empty options."""

    def __init__(self, **kwargs: Any) -> None:
        option = BlankOptionBlock()
        default = [dict(option.get_default()) for _place in range(FEWEST_OPTIONS)]
        kwargs.setdefault("default", default)
        super().__init__(option, max_num=MOST_OPTIONS, **kwargs)

    class Meta:
        icon = "list-ul"
        form_classname = "quiz-blank-options"
        template = "components/streamfield/blank_options_block.html"

    def presented(self, value: Any, context: Any = None) -> tuple[PresentedOption, ...]:
        """Return the options without what is right about them."""
        return present_options(value)

    def get_api_representation(self, value: Any, context: Any = None) -> list[dict[str, str]]:
        """Return ids and texts."""
        return [{"id": option.id, "text": option.text} for option in present_options(value)]


class ChoiceBlankBlock(BlankBlock):
    """A blank that offers some answers."""

    key_field = "options"

    options = BlankOptionsBlock(label=_("Options"))

    class Meta:
        icon = "radio-full"
        label = _("Choice")
        description = _("Options, one of which is right.")
        template = "components/streamfield/choice_blank_block.html"
        preview_value = {"name": "speed", "options": [{"text": "faster"}, {"text": "slower"}]}

    def presented(self, value: Any, context: Any = None) -> tuple[PresentedOption, ...]:
        """Return the options."""
        return present_options(value.get("options"))

    def key_faults(self, value: Any) -> Mapping[str, str | ValidationError]:
        """Check the options against each other."""
        fault = option_faults(value.get("options") or (), only_one_right=True)
        return {"options": fault} if fault else {}


class BlanksBlock(LastingStreamBlock):
    """The blanks of one text. Their order says nothing: the text has its own."""

    text = TextBlankBlock()
    number = NumberBlankBlock()
    choice = ChoiceBlankBlock()

    class Meta:
        icon = "form"
        required = False
        max_num = MOST_BLANKS
        form_classname = "quiz-blanks"
        template = "components/streamfield/blanks_block.html"

    def presented(self, value: Any, context: Any = None) -> int:
        """Return how many there are."""
        return len(value or ())

    def get_api_representation(self, value: Any, context: Any = None) -> list[dict[str, Any]]:
        """Return what each offers to choose from."""
        return [child.block.get_api_representation(child.value) for child in value or ()]
