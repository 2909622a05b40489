"""Getting ready what a lesson's body shows, in as many statements for a long one as for a short."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from wagtail import blocks

from cms.core.models import SiteImage, SiteRendition
from cms.core.renditions import STANDARD_SPECS
from courses.pages.links import prepare_links


def prepare_for_reading(body: blocks.StreamValue) -> None:
    """Fetch the renditions of every picture in `body` at once, and where its links lead."""
    prepare_links(body.raw_data)
    images = [value for value in values_of(body) if isinstance(value, SiteImage)]
    renditions = SiteRendition.objects.filter(filter_spec__in=STANDARD_SPECS)
    prefetch_related_objects(
        images, Prefetch("renditions", queryset=renditions, to_attr="prefetched_renditions")
    )


def values_of(value: Any) -> Iterator[Any]:
    """Yield every value in the tree of blocks that is not itself a tree."""
    if isinstance(value, blocks.StreamValue):
        for child in value:
            yield from values_of(child.value)
    elif isinstance(value, blocks.StructValue):
        for child in value.values():
            yield from values_of(child)
    elif isinstance(value, blocks.list_block.ListValue):
        for child in value:
            yield from values_of(child)
    else:
        yield value
