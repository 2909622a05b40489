"""Tags of mails' text templates."""

from django import template
from django.template import Context

register = template.Library()

# Under this name a rendering keeps its own secret: what a person wrote cannot imitate it.
MARK = "mail_mark"


@register.simple_tag(takes_context=True)
def mail_action(context: Context, url: str, label: str) -> str:
    """Mark the one thing that the mail asks for; in a paragraph of its own.

    A button with the bare address under it in HTML, the label and the address in text.
    """
    mark = context[MARK]
    return f"{mark}{url} {label}"
