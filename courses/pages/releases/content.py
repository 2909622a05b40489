"""What of a course's pages is released: as drafts have it, and as a release keeps it.

The content of a page is its revision's without what belongs to the page and not to what was
written on it: its place, its dates, its locks. Streams are lists of `type`, `value` and `id`.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Exists, OuterRef
from wagtail.fields import StreamField
from wagtail.models import Locale, Page

from courses.pages.enums import PageKind
from courses.pages.models import (
    ChapterPage,
    CoursePage,
    LessonPage,
    Release,
    Removal,
)

Content = dict[str, Any]

# What a page has and no release keeps.
NOT_RELEASED = frozenset(
    {
        "pk",
        "path",
        "depth",
        "numchild",
        "url_path",
        "translation_key",
        "locale",
        "content_type",
        "alias_of",
        "live",
        "expired",
        "has_unpublished_changes",
        "draft_title",
        "owner",
        "locked",
        "locked_at",
        "locked_by",
        "go_live_at",
        "expire_at",
        "first_published_at",
        "last_published_at",
        "latest_revision",
        "latest_revision_created_at",
        "live_revision",
        "wagtail_admin_comments",
        "comments",
        "page_ptr",
    }
)
KINDS: dict[type[Page], PageKind] = {
    CoursePage: PageKind.COURSE,
    ChapterPage: PageKind.CHAPTER,
    LessonPage: PageKind.LESSON,
}


@dataclass(frozen=True)
class Item:
    """A page of a course in its source language. `page_id` is None when the page is gone."""

    key: UUID
    kind: PageKind
    page_id: int | None
    content: Content
    hash: str

    @property
    def title(self) -> str:
        """The page's title."""
        return str(self.content.get("title", ""))


@dataclass(frozen=True)
class Draft:
    """A whole course: its pages, the course's own first, and the outline that they make."""

    items: tuple[Item, ...]
    syllabus: dict[str, Any]

    @property
    def course(self) -> Item:
        """The course's own page."""
        return self.items[0]

    def by_key(self) -> dict[UUID, Item]:
        """The pages by their keys."""
        return {item.key: item for item in self.items}

    @property
    def hash(self) -> str:
        """What the whole course is known by: two are alike when theirs are."""
        return hash_of({"outline": outline_keys(self.syllabus), "pages": _hashes(self.items)})


def _hashes(items: Iterable[Item]) -> list[list[str]]:
    return sorted([str(item.key), item.hash] for item in items)


def outline_keys(syllabus: Mapping[str, Any]) -> list[Any]:
    """Return the chapters' keys in their order, each with those of its lessons."""
    return [
        [chapter["key"], [lesson["key"] for lesson in chapter["lessons"]]]
        for chapter in syllabus["chapters"]
    ]


def chapters_of_lessons(syllabus: Mapping[str, Any]) -> dict[str, str | None]:
    """Return of each chapter and lesson of an outline the key of the chapter it stands in."""
    found: dict[str, str | None] = {}
    for chapter in syllabus["chapters"]:
        found[chapter["key"]] = None
        found.update({lesson["key"]: chapter["key"] for lesson in chapter["lessons"]})
    return found


def content_of(page: Page) -> Content:
    """Return what of a draft or a live page is released, as JSON has it."""
    return content_from(type(page), page.serializable_data())


def content_from(model: type[Page], data: Mapping[str, Any]) -> Content:
    """Return what of a revision's content is released."""
    content = {name: value for name, value in data.items() if name not in NOT_RELEASED}
    for name in stream_names(model):
        value = content.get(name)
        content[name] = json.loads(value) if isinstance(value, str) and value else value or []
    # As a JSON column gives it back: what is compared must not depend on where it was.
    return cast(Content, json.loads(json.dumps(content, cls=DjangoJSONEncoder)))


def stream_names(model: type[Page]) -> list[str]:
    """Return the names of the page's fields that are streams of blocks."""
    return [field.name for field in model._meta.get_fields() if isinstance(field, StreamField)]


def revision_content(model: type[Page], content: Mapping[str, Any]) -> Content:
    """Return released content as a revision has it: its streams as texts."""
    streams = {name: json.dumps(content.get(name) or []) for name in stream_names(model)}
    return {**content, **streams}


