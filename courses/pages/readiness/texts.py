"""What rich texts hold: where they link to and which headings they have. Knows no database."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

# A key's digits at most.
LONGEST_KEY = 18
HEADINGS = {f"h{level}": level for level in range(1, 7)}


@dataclass
class Link:
    """One link as it is kept: to a page or document by its key, or to an address."""

    kind: str
    target: str
    words: str = ""

    @property
    def key(self) -> int | None:
        """Return the key of the page or document; None for what is no key."""
        text = self.target
        is_key = text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY
        return int(text) if is_key else None


@dataclass
class Heading:
    """One heading and its level."""

    level: int
    words: str = ""


@dataclass
class TextParts:
    """The links and headings of one rich text, in reading order."""

    links: list[Link] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)


def parts_of(source: str) -> TextParts:
    """Read a rich text as the database keeps it."""
    if "<a" not in source and "<h" not in source:
        return TextParts()
    reader = _Reader()
    reader.feed(source)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = TextParts()
        self._open: list[Link | Heading] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            given = {name: value or "" for name, value in attrs}
            kind = given.get("linktype", "")
            link = Link(kind, given.get("id" if kind else "href", "").strip())
            self.found.links.append(link)
            self._open.append(link)
        elif tag in HEADINGS:
            heading = Heading(HEADINGS[tag])
            self.found.headings.append(heading)
            self._open.append(heading)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" or tag in HEADINGS:
            kind = Link if tag == "a" else Heading
            self._open = [one for one in self._open if not isinstance(one, kind)]

    def handle_data(self, data: str) -> None:
        for one in self._open:
            one.words += data
