"""Bodies of lessons as they are stored."""

import uuid
from typing import Any

from courses.pages.enums import PageKind
from courses.pages.releases.content import Draft, Item, draft_of, hash_of

COURSE, CHAPTER, LESSON, OTHER = (uuid.UUID(int=number) for number in range(1, 5))


def block_id(number: int) -> str:
    return str(uuid.UUID(int=1000 + number))


def block(kind: str, value: Any, number: int = 1) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": block_id(number)}


def item(value: Any, number: int) -> dict[str, Any]:
    return block("item", value, number)


def option(text: str, number: int, *, is_right: bool = False) -> dict[str, Any]:
    return item({"text": text, "feedback": "", "is_right": is_right}, number)


def choice(prompt: str = "How fast?", number: int = 50, **fields: Any) -> dict[str, Any]:
    value = {
        "prompt": prompt,
        "options": [option("Slow", 60), option("Fast", 61, is_right=True)],
        "points": 1,
        "explanation": "",
        **fields,
    }
    return block("single_choice", value, number)


def quiz(*questions: dict[str, Any], number: int = 1, **fields: Any) -> dict[str, Any]:
    value = {
        "title": "Check yourself",
        "questions": list(questions) or [choice()],
        "pass_mark_percent": 80,
        "attempts": None,
        "is_required": True,
        **fields,
    }
    return block("quiz", value, number)


def text(words: str = "Water runs.", number: int = 2) -> dict[str, Any]:
    return block("text", f"<p>{words}</p>", number)


def page(key: uuid.UUID, kind: PageKind, **content: Any) -> Item:
    content = {"title": str(kind), "slug": str(kind), **content}
    return Item(key, kind, key.int, content, hash_of(content))


def course(*body: dict[str, Any], other: list[dict[str, Any]] | None = None) -> Draft:
    """Return a course with one lesson of this body, and a second one where `other` is given."""
    items = [page(COURSE, PageKind.COURSE), page(CHAPTER, PageKind.CHAPTER)]
    items.append(page(LESSON, PageKind.LESSON, body=list(body)))
    if other is not None:
        items.append(page(OTHER, PageKind.LESSON, body=other))
    return draft_of(items)
