"""Tags of the templates that show questions."""

from django import template
from django.utils.safestring import SafeString

from courses.questions.prompts import format_prompt

register = template.Library()


@register.filter
def prompt(text: str) -> SafeString:
    """Show a prompt or an option: escaped, with its code and its line breaks."""
    return format_prompt(text)
