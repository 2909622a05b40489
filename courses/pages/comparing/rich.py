"""Rich texts: paragraph by paragraph, their words, their formatting and where their links lead."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.pages.comparing.matching import Effort, Run, runs
from courses.pages.comparing.parts import Note, Piece, Ref, Row
from courses.pages.comparing.texts import (
    counterparts,
    ranges,
    readable_runs,
    shortened,
    tokens,
    words,
)

_MARKS = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "code": "code"}
_LISTS = frozenset({"ul", "ol"})
_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "div", "pre"})
# What Wagtail's editor puts at each paragraph, and nobody reads.
_PARAGRAPH_KEY = re.compile(r"\s*\bdata-block-key=\"[^\"]*\"")
ENOUGH_FOR_WORDS = 1000
_BLANK = " \t\r\n"
_LINK_MODELS = {"page": "wagtailcore.Page", "document": settings.WAGTAILDOCS_DOCUMENT_MODEL}


@dataclass(frozen=True)
class Token:
    """Some words, or one, with how they look and where they lead."""

    text: str
    marks: tuple[str, ...] = ()
    link: tuple[str, str] | None = None

    @property
    def shown_marks(self) -> tuple[str, ...]:
        """How the words are shown."""
        return (*self.marks, "link") if self.link else self.marks


@dataclass(frozen=True)
class Paragraph:
    """One block of a rich text: its kind, such as p, h2 or ol 2, and its words by their look."""

    kind: str
    tokens: tuple[Token, ...]

    def word_by_word(self) -> tuple[Token, ...]:
        """Return each word by itself."""
        return tuple(
            Token(word, stretch.marks, stretch.link)
            for stretch in self.tokens
            for word in tokens(stretch.text)
        )

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(token.text for token in self.tokens)


class _Reader(HTMLParser):
    """Reads the HTML that Wagtail stores; what it does not know is kept as it is written."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[Paragraph] = []
        self.found: list[Token] = []
        self.kind = "p"
        self.lists: list[str] = []
        self.marks: list[str] = []
        self.links: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LISTS:
            self.end_paragraph()
            self.lists.append(tag)
        elif tag in _BLOCKS:
            self.end_paragraph()
            self.kind = self._item() if tag == "li" else tag
        elif tag == "br":
            self.add("\n")
        elif tag == "hr":
            self.end_paragraph()
            self.paragraphs.append(Paragraph("hr", ()))
        elif tag == "a":
            self.links.append(_target(dict(attrs)))
        elif tag in {"embed", "img"}:
            self.add(self.get_starttag_text() or "")
        else:
            self.marks.append(_MARKS.get(tag, tag))

    def _item(self) -> str:
        depth = len(self.lists)
        return f"{self.lists[-1] if depth else 'ul'} {max(depth, 1)}"

    def handle_endtag(self, tag: str) -> None:
        mark = _MARKS.get(tag, tag)
        if tag in _LISTS:
            self.end_paragraph()
            if self.lists:
                self.lists.pop()
        elif tag in _BLOCKS:
            self.end_paragraph()
        elif tag == "a":
            if self.links:
                self.links.pop()
        elif mark in self.marks:
            self.marks.remove(mark)

    def handle_data(self, data: str) -> None:
        if data.strip(_BLANK) or self.found:
            self.add(data)

    def handle_comment(self, data: str) -> None:
        self.add(f"<!--{data}-->")

    def add(self, text: str) -> None:
        """Add words with what is in force here."""
        link = self.links[-1] if self.links else None
        token = Token(text, tuple(sorted(set(self.marks))), link)
        if self.found and _look(self.found[-1]) == _look(token):
            token = Token(self.found.pop().text + text, token.marks, link)
        self.found.append(token)

    def end_paragraph(self) -> None:
        """Begin another block; one without words leaves nothing."""
        while self.found and not (text := self.found[-1].text.rstrip(_BLANK)):
            self.found.pop()
        if self.found:
            self.found[-1] = Token(text, self.found[-1].marks, self.found[-1].link)
            self.paragraphs.append(Paragraph(self.kind, tuple(self.found)))
        self.found, self.marks, self.links = [], [], []
        self.kind = "p"


