"""Values for streams of blocks, made of the definitions: a word in every field that takes words.

A block or a field that is added tomorrow is planted as well, or stops the planting with "no canary
for ..." until somebody says below what is to be put into it.
"""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.forms import CharField
from wagtail import blocks
from wagtail.blocks import field_block
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.coreutils import resolve_model_string
from wagtail.fields import StreamField
from wagtail.models import Page

# What readers get of a question. Whatever else it has is hidden: a new field is until it is here.
SHOWN_OF_QUESTIONS = (
    "prompt",
    "unit",
    "options[].text",
    "blanks.choice.options[].text",
    "pairs[].left",
    "pairs[].right",
    "distractors[]",
    "items[].text",
)
# The text around blanks is shown, but what the blanks are called may tell what is right.
SHOWN_TEXTS = ("fill_blanks.text",)
# Takes letters, but only such as stand for numbers of lines.
WITHOUT_WORDS = ("code.highlighted_lines",)
NUMBERS = (
    ".number.answer",
    ".number.tolerance",
    ".number.relative_tolerance_percent",
)
ADDRESSES = {
    "ProviderAddressBlock": "https://www.youtube.com/watch?v={}",
    "WebAddressBlock": "https://example.org/{}",
    "URLBlock": "https://example.org/{}",
}
# Blocks that are one thing or another: what each of several has in the place of a word.
VARIANTS: dict[str, list[dict[str, Any]]] = {
    "VideoBlock": [{"address": ""}, {"video": None}],
}
NO_WORDS = (
    blocks.StaticBlock,
    field_block.BooleanBlock,
    field_block.ChoiceBlock,
    field_block.IntegerBlock,
    field_block.ChooserBlock,
)

# Gives a new word for the place, which is hidden from readers or not; also a number.
Mint = Callable[..., str]


class NoCanaryError(AssertionError):
    """A field that nobody said how to plant."""


class Planter:
    """Makes values. `chosen` has what each chooser gets, by its model."""

    def __init__(self, mint: Mint, chosen: Mapping[type, int]) -> None:
        self.mint = mint
        self.chosen = chosen

    def streams(self, page: Page) -> None:
        """Put a word into every field of every stream of the page."""
        for field in page._meta.get_fields():
            if isinstance(field, StreamField):
                self.stream(page, field)

    def stream(self, page: Page, field: StreamField) -> None:
        raw = self.value(field.stream_block, f"{type(page).__name__}.{field.name}")
        value = blocks.StreamValue(field.stream_block, raw, is_lazy=True)
        setattr(page, field.name, value)

    def value(self, block: Any, path: str) -> Any:
        """Return a value of a block as it is kept."""
        if isinstance(block, TypedTableBlock):
            return self.table(block, path)
        if isinstance(block, blocks.StreamBlock):
            return [
                {"type": name, "value": value, "id": str(uuid.uuid4())}
                for name, child in block.child_blocks.items()
                for value in self.values(child, f"{path}.{name}")
            ]
        if isinstance(block, blocks.ListBlock):
            return self.items(block, path)
        if isinstance(block, blocks.StructBlock):
            return self.struct(block, path, {})
        return self.leaf(block, path)

    def values(self, block: Any, path: str) -> list[Any]:
        """Return as many values as it takes to fill every field once."""
        variants = VARIANTS.get(type(block).__name__)
        if not variants:
            return [self.value(block, path)]
        return [self.struct(block, path, without) for without in variants]

    def struct(self, block: Any, path: str, without: Mapping[str, Any]) -> dict[str, Any]:
        value = dict(without)
        for name, child in block.child_blocks.items():
            if name not in without:
                value[name] = self.value(child, f"{path}.{name}")
        if "blanks" in value:
            marks = " ".join(f"[[{one['value']['name']}]]" for one in value["blanks"])
            value["text"] = f"{value['text']} {marks}"
        return value

    def items(self, block: Any, path: str) -> list[dict[str, Any]]:
        child = f"{path}[]"
        rows = [
            {"type": "item", "value": self.value(block.child_block, child), "id": str(uuid.uuid4())}
            for _place in range(2)
        ]
        if isinstance(rows[0]["value"], dict) and "is_right" in rows[0]["value"]:
            rows[0]["value"]["is_right"] = True
        return rows

    def table(self, block: TypedTableBlock, path: str) -> dict[str, Any]:
        names = list(block.child_blocks)
        cells = [self.value(block.child_blocks[name], f"{path}.{name}") for name in names]
        return {
            "caption": self.word(f"{path}.caption"),
            "columns": [
                {"type": name, "heading": self.word(f"{path}.{name}.heading")} for name in names
            ],
            "rows": [{"values": cells}],
        }

    def leaf(self, block: Any, path: str) -> Any:
        """Return the value of a field: a word, where it takes any."""
        if isinstance(block, NO_WORDS) or path.endswith(WITHOUT_WORDS):
            return self.wordless(block, path)
        if isinstance(block, field_block.DecimalBlock) or path.endswith(NUMBERS):
            return self.mint(path, is_hidden(path), number=True)
        if isinstance(block, field_block.RichTextBlock):
            return f"<p>{self.word(path)}</p>"
        for kind in type(block).__mro__:
            if kind.__name__ in ADDRESSES:
                return ADDRESSES[kind.__name__].format(self.word(path))
        if isinstance(getattr(block, "field", None), CharField):
            return self.word(path)
        raise NoCanaryError(f"no canary for {path} ({type(block).__name__})")

    def word(self, path: str) -> str:
        return self.mint(path, is_hidden(path))

    def wordless(self, block: Any, path: str) -> Any:
        if path.endswith(WITHOUT_WORDS):
            return "1"
        if isinstance(block, blocks.StaticBlock):
            return None
        if isinstance(block, field_block.ChooserBlock):
            model = resolve_model_string(block.target_model)
            if model not in self.chosen:
                raise NoCanaryError(f"no canary for {path}: no {model} to choose")
            return self.chosen[model]
        if isinstance(block, field_block.BooleanBlock):
            return False
        if isinstance(block, field_block.IntegerBlock):
            return max(1, block.field.min_value or 1)
        return next(value for value, _label in block.field.choices if value)


def is_hidden(path: str) -> bool:
    """Say whether readers of the page never get what stands there."""
    _page, within, field = path.partition(".questions.")
    is_shown = field in SHOWN_TEXTS or field.partition(".")[2] in SHOWN_OF_QUESTIONS
    return bool(within) and not is_shown
