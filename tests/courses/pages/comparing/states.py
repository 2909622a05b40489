"""States of a course made of plain data, and what a comparison says of them in few words."""

from uuid import UUID

from courses.pages.comparing import compare
from courses.pages.enums import PageKind
from courses.pages.releases.content import Draft, Item, hash_of

COURSE = UUID(int=1)
LESSON = {
    "title": "Float",
    "slug": "float",
    "summary": "",
    "duration_minutes": None,
    "is_free_preview": False,
    "is_required": True,
    "body": [],
}


def item(number, kind, content):
    return Item(UUID(int=number), kind, number, content, hash_of(content))


def lesson(number, **fields):
    return item(number, PageKind.LESSON, {**LESSON, "title": f"Lesson {number}", **fields})


def course(*chapters, **fields):
    """Return a course; each chapter is its number and its lessons, numbers or items."""
    items = [item(1, PageKind.COURSE, {"title": "Rivers", "slug": "rivers", **fields})]
    outline = []
    for number, lessons in chapters:
        title = f"Chapter {number}"
        items.append(item(number, PageKind.CHAPTER, {"title": title, "slug": f"c{number}"}))
        mine = [lesson(one) if isinstance(one, int) else one for one in lessons]
        items += mine
        rows = [{"key": str(one.key), "title": one.title} for one in mine]
        outline.append({"key": str(UUID(int=number)), "title": title, "lessons": rows})
    return Draft(tuple(items), {"chapters": outline})


def with_body(*blocks):
    """Return a course of one lesson; a block is its type, its value and maybe its id."""
    rows = [
        {"type": block[0], "value": block[1], "id": block[2] if len(block) > 2 else str(place)}
        for place, block in enumerate(blocks)
    ]
    return course((2, [lesson(3, body=rows)]))


def blocks_compared(old, new):
    """Compare two bodies of one lesson: the parts that changed."""
    changes = compare(with_body(*old), with_body(*new))
    return changes[0].parts if changes else ()


def said(pieces):
    """Write pieces with what came in braces, what went in brackets and what looks else in bars."""
    signs = {"added": "{%s}", "removed": "[%s]", "restyled": "|%s|", "": "%s"}
    return "".join(signs[piece.what] % piece.text for piece in pieces)


def rows_of(part):
    """Write the rows of a part: both sides, or how many lines are left out."""
    return [
        row.skipped
        or (
            None if row.old is None else said(row.old),
            None if row.new is None else said(row.new),
        )
        for row in part.rows
    ]


def leaves(parts, path=""):
    """Yield every changed value below the parts: where it stands and its rows."""
    for part in parts:
        number = "" if part.number is None or not path else f" {part.number}"
        name = f"{path}{part.label}{number}"
        if part.move:
            yield f"{name}: {part.move.old_place} to {part.move.new_place}"
        if part.what in {"added", "removed"} and part.number is not None:
            yield f"{name}: {part.what}"
        for row in rows_of(part) if part.rows else ():
            yield name, row
        yield from leaves(part.parts, f"{name} / ")


def found(old, new):
    return list(leaves(blocks_compared(old, new)))