def _target(attributes: dict[str, str | None]) -> tuple[str, str]:
    kind = attributes.get("linktype") or ""
    if kind:
        return kind, attributes.get("id") or ""
    return "", attributes.get("href") or ""


def paragraphs(source: str) -> list[Paragraph]:
    """Return the blocks of a rich text in their order."""
    reader = _Reader()
    reader.feed(source)
    reader.close()
    reader.end_paragraph()
    return reader.paragraphs


def beginning(source: str) -> str:
    """Return the first words of a rich text."""
    start = source[:ENOUGH_FOR_WORDS]
    if start.rfind("<") > start.rfind(">"):
        start = start[: start.rfind("<")]
    return " ".join(paragraph.text for paragraph in paragraphs(start))


def rich_compared(old: str, new: str, effort: Effort) -> tuple[Row, ...]:
    """Return the paragraphs that changed, old beside new."""
    olds, news = paragraphs(old), paragraphs(new)
    rows: list[Row] = []
    for run in runs(olds, news, effort):
        if run.is_same:
            rows += [_same(olds[at]) for at in ranges(run)[0]]
        else:
            rows += _replaced(run, olds, news, effort)
    if any(row.what for row in rows):
        return tuple(shortened(rows, 0))
    if _PARAGRAPH_KEY.sub("", old) == _PARAGRAPH_KEY.sub("", new):
        return ()
    # People should know that something changed, even where there is nothing to be seen.
    return (
        Row((), (), "changed", notes=(Note(_("Its words are the same; hidden mark-up is not.")),)),
    )


def _same(paragraph: Paragraph) -> Row:
    side = tuple(_pieces(paragraph.tokens))
    return Row(side, side, "", None, None, paragraph.kind, paragraph.kind)


def _replaced(
    run: Run, olds: Sequence[Paragraph], news: Sequence[Paragraph], effort: Effort
) -> Iterator[Row]:
    for at, to in counterparts(run, olds, news, _words, effort):
        if at is not None and to is not None:
            yield _changed(olds[at], news[to], effort)
        elif at is not None:
            yield _alone(olds[at], "removed")
        elif to is not None:
            yield _alone(news[to], "added")


def _words(paragraph: Paragraph) -> "Counter[str]":
    return words(paragraph.text)


def _alone(paragraph: Paragraph, what: str) -> Row:
    side, notes = tuple(_pieces(paragraph.tokens)), tuple(_link_notes(paragraph.tokens, what))
    if what == "added":
        return Row(None, side, what, new_kind=paragraph.kind, notes=notes)
    return Row(side, None, what, old_kind=paragraph.kind, notes=notes)


def one_sided_rich(source: str, what: str) -> tuple[Row, ...]:
    """Return all paragraphs of a rich text that is new, or gone."""
    return tuple(_alone(paragraph, what) for paragraph in paragraphs(source))


def _changed(old: Paragraph, new: Paragraph, effort: Effort) -> Row:
    olds: list[Piece] = []
    news: list[Piece] = []
    notes: list[Note] = []
    if old.kind != new.kind:
        before, after = Piece(kind_name(old.kind), "removed"), Piece(kind_name(new.kind), "added")
        notes.append(Note(_("Kind of paragraph"), "", before, after))
    old_words, new_words = old.word_by_word(), new.word_by_word()
    texts = [token.text for token in old_words], [token.text for token in new_words]
    for run in readable_runs(*texts, effort):
        went, came = old_words[run.old_from : run.old_to], new_words[run.new_from : run.new_to]
        if run.is_same:
            olds += _pieces(went, "", came)
            news += _pieces(came, "", went)
            notes += _restyled_notes(went, came)
        else:
            olds += _pieces(went, "removed")
            news += _pieces(came, "added")
            notes += [*_link_notes(went, "removed"), *_link_notes(came, "added")]
    return Row(
        tuple(olds), tuple(news), "changed", None, None, old.kind, new.kind, notes=tuple(notes)
    )


