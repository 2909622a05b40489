"""Words set apart, and words folded away."""

from typing import Any, ClassVar

from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import field_block

from cms.core.blocks import INLINE_FEATURES
from courses.pages.blocks.base import TEXT_GROUP, CheckedStructBlock, says_nothing
from courses.pages.blocks.enums import CalloutKind, FoldKind

BOX_FEATURES = [*INLINE_FEATURES, "ol", "ul"]
# What each kind looks like: the class of the note and its icon.
CALLOUT_LOOKS = {
    CalloutKind.NOTE: ("", "note"),
    CalloutKind.TIP: ("success", "star"),
    CalloutKind.WARNING: ("warning", "warn"),
    CalloutKind.OBJECTIVES: ("info", "check"),
    CalloutKind.KEY_POINTS: ("info", "info"),
}


class BoxBlock(CheckedStructBlock):
    """What has a rich text of its own, which must say something."""

    def faults(self, value: Any) -> dict[str, str]:
        """Refuse an empty text."""
        if not says_nothing(value.get("body")):
            return {}
        return {"body": translate("Write what stands here, or delete the block.")}


class CalloutBlock(BoxBlock):
    """Something said beside the text: a note, a tip, a warning, what is to be learnt."""

    material_fields: ClassVar[tuple[str, ...]] = ()

    kind = field_block.ChoiceBlock(
        label=_("Kind"), choices=CalloutKind.choices, default=CalloutKind.NOTE
    )
    title = field_block.CharBlock(
        label=_("Title"),
        required=False,
        max_length=120,
        default="",
        help_text=_("Without one, the kind stands there."),
    )
    body = field_block.RichTextBlock(label=_("Text"), features=BOX_FEATURES)

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        description = _("A note, a tip, a warning, objectives or key points, set apart.")
        group = TEXT_GROUP
        template = "components/streamfield/callout_block.html"
        preview_value = {
            "kind": CalloutKind.NOTE,
            "title": "Field note",
            "body": "<p>Use the median, never the mean. One float that kisses the bank for "
            "twenty seconds ruins a mean.</p>",
        }

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add how the kind looks and what it is called."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        known = value.get("kind") in CalloutKind.values
        kind = CalloutKind(value["kind"]) if known else CalloutKind.NOTE
        context["look"], context["icon"] = CALLOUT_LOOKS[kind]
        title = value.get("title")
        context["title"] = title or kind.label
        # Colour and icon alone do not say what kind it is.
        context["name"] = (
            translate("%(kind)s: %(title)s") % {"kind": kind.label, "title": title}
            if title
            else kind.label
        )
        return context


class FoldBlock(BoxBlock):
    """One part of an accordion, closed until the reader opens it."""

    kind = field_block.ChoiceBlock(label=_("Kind"), choices=FoldKind.choices, default=FoldKind.HINT)
    title = field_block.CharBlock(
        label=_("Title"),
        required=False,
        max_length=160,
        default="",
        help_text=_("What is always to be seen. Without one, the kind stands there."),
    )
    body = field_block.RichTextBlock(label=_("Text"), features=BOX_FEATURES)

    class Meta:
        icon = "collapse-down"
        label = _("Part")
        description = _("A title that is always seen, and a text that opens under it.")
        group = TEXT_GROUP
        template = "components/streamfield/fold_block.html"
        preview_value = {
            "kind": FoldKind.HINT,
            "title": "",
            "body": "<p>The bed slows the water down. By how much?</p>",
        }

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the name of the kind, where the author gave no title."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        known = value.get("kind") in FoldKind.values
        kind = FoldKind(value["kind"]) if known else FoldKind.SPOILER
        context["kind"] = kind.label
        context["title"] = value.get("title") or kind.label
        return context


class FoldListBlock(blocks.ListBlock):
    """The parts of an accordion."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(FoldBlock(), **kwargs)

    class Meta:
        icon = "list-ul"
        template = "components/streamfield/fold_list_block.html"


class AccordionBlock(blocks.StructBlock):
    """Spoilers, hints and solutions, which the reader opens one by one."""

    material_fields: ClassVar[tuple[str, ...]] = ()

    parts = FoldListBlock(label=_("Parts"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Accordion")
        description = _("Spoilers, hints or solutions that stay closed until the reader asks.")
        group = TEXT_GROUP
        template = "components/streamfield/accordion_block.html"
        preview_value = {
            "parts": [
                {
                    "kind": FoldKind.HINT,
                    "title": "",
                    "body": "<p>The bed slows the water down. By how much?</p>",
                },
                {
                    "kind": FoldKind.SOLUTION,
                    "title": "",
                    "body": "<p>Multiply by 0.8: the bed is gravel.</p>",
                },
            ]
        }
