"""What a person reads on a page or in a mail, and whether any of it is still English."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser

import polib
from django.conf import settings

from cms.core.catalogues import catalogue_path, upstream_path
from cms.core.message_faults import PLACEHOLDER, SAME_AS_ENGLISH
from cms.core.upstream_messages import messages_for_people

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"}
VOID |= {"track", "wbr"}
# What is not read out, or is in no language of the page: code, and lists of names of their own.
SILENT = {"script", "style", "template", "code", "svg"}
LISTS_OF_NAMES = {"language", "time_zone"}
READ_ATTRIBUTES = {"alt", "aria-label", "placeholder", "title"}
# Words that neither French nor Swahili has; no English sentence does without all of them.
ENGLISH = re.compile(
    r"\b(the|and|you|your|with|this|that|is|are|was|were|not|from|of|have|has|will|by)\b", re.I
)
LATIN = re.compile(r"[A-Za-z]{2,}")
# Names and formats that stand in Latin letters in Arabic too.
LATIN_IN_ARABIC = re.compile(
    r"\S+@\S+|https?://\S+|[A-Z][a-z]+/[\w/]+"
    r"|(?<![A-Za-z])(Fledge|HTML|PDF|JPEG|PNG|GIF|WebP|AVIF|SVG|UTC)(?![A-Za-z])"
)


@dataclass
class Text:
    """One piece of text with the language that the page says it is in."""

    words: str
    language: str
    direction: str


@dataclass
class _Element:
    tag: str
    language: str
    direction: str
    silent: bool = field(default=False)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[Text] = []
        self._open = [_Element("", "", "")]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        outer = self._open[-1]
        element = _Element(
            tag,
            given.get("lang", outer.language),
            given.get("dir", outer.direction),
            outer.silent
            or tag in SILENT
            or (tag == "select" and given.get("name") in LISTS_OF_NAMES),
        )
        for name in sorted(given):
            if name in READ_ATTRIBUTES or name.startswith("data-words"):
                self._add(given[name], element)
        if tag == "input" and given.get("type") in {"submit", "button"}:
            self._add(given.get("value", ""), element)
        if tag == "meta" and given.get("name") == "description":
            self._add(given.get("content", ""), element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].tag == tag:
                del self._open[depth:]
                return

    def handle_data(self, data: str) -> None:
        self._add(data, self._open[-1])

    def _add(self, words: str, element: _Element) -> None:
        words = " ".join(words.split())
        if words and not element.silent:
            self.texts.append(Text(words, element.language, element.direction))


def read_page(html: str) -> list[Text]:
    """Return what is shown or read out of a page, in its order."""
    reader = _Reader()
    reader.feed(html)
    return reader.texts


@cache
def _source_messages(language: str) -> tuple[frozenset[str], re.Pattern[str]]:
    """Return the English messages as they stand, and a pattern for those with placeholders."""
    sources = set()
    for path in (catalogue_path, upstream_path):
        for entry in polib.pofile(str(path(settings.BASE_DIR, language))):
            sources |= {entry.msgid, entry.msgid_plural}
    sources |= {text for _, one, many in messages_for_people() for text in (one, many)}
    translated = {
        entry.msgstr for entry in polib.pofile(str(catalogue_path(settings.BASE_DIR, language)))
    }
    sources -= SAME_AS_ENGLISH[language] | translated | {""}
    sources = {source for source in sources if LATIN.search(PLACEHOLDER.sub("", source))}
    plain = {" ".join(source.split()) for source in sources if not PLACEHOLDER.search(source)}
    patterns = [
        ".+".join(re.escape(part) for part in PLACEHOLDER.split(" ".join(source.split())))
        for source in sources
        if PLACEHOLDER.search(source) and len(LATIN.findall(PLACEHOLDER.sub("", source))) > 1
    ]
    return frozenset(plain), re.compile("|".join(sorted(patterns)))


def english_left(texts: list[Text], language: str) -> Iterator[str]:
    """Yield what is in English though the page says that it is in the language."""
    plain, pattern = _source_messages(language)
    for text in texts:
        if text.language and text.language != language:
            continue
        if text.words in plain or pattern.fullmatch(text.words) or _reads_english(text, language):
            yield text.words


def _reads_english(text: Text, language: str) -> bool:
    """Find what was never marked for translation, and so stands in no catalogue."""
    if language == "ar":
        words = PLACEHOLDER.sub("", LATIN_IN_ARABIC.sub("", text.words))
        return LATIN.search(words) is not None
    return ENGLISH.search(text.words) is not None