def hash_of(content: Any) -> str:
    """Return what a content is known by: equal for equal contents, whatever their order of keys."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def item_of(page: Page) -> Item:
    """Return a page, as this instance of it is, as an item."""
    content = content_of(page)
    return Item(page.translation_key, KINDS[type(page)], page.pk, content, hash_of(content))


def pages_of(course_page: Page) -> list[Page]:
    """Return the course, its chapters and lessons in the tree's order, without the removed.

    What is below something removed is removed with it.
    """
    is_removed = Exists(Removal.objects.filter(page=OuterRef("pk")))
    rows = (
        course_page.get_descendants(inclusive=True)
        .filter(alias_of=None)
        .annotate(is_removed=is_removed)
        .order_by("path")
    )
    closed: list[str] = []
    kept: list[Page] = []
    for row in rows:
        if row.is_removed:
            closed.append(row.path)
        if not any(row.path.startswith(path) for path in closed):
            kept.append(row)
    return kept


def drafts_of(
    pages: Iterable[Page], *, contents: Mapping[UUID, Content] | None = None
) -> list[Page]:
    """Return the newest drafts of pages as they would be released, in a fixed number of statements.

    With `contents`, by the pages' keys, as they were written down there. What they refer to is
    not looked up, so it may be gone.
    """
    return [_draft(page, (contents or {}).get(page.translation_key)) for page in _specific(pages)]


def _specific(pages: Iterable[Page]) -> list[Page]:
    rows = list(pages)
    found: dict[int, Page] = {}
    for model in KINDS:
        mine = [row.pk for row in rows if row.specific_class is model]
        for page in model.objects.filter(pk__in=mine).select_related("latest_revision", "locale"):
            found[page.pk] = page
    return [found[row.pk] for row in rows if row.pk in found]


# What of the row stays as it is, whatever a revision says.
OF_THE_ROW = (
    "pk",
    "path",
    "depth",
    "numchild",
    "url_path",
    "translation_key",
    "locale",
    "content_type_id",
    "alias_of_id",
    "live",
    "has_unpublished_changes",
    "draft_title",
    "owner_id",
    "first_published_at",
    "last_published_at",
    "latest_revision",
    "live_revision_id",
)


def _draft(page: Page, pinned: Content | None) -> Page:
    if pinned is not None:
        # A revision names its page; what a release keeps does not.
        content = {**revision_content(type(page), pinned), "pk": page.pk}
    elif page.latest_revision is not None:
        content = page.latest_revision.content
    else:
        return page
    draft = cast(Page, type(page).from_serializable_data(content, check_fks=False))
    for name in OF_THE_ROW:
        setattr(draft, name, getattr(page, name))
    return draft


def draft_item(page: Page) -> Item:
    """Return a page's newest draft as an item; `page` is its own class's."""
    if page.latest_revision is None:
        return item_of(page)
    content = content_from(type(page), page.latest_revision.content)
    return Item(page.translation_key, KINDS[type(page)], page.pk, content, hash_of(content))


def read_draft(course_page: Page, *, with_empty: bool = False) -> Draft:
    """Return the course as it would be released now.

    Lessons without a block that never were live are left out, and chapters that never were live
    with no lesson left in them; `with_empty` keeps them.
    """
    items: list[Item] = []
    chapters: list[tuple[list[Item], bool]] = []
    for page in _specific(pages_of(course_page)):
        item = draft_item(page)
        is_kept = with_empty or page.live or page.first_published_at is not None
        if item.kind is PageKind.COURSE:
            items.append(item)
        elif item.kind is PageKind.CHAPTER:
            chapters.append(([item], is_kept))
        elif is_kept or item.content["body"]:
            chapters[-1][0].append(item)
    for branch, is_kept in chapters:
        if is_kept or len(branch) > 1:
            items += branch
    return draft_of(items)


def draft_of(items: Iterable[Item]) -> Draft:
    """Return the course that these pages make: its own, and chapters each before its lessons."""
    items = tuple(items)
    chapters: list[tuple[Item, list[Item]]] = []
    for item in items:
        if item.kind == PageKind.CHAPTER:
            chapters.append((item, []))
        elif item.kind == PageKind.LESSON:
            chapters[-1][1].append(item)
    return Draft(items, {"chapters": [_chapter(item, below) for item, below in chapters]})


def _chapter(item: Item, lessons: Iterable[Item]) -> dict[str, Any]:
    return {**line_of(item), "lessons": [line_of(lesson) for lesson in lessons]}


def line_of(item: Item) -> dict[str, Any]:
    """Return what the outline says of a chapter, without its lessons, or of a lesson."""
    content = item.content
    line = {
        "key": str(item.key),
        "title": item.title,
        "summary": content.get("summary") or "",
        "slug": content["slug"],
    }
    if item.kind == PageKind.CHAPTER:
        return line
    return {
        **line,
        "minutes": content.get("duration_minutes"),
        "is_free_preview": bool(content.get("is_free_preview")),
        "is_required": bool(content.get("is_required")),
    }


def syllabus_with(syllabus: Mapping[str, Any], items: Iterable[Item]) -> dict[str, Any]:
    """Return an outline with what these items now say of themselves, in its own order."""
    by_key = {str(item.key): item for item in items}
    return {
        "chapters": [
            _chapter(by_key[chapter["key"]], [by_key[one["key"]] for one in chapter["lessons"]])
            for chapter in syllabus["chapters"]
        ]
    }


def syllabus_without(syllabus: Mapping[str, Any], keys: Iterable[UUID]) -> dict[str, Any]:
    """Return an outline without these lessons."""
    left = {str(key) for key in keys}
    return {
        "chapters": [
            {**chapter, "lessons": [one for one in chapter["lessons"] if one["key"] not in left]}
            for chapter in syllabus["chapters"]
        ]
    }


def read_release(release: Release) -> Draft:
    """Return what a release keeps of its source language."""
    rows = list(
        release.items.filter(locale=release.locale_id).select_related("content").order_by("pk")
    )
    ids = page_ids([row.page_key for row in rows], release.locale_id)
    items = tuple(
        Item(
            row.page_key,
            PageKind(row.kind),
            ids.get(row.page_key),
            row.content.content,
            row.hash,
        )
        for row in rows
    )
    return Draft(items, release.syllabus)


def page_ids(keys: Iterable[UUID], locale: int | Locale) -> dict[UUID, int]:
    """Return the primary keys of the pages that there are, by their translation keys."""
    rows = Page.objects.filter(translation_key__in=list(keys), locale=locale)
    return dict(rows.values_list("translation_key", "pk"))
