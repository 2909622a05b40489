"""The fields of a page, each by its own kind."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from wagtail.fields import RichTextField, StreamField

from courses.pages.comparing.blocks import (
    ABSENT,
    Difference,
    compare_items,
    compare_value,
    part_of,
    rich_difference,
    sided,
    text_difference,
    tick_difference,
    value_difference,
)
from courses.pages.comparing.matching import Effort
from courses.pages.comparing.parts import Form, PartChange, Piece, Ref, Row
from courses.pages.comparing.texts import PROSE
from courses.pages.comparing.values import chosen, referred, spoken
from courses.pages.fields import LanguagesField, spoken_language_choices

# The stream whose blocks are parts of the page by themselves.
BODY = "body"


def compare_fields(
    model: type[models.Model], old: Any, new: Any, effort: Effort
) -> tuple[tuple[PartChange, ...], int]:
    """Return what changed of a page's fields and blocks, and how many blocks are as they were.

    Either content may be `ABSENT`: then all that the other one says came, or went.
    """
    contents = [{} if content is ABSENT else content for content in (old, new)]
    parts: list[PartChange] = []
    unchanged = 0
    for name in _in_order(model, [*contents[0], *contents[1]]):
        before, after = (ABSENT if one is ABSENT else one.get(name) for one in (old, new))
        field = _field(model, name)
        if name == BODY and isinstance(field, StreamField):
            found, unchanged = compare_items(field.stream_block, before, after, effort)
            parts += [replace(part, field=name) for part in found]
            continue
        difference = _compare_field(field, before, after, effort)
        if difference is not None:
            parts.append(part_of(difference, sided(old, new), _label(field, name), field=name))
    return tuple(parts), unchanged


def _in_order(model: type[models.Model], names: Iterable[str]) -> list[str]:
    """Return the names as the model has its fields, the body last; then what it does not have."""
    places = {field.name: place for place, field in enumerate(model._meta.get_fields())}
    # What belongs to every page comes after what says what this one is about; the title first.
    own = {field.name for field in model._meta.local_fields + model._meta.local_many_to_many}

    def order(name: str) -> tuple[bool, bool, bool, int]:
        return name == BODY, name != "title", name not in own, places.get(name, len(places))

    return sorted(dict.fromkeys(names), key=order)


def _field(model: type[models.Model], name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _label(field: Any, name: str) -> str:
    return capfirst(str(getattr(field, "verbose_name", "") or name.replace("_", " ")))


def _compare_field(field: Any, old: Any, new: Any, effort: Effort) -> Difference | None:
    if old == new:
        return None
    if isinstance(field, StreamField):
        return compare_value(field.stream_block, old, new, effort)
    if isinstance(field, RichTextField):
        return rich_difference(old, new, effort)
    if isinstance(field, models.BooleanField):
        return tick_difference(old, new, bool(field.get_default()))
    if isinstance(field, models.CharField | models.TextField) and not field.choices:
        return text_difference(old, new, effort, PROSE)
    return _compare_values(field, old, new)


def _compare_values(field: Any, old: Any, new: Any) -> Difference | None:
    before, after = (None if value is ABSENT else value for value in (old, new))
    if isinstance(field, models.ManyToManyField | LanguagesField):
        return _list_difference(_listed(field, before), _listed(field, after))
    return value_difference(_value(field, before), _value(field, after))


def _value(field: Any, value: Any) -> Piece | None:
    if isinstance(field, models.ForeignKey):
        return referred(value, field.related_model._meta.label)
    choices = list(field.flatchoices) if getattr(field, "choices", None) else []
    text = chosen(value, choices) if choices else spoken(value)
    return Piece(text) if text else None


def _listed(field: Any, value: Any) -> list[Piece]:
    values = value if isinstance(value, list) else []
    if isinstance(field, models.ManyToManyField):
        model = field.related_model._meta.label
        return [Piece(str(key), ref=Ref(model, key)) for key in values]
    names = dict(spoken_language_choices())
    return [Piece(names.get(str(code), str(code))) for code in values]


def _list_difference(old: list[Piece], new: list[Piece]) -> Difference | None:
    """Return all of the new list, what came and went marked in both; its order says nothing."""
    went = tuple(replace(one, what="removed" if one not in new else "") for one in old)
    came = tuple(replace(one, what="added" if one not in old else "") for one in new)
    if not any(piece.what for piece in (*went, *came)):
        return None
    return Difference(Form.LIST, rows=(Row(went or None, came or None, "changed"),))
