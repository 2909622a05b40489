"""Showing what changed. Every text comes from people: all of it is escaped here."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from courses.pages.comparing.parts import PageChange, Piece, Pieces, Row
from courses.pages.comparing.rich import kind_name
from courses.pages.comparing.summing import in_few_words

register = template.Library()

_ELEMENTS = {"bold": "strong", "italic": "em", "code": "code"}


@register.filter
def pieces(side: Pieces | None) -> SafeString:
    """Show one side of a row: what went and what came is marked, also for screen readers."""
    return format_html_join("", "{}", ((_piece(piece),) for piece in side or ()))


def _piece(piece: Piece) -> SafeString:
    html = format_html("{}", piece.text)
    for mark in piece.marks:
        if mark in _ELEMENTS:
            html = format_html("<{0}>{1}</{0}>", _ELEMENTS[mark], html)
        elif mark == "link":
            html = format_html('<span class="change-link">{}</span>', html)
    if piece.what == "removed":
        return format_html("<del>{}{}</del>", _unseen(_("[removed:]")), html)
    if piece.what == "added":
        return format_html("<ins>{}{}</ins>", _unseen(_("[added:]")), html)
    if piece.what == "restyled":
        return format_html('<span class="change-look">{}</span>', html)
    return html


def _unseen(text: str) -> SafeString:
    return format_html('<span class="w-sr-only">{} </span>', text)


@register.filter
def together(row: Row) -> Pieces:
    """Return a list in one: what went, then all that is there now."""
    went = [piece for piece in row.old or () if piece.what]
    return (*went, *(row.new or ()))


@register.filter
def alone(piece: Piece) -> Pieces:
    """Return a piece as a side of its own."""
    return (piece,)


@register.filter
def paragraph_kind(kind: str) -> str:
    """Return what a kind of paragraph is called."""
    return kind_name(kind) if kind else ""


@register.filter
def few_words(change: PageChange) -> str:
    """Return what changed on a page in a few words."""
    return in_few_words(change)
