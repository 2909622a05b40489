"""What files, snippets and pages are called that a comparison names by their keys."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.pages.comparing.naming import PAGE, key_of, named, named_part, refs_of, refs_of_part
from courses.pages.comparing.parts import (
    Form,
    Note,
    PageChange,
    PartChange,
    Piece,
    Ref,
    Row,
)


def describe(changes: Iterable[PageChange]) -> list[PageChange]:
    """Return the changes with the names of all that they name by keys.

    Takes one statement for each kind of thing. Pages outside the course are called by their
    titles only when they are live: a draft of somebody else's must not be known by its key.
    """
    changes = list(changes)
    names = _names(refs_of(changes))
    described = named(changes, lambda piece: _named(piece, names))
    return [replace(one, parts=tuple(_told_apart(part) for part in one.parts)) for one in described]


def describe_parts(parts: Iterable[PartChange]) -> tuple[PartChange, ...]:
    """Return the parts of one page with the names of all that they name by keys."""
    parts = tuple(parts)
    names = _names(ref for part in parts for ref in refs_of_part(part))
    return tuple(
        _told_apart(named_part(part, lambda piece: _named(piece, names))) for part in parts
    )


def _names(refs: Iterable[Ref]) -> dict[tuple[str, int], str]:
    wanted: dict[str, set[int]] = defaultdict(set)
    for ref in refs:
        key = key_of(ref)
        if key is not None:
            wanted[ref.model].add(key)
    return {(model, key): name for model in wanted for key, name in _fetched(model, wanted[model])}


def _fetched(model: str, keys: set[int]) -> list[tuple[int, str]]:
    if model == PAGE:
        pages: Any = Page.objects  # which Wagtail's types take for pages without titles
        return list(pages.filter(pk__in=keys, live=True).values_list("pk", "title"))
    found: Any = apps.get_model(model)._default_manager.in_bulk(keys)
    return [(key, str(one)) for key, one in found.items()]


def _named(piece: Piece, names: dict[tuple[str, int], str]) -> Piece:
    if piece.ref is None:
        return piece
    name = names.get((piece.ref.model, key_of(piece.ref) or 0))
    if name is None:
        name = _("a page that is not live") if piece.ref.model == PAGE else _("deleted since")
    return replace(piece, text=name)


def _told_apart(part: PartChange) -> PartChange:
    """Say where a file gave way to another one of the same name."""
    rows = tuple(map(_row, part.rows)) if part.form == Form.VALUE else part.rows
    return replace(part, rows=rows, parts=tuple(_told_apart(inner) for inner in part.parts))


def _row(row: Row) -> Row:
    if not row.old or not row.new or row.old[0].ref is None:
        return row
    if row.old[0].text != row.new[0].text:
        return row
    return replace(row, notes=(*row.notes, Note(_("Another one of the same name"))))
