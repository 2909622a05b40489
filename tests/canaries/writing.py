"""Pages full of canaries: a word in every field that takes words, by what the field is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from wagtail.fields import RichTextField
from wagtail.models import Page

from tests.canaries.blocks import Mint, Planter
from tests.canaries.files import Files
from tests.canaries.people import EVERYBODY, Seers, Shelf, may_see
from tests.canaries.tokens import Canaries

# What the outline shows of a lesson to everybody, also where it is locked.
OUTLINE = ("title", "slug", "summary")
# Columns of pages that hold no words of their own.
NOT_WRITTEN = ("path", "url_path", "draft_title", "language", "spoken_languages")


@dataclass(frozen=True)
class Generation:
    """One time that a page is written: where it ends, by what readers get of it."""

    name: str
    outline: Shelf
    body: Shelf


# What readers once had, what they have, what waits for a reviewer, what was written since.
RETIRED = Generation("retired", Shelf.HIDDEN, Shelf.HIDDEN)
SUBMITTED = Generation("submitted", Shelf.HIDDEN, Shelf.HIDDEN)
LIVE_FREE = Generation("live", Shelf.OPEN, Shelf.OPEN)
LIVE_LOCKED = Generation("live", Shelf.OPEN, Shelf.LOCKED)
DRAFT_FREE = Generation("draft", Shelf.DRAFT_OPEN, Shelf.DRAFT_OPEN)
DRAFT_LOCKED = Generation("draft", Shelf.DRAFT_OPEN, Shelf.DRAFT_LOCKED)


def words_of(page: Page) -> list[models.Field]:
    """Return the fields of a page that take words of somebody's own."""
    return [
        one
        for one in page._meta.concrete_fields
        if isinstance(one, models.CharField | models.TextField)
        and not one.choices
        and one.name not in NOT_WRITTEN
        and not hasattr(one, "stream_block")
    ]


@dataclass
class Writer:
    """Writes pages of one course, or of the site where there is no course."""

    canaries: Canaries
    files: Files
    course: str = ""

    def seers(self, shelf: Shelf) -> Seers:
        return may_see(self.course, shelf) if self.course else EVERYBODY

    def write(self, page: Any, what: str, generation: Generation) -> None:
        """Put new words into all fields of the page, which is not saved."""
        where = f"{self.course or 'site'} {what} ({generation.name})"
        for one in words_of(page):
            shelf = generation.outline if one.name in OUTLINE else generation.body
            word = self.canaries.word(f"{where}: {one.name}", self.seers(shelf))
            is_rich = isinstance(one, RichTextField)
            setattr(page, one.name, f"<p>{word}</p>" if is_rich else word)
        Planter(self.mint(where, generation), self.files.chosen).streams(page)

    def mint(self, where: str, generation: Generation) -> Mint:
        def mint(path: str, is_hidden: bool, *, number: bool = False) -> str:
            shelf = Shelf.HIDDEN if is_hidden else generation.body
            make: Callable[..., str] = self.canaries.number if number else self.canaries.word
            return make(f"{where}: {path}", self.seers(shelf))

        return mint
