"""The examples of docs/grading.md, and questions made of their short way of writing."""

import re
from pathlib import Path
from typing import Any

PAGE = (Path(__file__).resolve().parents[4] / "docs" / "grading.md").read_text()
POINTS = 12


def rows(title: str, header: str) -> list[tuple[str, ...]]:
    """The rows of the table under a title, with the characters that it only names."""
    section = PAGE.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]
    lines = section.split(f"\n| {header} |\n", 1)[1].split("\n")[1:]
    found = []
    for line in lines:
        if not line.startswith("|"):
            break
        shown = re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), line)
        found.append(tuple(cell[1:-1] if cell != " " else "" for cell in shown.split("|")[1:-1]))
    return found


def item(item_id: str, value: Any, kind: str = "item") -> dict[str, Any]:
    return {"type": kind, "id": item_id, "value": value}


def options(written: str) -> list[dict[str, Any]]:
    """`A* B` as options, the first of them right."""
    names = [(name.rstrip("*"), name.endswith("*")) for name in written.split()]
    return [item(name, {"text": f"Option {name}", "is_right": right}) for name, right in names]


def pairs(written: str) -> dict[str, str]:
    """`1=a 2=b` as a dictionary."""
    return dict(pair.split("=", 1) for pair in written.split())


def matching(written: str, extra: str = "") -> dict[str, Any]:
    """Pairs whose ids say nothing of their sides: pair 1 is kept under p1."""
    return {
        "points": POINTS,
        "pairs": [
            item(f"p{left}", {"left": left, "right": r}) for left, r in pairs(written).items()
        ],
        "distractors": [item(f"x{text}", text) for text in extra.split()],
    }


def matched(question: dict[str, Any], written: str) -> dict[str, str]:
    """The answer that chooses these right sides."""
    ids = {pair["value"]["right"]: pair["id"] for pair in question["pairs"]}
    ids |= {extra["value"]: extra["id"] for extra in question["distractors"]}
    return {f"p{left}": ids[right] for left, right in pairs(written).items()}


def ordering(written: str, rule: str = "") -> dict[str, Any]:
    steps = [item(f"s{text}", {"text": text}) for text in written.split()]
    return {"points": POINTS, "rule": rule, "items": steps}


BLANKS = {
    "points": POINTS,
    "blanks": [
        item("b1", {"name": "one", "accepted": "faster"}, "text"),
        item("b2", {"name": "two", "answer": "0.85", "tolerance": "0.01"}, "number"),
        item(
            "b3",
            {
                "name": "three",
                "options": [
                    item("up", {"text": "up", "is_right": True}),
                    item("down", {"text": "down", "is_right": False}),
                ],
            },
            "choice",
        ),
    ],
}


def number(right: str, tolerance: str = "", percent: str = "", units: str = "") -> dict[str, Any]:
    own, *others = units.split("; ")
    return {
        "points": POINTS,
        "answer": right,
        "tolerance": tolerance,
        "relative_tolerance_percent": percent,
        "unit": own,
        "units": "\n".join(others),
    }


def short_text(accepted: str, rules: str = "") -> dict[str, Any]:
    return {
        "points": POINTS,
        "accepted": accepted,
        "case_counts": "capitals" in rules,
        "spaces_count": "spaces" in rules,
        "accents_count": "no accents" not in rules,
        "is_pattern": "pattern" in rules,
    }
