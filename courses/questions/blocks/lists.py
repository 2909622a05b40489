"""Lists within a question, whose items have lasting ids."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.questions.blocks.keyless import KeylessMixin


class LastingListBlock(KeylessMixin, blocks.ListBlock):
    """A list in a question."""

    def get_form_state(self, value: Any) -> list[dict[str, Any]]:
        """Leave out the ids that were only just made up; the editor makes one where none is.

        The state of a new question is written into the page once: with ids in it every question
        that is added there would have the same ones.
        """
        state: list[dict[str, Any]] = super().get_form_state(value)
        for item, child in zip(state, self.normalize(value).bound_blocks, strict=True):
            if not child.original_id:
                del item["id"]
        return state


class LastingStreamBlock(KeylessMixin, blocks.StreamBlock):
    """A stream in a quiz or in a question."""

    def get_prep_value(self, value: Any) -> list[dict[str, Any]]:
        """Return what is kept, with an id for all that has none yet.

        Wagtail keeps a stream of plain data as it is until somebody looks into it, and options
        that code wrote without ids would get others each time they are read.
        """
        for _child in value or ():  # looking at it is what makes it
            pass
        prepared: list[dict[str, Any]] = super().get_prep_value(value)
        return prepared


def repeated_places(texts: Iterable[str]) -> list[int]:
    """Return the places of the texts that say what an earlier one says."""
    squeezed = [" ".join((text or "").split()) for text in texts]
    return [place for place, text in enumerate(squeezed) if text and text in squeezed[:place]]


def list_fault(message: str) -> ValidationError:
    """Return a fault of the list as a whole."""
    return ListBlockValidationError(non_block_errors=[message])


def item_faults(places: Iterable[int], field: str, message: str) -> ValidationError:
    """Return one fault for several items: at a field of each, or at the item where it has none."""
    fault = ValidationError(message)
    error = StructBlockValidationError(block_errors={field: fault}) if field else fault
    return ListBlockValidationError(block_errors=dict.fromkeys(places, error))
