"""Getting ready what a lesson's body shows, in as many statements for a long one as for a short."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from wagtail import blocks

from cms.core.models import SiteImage, SiteRendition
from cms.core.renditions import STANDARD_SPECS


def prepare_for_reading(body: blocks.StreamValue) -> None:
    """Fetch the renditions of every picture in `body` at once."""
    images = [value for value in _values(body) if isinstance(value, SiteImage)]
    renditions = SiteRendition.objects.filter(filter_spec__in=STANDARD_SPECS)
    prefetch_related_objects(
        images, Prefetch("renditions", queryset=renditions, to_attr="prefetched_renditions")
    )


def _values(value: Any) -> Iterator[Any]:
    """Yield every value in the tree of blocks that is not itself a tree."""
    if isinstance(value, blocks.StreamValue):
        for child in value:
            yield from _values(child.value)
    elif isinstance(value, blocks.StructValue):
        for child in value.values():
            yield from _values(child)
    elif isinstance(value, blocks.list_block.ListValue):
        for child in value:
            yield from _values(child)
    else:
        yield value
