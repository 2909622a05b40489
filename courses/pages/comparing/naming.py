"""Going through all that a comparison names by keys, to find these keys or to put names there."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from cms.core.chosen import LONGEST_KEY
from courses.pages.comparing.parts import Note, PageChange, PartChange, Piece, Pieces, Ref, Row

PAGE = "wagtailcore.Page"

Naming = Callable[[Piece], Piece]


def named(changes: Iterable[PageChange], naming: Naming) -> list[PageChange]:
    """Return the changes with every piece that names something passed through `naming`."""
    return [
        replace(change, parts=tuple(named_part(part, naming) for part in change.parts))
        for change in changes
    ]


def named_part(part: PartChange, naming: Naming) -> PartChange:
    """Return a part with every piece that names something passed through `naming`."""
    if not any(True for _ref in refs_of_part(part)):
        return part
    return replace(
        part,
        rows=tuple(_row(row, naming) for row in part.rows),
        parts=tuple(named_part(inner, naming) for inner in part.parts),
    )


def _row(row: Row, naming: Naming) -> Row:
    return replace(
        row,
        old=_pieces(row.old, naming),
        new=_pieces(row.new, naming),
        notes=tuple(_note(note, naming) for note in row.notes),
    )


def _pieces(pieces: Pieces | None, naming: Naming) -> Pieces | None:
    if pieces is None:
        return None
    return tuple(naming(piece) if piece.ref else piece for piece in pieces)


def _note(note: Note, naming: Naming) -> Note:
    old, new = (one and (naming(one) if one.ref else one) for one in (note.old, note.new))
    return replace(note, old=old, new=new)


def refs_of(changes: Iterable[PageChange]) -> Iterator[Ref]:
    """Yield everything that the changes name by its key."""
    for change in changes:
        for part in change.parts:
            yield from refs_of_part(part)


def refs_of_part(part: PartChange) -> Iterator[Ref]:
    """Yield everything that a part of a page names by its key."""
    for row in part.rows:
        ends = [end for note in row.notes for end in (note.old, note.new) if end]
        for piece in (*(row.old or ()), *(row.new or ()), *ends):
            if piece.ref:
                yield piece.ref
    for inner in part.parts:
        yield from refs_of_part(inner)


def named_pages(changes: Iterable[PageChange], titles: Mapping[int, str]) -> list[PageChange]:
    """Call the course's own pages by their titles: who reads the comparison reads them too."""

    def naming(piece: Piece) -> Piece:
        key = key_of(piece.ref)
        if piece.ref and piece.ref.model == PAGE and key in titles:
            return replace(piece, text=titles[key], ref=None)
        return piece

    return named(changes, naming)


def key_of(ref: Ref | None) -> Any:
    """Return a primary key as the database has it, None for what cannot be one."""
    text = str(ref.pk) if ref else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY else None
