"""Files that a form's blocks name, in one statement for each kind of file.

Wagtail's choosers ask three times for every file that is posted: a lesson of 40 pictures takes
120 statements to save. Here the first chooser asks for all that the form may mean.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, cast

from django.core.signals import request_finished, request_started
from django.db.models import Model
from wagtail.blocks.field_block import ChooserBlock

# A key's digits at most; whatever is longer is something else.
LONGEST_KEY = 18


def _key(value: Any) -> int | None:
    text = str(value) if isinstance(value, str | int) else ""
    is_key = len(text) <= LONGEST_KEY and text.isascii() and text.isdigit()
    return int(text) if is_key else None


class ChosenFiles:
    """The objects behind the keys in one posted form."""

    def __init__(self) -> None:
        self.keys: set[int] = set()
        self.found: dict[type[Model], dict[int, Model | None]] = {}

    def note(self, data: Mapping[str, Any], prefix: str) -> None:
        """Remember whatever could be a key; what is none finds nothing."""
        values = (data.get(name) for name in data if name.startswith(prefix))
        self.keys.update(key for value in values if (key := _key(value)) is not None)

    def get(self, model: type[Model], key: int) -> Model | None:
        """Return the object; the first time, fetch what all keys mean."""
        known = self.found.setdefault(model, {})
        if key not in known:
            self.keys.add(key)
            new = self.keys - known.keys()
            # What every place shows with such a file, such as the words of a video.
            also = getattr(model, "shown_with", ())
            found = model._default_manager.prefetch_related(*also).in_bulk(new)
            known.update({one: found.get(one) for one in new})
        return known[key]


_of_request: ContextVar[ChosenFiles | None] = ContextVar("chosen_files", default=None)


def _begin(**kwargs: Any) -> None:
    _of_request.set(ChosenFiles())


def _end(**kwargs: Any) -> None:
    _of_request.set(None)


def connect() -> None:
    """Begin and end with every request."""
    request_started.connect(_begin, dispatch_uid="cms_core.chosen.begin")
    request_finished.connect(_end, dispatch_uid="cms_core.chosen.end")


def note_form(data: Mapping[str, Any], prefix: str) -> None:
    """Have the files that a stream's form names fetched together. Outside a request: nothing."""
    known = _of_request.get()
    if known is not None:
        known.note(data, prefix)


# Files of streams that are read one after the other.
_of_reading: ContextVar[ChosenFiles | None] = ContextVar("chosen_files_of_reading", default=None)


@contextmanager
def read_together(keys: Iterable[int]) -> Iterator[None]:
    """Have the files with these keys fetched once for all streams that are read meanwhile.

    Wagtail asks once for each kind of block in each stream: for seventy lessons hundreds of times.
    """
    known = ChosenFiles()
    known.keys.update(keys)
    token = _of_reading.set(known)
    try:
        yield
    finally:
        _of_reading.reset(token)


class FetchedTogetherMixin:
    """A chooser block whose posted objects are fetched together; comes before the chooser."""

    def bulk_to_python(self, values: Iterable[Any]) -> list[Any]:
        """Return the objects that a stream names, from those fetched together if there are any."""
        block, known = cast("ChooserBlock", self), _of_reading.get()
        if known is None:
            found: list[Any] = super().bulk_to_python(values)  # type: ignore[misc]  # see below
            return found
        keys = [_key(value) for value in values]
        return [None if key is None else known.get(block.model_class, key) for key in keys]

    def value_from_form(self, value: Any) -> Any:
        """Return the object that was chosen, None if it is gone."""
        block, known = cast("ChooserBlock", self), _of_request.get()
        key = _key(value)
        if known is None or key is None:
            return super().value_from_form(value)  # type: ignore[misc]  # the chooser has it
        return known.get(block.model_class, key)

    def clean(self, value: Any) -> Any:
        """Check what the field would, but that the object is there: it was fetched just now."""
        block = cast("ChooserBlock", self)
        if not isinstance(value, block.model_class):
            return super().clean(value)  # type: ignore[misc]  # the chooser has it
        block.field.run_validators(value)
        return value
