"""The fields of questions: plain, so that an editor with hundreds of them opens at once."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.blocks import field_block

from cms.core.blocks import UntranslatedMixin


class LineBlock(field_block.CharBlock):
    """One line of words, never searched and never missing."""

    class Meta:
        default = ""


class WordsBlock(field_block.TextBlock):
    """A few lines of plain words, never searched and never missing."""

    def __init__(self, rows: int = 2, **kwargs: Any) -> None:
        super().__init__(rows=rows, **kwargs)

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        """Read the words; forms end lines with two characters, one is what is kept."""
        value = super().value_from_datadict(data, files, prefix)
        return value.replace("\r\n", "\n") if isinstance(value, str) else value

    class Meta:
        default = ""


class KeyLineBlock(UntranslatedMixin, LineBlock):
    """One line that is part of a key."""


class KeyWordsBlock(UntranslatedMixin, WordsBlock):
    """Some lines that are part of a key or meant for graders."""


class WholeNumberBlock(field_block.IntegerBlock):
    """A whole number within bounds, which a draft may still overstep."""

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        """Read the number, if it is one: Wagtail takes "80" after 80 for a change."""
        value = super().value_from_datadict(data, files, prefix)
        try:
            return self.field.to_python(value)
        except ValidationError:
            return value

    def clean(self, value: Any) -> Any:
        """Check the bounds, but for a draft: there what is no number at all counts as empty."""
        if not self.is_deferred_validation:
            return super().clean(value)
        try:
            return self.field.to_python(value)
        except ValidationError:
            return None


class TickBlock(field_block.BooleanBlock):
    """A box to tick or not."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    class Meta:
        default = False


class RadioBlock(field_block.ChoiceBlock):
    """One of a few choices, all of them in sight."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.RadioSelect, search_index=False, **kwargs)

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        """Read the choice; browsers leave out a radio of which none is chosen."""
        return super().value_from_datadict(data, files, prefix) or ""

    class Meta:
        default = ""