def _pieces(
    some: Sequence[Token], what: str = "", other: Sequence[Token] | None = None
) -> Iterator[Piece]:
    """Join words that became the same and look the same; `other` is how they looked."""
    piece = Piece("")
    for place, token in enumerate(some):
        became = what
        if other is not None and _look(token) != _look(other[place]):
            became = "restyled"
        if piece.text and (piece.what, piece.marks) != (became, token.shown_marks):
            yield piece
            piece = Piece("")
        piece = Piece(piece.text + token.text, became, token.shown_marks)
    if piece.text:
        yield piece


def _look(token: Token) -> tuple[tuple[str, ...], tuple[str, str] | None]:
    return token.marks, token.link


def _restyled_notes(old: Sequence[Token], new: Sequence[Token]) -> Iterator[Note]:
    """Say of words that stayed which became bold, or lead elsewhere."""
    for went, came in _stretches(old, new):
        first, now = went[0], came[0]
        about = "".join(token.text for token in came).strip()
        for mark in sorted(set(now.marks) - set(first.marks)):
            yield Note(_("Now %(look)s") % {"look": mark_name(mark)}, about)
        for mark in sorted(set(first.marks) - set(now.marks)):
            yield Note(_("No longer %(look)s") % {"look": mark_name(mark)}, about)
        if first.link != now.link:
            yield _link_note(about, first.link, now.link)


def _stretches(
    old: Sequence[Token], new: Sequence[Token]
) -> Iterator[tuple[list[Token], list[Token]]]:
    went: list[Token] = []
    came: list[Token] = []
    for one, other in zip(old, new, strict=True):
        if went and (_look(one), _look(other)) != (_look(went[-1]), _look(came[-1])):
            if _look(went[0]) != _look(came[0]):
                yield went, came
            went, came = [], []
        went.append(one)
        came.append(other)
    if went and _look(went[0]) != _look(came[0]):
        yield went, came


def _link_notes(some: Iterable[Token], what: str) -> Iterator[Note]:
    """Say where the links in words that came or went lead."""
    text, link = "", None
    for token in [*some, Token("")]:
        if link is not None and token.link != link:
            ends = (None, link) if what == "added" else (link, None)
            yield _link_note(text.strip(), *ends)
            text = ""
        link = token.link
        text = text + token.text if link is not None else ""


def _link_note(about: str, old: tuple[str, str] | None, new: tuple[str, str] | None) -> Note:
    label = _("Link changed") if old and new else _("Link added") if new else _("Link removed")
    ends = (old and _link_piece(old, "removed"), new and _link_piece(new, "added"))
    return Note(label, about, *ends)


def _link_piece(link: tuple[str, str], what: str) -> Piece:
    kind, target = link
    if kind in _LINK_MODELS:
        return Piece(target, what, ref=Ref(_LINK_MODELS[kind], target))
    return Piece(f"{kind}: {target}" if kind else target, what)


def mark_name(mark: str) -> str:
    """Return what a formatting is called."""
    names = {
        "bold": pgettext("formatting of words", "bold"),
        "italic": pgettext("formatting of words", "italic"),
        "code": pgettext("formatting of words", "code"),
    }
    return names.get(mark, mark)


def kind_name(kind: str) -> str:
    """Return what a kind of paragraph is called."""
    name, _space, depth = kind.partition(" ")
    if name in _LISTS:
        label = _("numbered list") if name == "ol" else _("bulleted list")
        return (
            label
            if depth == "1"
            else _("%(list)s, level %(level)s") % {"list": label, "level": depth}
        )
    if re.fullmatch(r"h[1-6]", name):
        return _("heading of level %(level)s") % {"level": name[1]}
    return {"p": _("paragraph"), "hr": _("line between two parts")}.get(name, name)
