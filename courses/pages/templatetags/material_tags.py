"""Asking at a changed block whether learners should look at it again."""

from typing import Any

from django import forms, template
from django.template import Context

from courses.pages.comparing import PageChange, PartChange
from courses.pages.material import uuid_of

register = template.Library()


@register.simple_tag(takes_context=True)
def tick_at(context: Context, change: PageChange, part: PartChange) -> forms.BoundField | None:
    """Return the tick of this block, None where none is offered."""
    ticks: dict[Any, forms.BoundField] = context.get("ticks") or {}
    return ticks.get((change.key, uuid_of(part.block_id))) if part.block_id else None
