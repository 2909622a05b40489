"""Links to pages and documents in rich text, in as many statements for many as for one.

Wagtail asks three times for every link, once more for its translation. Here a text asks for all
its links together, and `prepare_links` for those of a whole lesson. What was found is kept until
the request ends, and nowhere else: outside a request every text asks for itself.

The address of a draft says what it is called: readers get none, and in the editor only those who
reach the draft.
"""

import json
import re
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.core.signals import request_finished, request_started
from django.utils.html import escape
from django.utils.translation import get_language
from wagtail.admin.rich_text.converters.html_to_contentstate import PageLinkElementHandler
from wagtail.documents import get_document_model
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.documents.rich_text.contentstate import DocumentLinkElementHandler
from wagtail.models import Locale, Page
from wagtail.rich_text.pages import PageLinkHandler

from courses.pages.walk.current import address_of, is_linked, linked_pages
from courses.pages.walls.reach import reachable_pages

LINK = re.compile(r"<a\b[^>]*\blinktype=\\?\"(page|document)\\?\"[^>]*>")
ID = re.compile(r"\bid=\\?\"(\d{1,18})\\?\"")

Attributes = dict[str, Any]


def _specific(page: Any) -> Any:
    """Return the page as what it is, its own fields unread; Wagtail would forget its language."""
    specific = page.specific_deferred
    specific.locale = page.locale
    return specific


def _note_addresses(pages: Iterable[Any]) -> None:
    """Let live chapters and lessons know where readers find them, in one statement."""
    from courses.pages.models import ChapterPage, LessonPage
    from courses.pages.releases.addresses import note_released_paths

    note_released_paths(
        page for page in pages if isinstance(page, ChapterPage | LessonPage) and page.live
    )


@dataclass
class KnownLinks:
    """Where links lead; None for what is not there."""

    pages: dict[int, Page | None] = field(default_factory=dict)
    # By language and page: the page that a reader of this language is led to.
    localized: dict[tuple[str, int], Page] = field(default_factory=dict)
    parents: dict[int, int | None] = field(default_factory=dict)
    urls: dict[int, str | None] = field(default_factory=dict)
    documents: dict[int, Any] = field(default_factory=dict)
    # Who edits, and which drafts they reach.
    editor: Any = None
    drafts: dict[int, bool] = field(default_factory=dict)

    def fetch_pages(self, keys: Iterable[int]) -> None:
        """Have these pages known, in one statement if any is new."""
        new = {key for key in keys if key not in self.pages}
        if not new:
            return
        self.pages.update(dict.fromkeys(new))
        for page in Page.objects.filter(pk__in=new).select_related("locale"):
            self.pages[page.pk] = _specific(page)
        _note_addresses(self.pages[key] for key in new)

    def fetch_localized(self, keys: Iterable[int]) -> None:
        """Have the live translations into the language of now known, in one statement."""
        keys, language = set(keys), get_language() or ""
        self.fetch_pages(keys)
        new = [self.pages[key] for key in keys if (language, key) not in self.localized]
        found = {page.pk: page for page in new if page is not None}
        self.localized.update({(language, key): page for key, page in found.items()})
        elsewhere = {
            page.translation_key: key
            for key, page in found.items()
            if page.locale.language_code != language
        }
        if not elsewhere:
            return
        translations = Page.objects.filter(
            linked_pages(), translation_key__in=elsewhere, locale=Locale.get_active()
        )
        for page in translations.select_related("locale"):
            self.localized[language, elsewhere[page.translation_key]] = _specific(page)
        _note_addresses(self.localized[language, key] for key in elsewhere.values())

    def fetch_parents(self, keys: Iterable[int]) -> None:
        """Have the keys of the pages above these known, in one statement."""
        keys = set(keys)
        self.fetch_pages(keys)
        new = [page for key in keys if key not in self.parents and (page := self.pages[key])]
        self._fetch_drafts(page.pk for page in new if not page.live)
        above = {page.pk: page.path[: -page.steplen] for page in new}
        if not above:
            return
        found = dict(Page.objects.filter(path__in=above.values()).values_list("path", "pk"))
        self.parents.update({key: found.get(path) for key, path in above.items()})

    def _fetch_drafts(self, keys: Iterable[int]) -> None:
        new = set(keys)
        if new and self.editor is not None:
            mine = reachable_pages(self.editor).filter(pk__in=new).values_list("pk", flat=True)
            self.drafts.update({key: key in mine for key in new})

    def is_shown_to_editor(self, page: Page) -> bool:
        """Say whether the editor may learn the page's address."""
        return bool(page.live or self.drafts.get(page.pk))

    def fetch_documents(self, keys: Iterable[int]) -> None:
        """Have these documents known, in one statement if any is new."""
        new = {key for key in keys if key not in self.documents}
        if new:
            found = get_document_model().objects.in_bulk(new)
            self.documents.update({key: found.get(key) for key in new})

    def url_of(self, page: Page) -> str | None:
        """Return the page's address, worked out once."""
        if page.pk not in self.urls:
            self.urls[page.pk] = address_of(page) or None
        return self.urls[page.pk]


