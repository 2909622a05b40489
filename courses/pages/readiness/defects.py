"""What is wrong with a page, in words that say what to do, and where it is mended."""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True)
class Defect:
    """One thing that keeps a page from going live.

    `code` is for programs; `field` and `block_id` say where it stands, `block_id` being empty
    for what stands in no block; `url` opens the page's editor at this place.
    """

    code: str
    message: str
    page_id: int
    page_title: str
    field: str
    block_id: str
    url: str


def editor_address(page_id: int, *place: str) -> str:
    """Return the address of the page's editor, open at the place.

    Wagtail names a place by the field and, within it, by ids of blocks and names of their fields:
    its own script scrolls to it, and `editor-place.js` opens what is folded up and puts the
    focus there.
    """
    address = reverse("wagtailadmin_pages:edit", args=[page_id])
    return f"{address}#:w:contentpath={'.'.join(place)}" if place else address
