"""Blocks that hold keys and never show them."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from wagtail import blocks

from cms.core.blocks import CheckedStructBlock


class KeptStructValue(blocks.StructValue):
    """A value that says no more of itself in logs and error pages than what it belongs to."""

    def __repr__(self) -> str:
        return f"<{type(self.block).__name__}>"

    __str__ = __repr__


class KeylessMixin:
    """Rendering, the API and search get what `presented` returns and nothing of the value.

    The context of the page goes no further either: it holds the page, and so its keys.
    """

    def presented(self, value: Any, context: Any = None) -> Any:
        """Return what readers may have of `value`."""
        raise NotImplementedError

    def render(self, value: Any, context: Any = None) -> SafeString:
        """Render with the presented value alone."""
        template = self.get_template(value, context=context)  # type: ignore[attr-defined]
        shown = self.presented(value, context)
        return mark_safe(render_to_string(template, {"shown": shown}))  # noqa: S308 - a template's

    def render_basic(self, value: Any, context: Any = None) -> SafeString:
        """Refuse Wagtail's own way of showing a value, which prints every field."""
        return self.render(value, context)

    def get_searchable_content(self, value: Any) -> list[str]:
        """Let nothing be found by its words: the index knows no locked lessons."""
        return []


class KeylessStructBlock(KeylessMixin, CheckedStructBlock):
    """A struct with keys in it."""

    class Meta:
        value_class = KeptStructValue
