"""Code to read, kept to the character."""

from typing import Any, ClassVar

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.blocks import field_block

from courses.pages.blocks.base import (
    CODE_GROUP,
    CheckedStructBlock,
    UntranslatedCharBlock,
    UntranslatedMixin,
)
from courses.pages.blocks.highlighting import (
    LANGUAGES,
    PLAIN_TEXT,
    LineNumbersError,
    highlighted,
    language_name,
    line_count,
    parse_lines,
)

MAX_CODE_LENGTH = 20_000


class ExactTextField(forms.CharField):
    """A text of which not a character is changed, but for the ends of its lines.

    Browsers send each end of line as CR LF, whatever was typed; LF is what is kept.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        text: str = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


class ExactTextBlock(UntranslatedMixin, field_block.FieldBlock):
    """A field for code: plain, and kept to the character."""

    def __init__(self, required: bool = True, help_text: Any = None, **kwargs: Any) -> None:
        self.field_options = {
            "required": required,
            "help_text": help_text,
            "max_length": MAX_CODE_LENGTH,
        }
        super().__init__(**kwargs)

    @cached_property
    def field(self) -> forms.Field:
        """The form field, in letters of one width."""
        attrs = {"rows": 6, "class": "code-input", "spellcheck": "false", "dir": "ltr"}
        return ExactTextField(widget=AdminAutoHeightTextInput(attrs=attrs), **self.field_options)

    def get_searchable_content(self, value: Any) -> list[str]:
        """Let code be found by its words."""
        return [value] if value else []

    class Meta:
        icon = "code"
        default = ""


class CodeBlock(CheckedStructBlock):
    """A piece of code, coloured by its language."""

    material_fields: ClassVar[tuple[str, ...]] = ()

    code = ExactTextBlock(label=_("Code"))
    # Without a default: what nobody chose cannot be told from what somebody did.
    language = field_block.ChoiceBlock(
        label=_("Language"), choices=LANGUAGES, default="", search_index=False
    )
    file_name = UntranslatedCharBlock(
        label=_("File name"), required=False, max_length=120, default=""
    )
    highlighted_lines = UntranslatedCharBlock(
        label=_("Lines to highlight"),
        required=False,
        max_length=120,
        default="",
        search_index=False,
        help_text=_("Numbers and ranges, such as 3,5-7."),
    )

    class Meta:
        icon = "code"
        label = _("Code")
        description = _("Code to read, in the colours of its language, kept to the character.")
        group = CODE_GROUP
        template = "components/streamfield/code_block.html"
        preview_value = {
            "code": "def flow(speed, area):\n    # litres a second\n"
            "    return speed * area * 1000\n",
            "language": "python",
            "file_name": "flow.py",
            "highlighted_lines": "3",
        }

    def faults(self, value: Any) -> dict[str, str]:
        """Check the lines to highlight against the code."""
        try:
            parse_lines(value.get("highlighted_lines") or "", line_count(value.get("code") or ""))
        except LineNumbersError as error:
            return {"highlighted_lines": str(error)}
        return {}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the coloured code and what the lines in it are called."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        code = value.get("code") or ""
        language = value.get("language") or PLAIN_TEXT
        try:
            lines = parse_lines(value.get("highlighted_lines") or "", line_count(code))
        except LineNumbersError:
            lines = ()  # a draft that is still being written
        context["coloured"] = highlighted(code, language, lines)
        context["language"] = "" if language == PLAIN_TEXT else language_name(language)
        context["lines"] = value.get("highlighted_lines") if lines else ""
        context["name"] = value.get("file_name") or context["language"] or translate("Code")
        return context
