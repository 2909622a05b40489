"""Tags of the templates that show questions."""

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from courses.questions.presenting import PresentedPiece, PresentedQuestion, PresentedSpan
from courses.questions.prompts import LINE_BREAK, format_code, format_prompt, without_code_marks

register = template.Library()


@register.filter
def prompt(text: str) -> SafeString:
    """Show a prompt or an option: escaped, with its code and its line breaks."""
    return format_prompt(text)


@register.filter
def plain_prompt(text: str) -> str:
    """Show an option where there can be no markup: without the backticks around its code."""
    return without_code_marks(text)


@register.simple_tag
def text_with_blanks(question: PresentedQuestion) -> SafeString:
    """Show a text with fields in it. Made here, for every space of a text is its author's."""
    lines = (
        (format_html_join("", "{}", ((_span(question, span),) for span in line)),)
        for line in question.lines
    )
    return format_html_join(LINE_BREAK, "{}", lines)


def _span(question: PresentedQuestion, span: PresentedSpan) -> SafeString:
    inner = format_html_join("", "{}", ((_piece(question, piece),) for piece in span.pieces))
    return format_code(inner) if span.is_code else inner


def _piece(question: PresentedQuestion, piece: PresentedPiece) -> SafeString:
    if piece.blank is None:
        return format_html("{}", piece.text)
    known = {
        "name": f"q-{question.id}-{piece.blank.id}",
        "blank": piece.blank,
        "total": question.blanks,
    }
    field = render_to_string("courses/questions/blank.html", known)
    return mark_safe(field.strip())  # noqa: S308 - a template's