_of_request: ContextVar[KnownLinks | None] = ContextVar("known_links", default=None)


def _begin(**kwargs: Any) -> None:
    _of_request.set(KnownLinks())


def _end(**kwargs: Any) -> None:
    _of_request.set(None)


def connect() -> None:
    """Begin and end with every request."""
    request_started.connect(_begin, dispatch_uid="courses_pages.links.begin")
    request_finished.connect(_end, dispatch_uid="courses_pages.links.end")


def _known() -> KnownLinks:
    return _of_request.get() or KnownLinks()


def prepare_links(*raw_values: Any, editor: Any = None) -> None:
    """Fetch where the links in these values lead, all together; their raw data, or texts.

    `editor` is the person whose editor shows them. Outside a request nothing is kept, so
    nothing is fetched.
    """
    known = _of_request.get()
    if known is None:
        return
    pages, documents = linked_keys(*raw_values)
    known.fetch_documents(documents)
    if editor is not None:
        known.editor = editor
        known.fetch_parents(pages)
    else:
        known.fetch_localized(pages)


def linked_keys(*raw_values: Any) -> tuple[set[int], set[int]]:
    """Return the keys of the pages and of the documents that the values link to."""
    pages: set[int] = set()
    documents: set[int] = set()
    for text in _texts(raw_values):
        for link in LINK.finditer(text):
            if key := ID.search(link.group(0)):
                (pages if link.group(1) == "page" else documents).add(int(key.group(1)))
    return pages, documents


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif value is not None:
        # Raw data are lists and dictionaries down to their texts, quotation marks escaped.
        yield json.dumps(value if isinstance(value, dict) else list(value), default=_plain)


def _plain(value: Any) -> Any:
    try:
        return list(value)
    except TypeError:
        return str(value)


def _keys(attrs_list: Iterable[Attributes]) -> list[int | None]:
    return [_key(attrs) for attrs in attrs_list]


def _key(attrs: Attributes) -> int | None:
    value = str(attrs.get("id", ""))
    return int(value) if value.isascii() and value.isdigit() else None


class BulkPageLinkHandler(PageLinkHandler):
    """Links to pages, as readers see them."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[Attributes]) -> list[str]:
        """Return the opening tags, each with the address in the reader's language."""
        known, keys, language = _known(), _keys(attrs_list), get_language() or ""
        known.fetch_localized(key for key in keys if key is not None)
        pages = [known.localized.get((language, key)) if key else None for key in keys]
        return [
            f'<a href="{escape(known.url_of(page))}">' if page and is_linked(page) else "<a>"
            for page in pages
        ]


class BulkDocumentLinkHandler(DocumentLinkHandler):
    """Links to documents, as readers see them."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[Attributes]) -> list[str]:
        """Return the opening tags."""
        known, keys = _known(), _keys(attrs_list)
        known.fetch_documents(key for key in keys if key is not None)
        found = [known.documents.get(key) if key else None for key in keys]
        return [f'<a href="{escape(one.url)}">' if one else "<a>" for one in found]


class KnownPageLinkElementHandler(PageLinkElementHandler):
    """Links to pages in the editor."""

    def get_attribute_data(self, attrs: Attributes) -> Attributes:
        """Return what the editor keeps of the link; Wagtail asks three times for each."""
        known, key = _known(), _key(attrs)
        if key is None:
            return {"id": None, "url": None, "parentId": None}
        known.fetch_parents([key])
        page = known.pages.get(key)
        if page is None or not known.is_shown_to_editor(page):
            return {"id": key, "url": None, "parentId": None}
        return {"id": key, "url": known.url_of(page), "parentId": known.parents.get(key)}


class KnownDocumentLinkElementHandler(DocumentLinkElementHandler):
    """Links to documents in the editor."""

    def get_attribute_data(self, attrs: Attributes) -> Attributes:
        """Return what the editor keeps of the link."""
        known, key = _known(), _key(attrs)
        if key is None:
            return {}
        known.fetch_documents([key])
        document = known.documents.get(key)
        if document is None:
            return {"id": key}
        return {"id": key, "url": document.url, "filename": document.filename}


def register_features(features: Any) -> None:
    """Put the handlers in the place of Wagtail's own, which must be registered by then."""
    features.register_link_type(BulkPageLinkHandler)
    features.register_link_type(BulkDocumentLinkHandler)
    for name, selector, handler in (
        ("link", 'a[linktype="page"]', KnownPageLinkElementHandler("LINK")),
        ("document-link", 'a[linktype="document"]', KnownDocumentLinkElementHandler("DOCUMENT")),
    ):
        rule = features.converter_rules_by_converter["contentstate"][name]
        reading = {**rule["from_database_format"], selector: handler}
        features.register_converter_rule(
            "contentstate", name, {**rule, "from_database_format": reading}
        )
