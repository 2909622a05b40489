"""What the outline should be, found without the code that keeps it: from what was released and
from the pages' own rows; and from what readers get over HTTP."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection
from django.test import Client
from wagtail.models import Page

from courses.outline.models import Block, Course, Lesson, LessonLanguage, Listing
from courses.outline.services import compare_outline, outline_of, refresh_outline
from courses.pages.models import BlockMove, CoursePage, LessonPage, Release, ReleaseItem

LEARNERS = """
CREATE TABLE outline_learner (
    lesson_id bigint REFERENCES courses_outline_lesson (id),
    block_id bigint REFERENCES courses_outline_block (id)
)
"""
KEEP = """
INSERT INTO outline_learner
    SELECT id, NULL FROM courses_outline_lesson
        WHERE id NOT IN (SELECT lesson_id FROM outline_learner WHERE lesson_id IS NOT NULL)
    UNION ALL SELECT NULL, id FROM courses_outline_block
        WHERE id NOT IN (SELECT block_id FROM outline_learner WHERE block_id IS NOT NULL)
"""


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


@dataclass
class Records:
    """What learners have done: rows that point at every lesson and block there ever was."""

    lessons: dict[int, UUID] = field(default_factory=dict)
    blocks: dict[int, tuple[UUID, UUID]] = field(default_factory=dict)

    def look(self):
        """See that every lesson and block is what it was, or was carried; and add the new ones."""
        lessons = dict(Lesson.objects.values_list("pk", "key"))
        rows = Block.objects.values_list("pk", "lesson__key", "block_uuid")
        blocks = {pk: (key, block) for pk, key, block in rows}
        assert self.lessons.items() <= lessons.items()
        for pk, (key, block) in self.blocks.items():
            now, same = blocks[pk]
            assert same == block
            assert now == key or now in carried_from(key, block)
        self.lessons, self.blocks = lessons, blocks
        run(KEEP)


def carried_from(lesson, block):
    """Return the lessons that a block may be in by what was moved, in however many moves."""
    moves = BlockMove.objects.filter(block_uuid=block).values_list("from_lesson", "to_lesson")
    found, before = {lesson}, set()
    while found != before:
        before = set(found)
        found |= {one for pair in moves if set(pair) & before for one in pair}
    return found


@dataclass
class Expected:
    """One course as it should be kept."""

    # Of each lesson, in order: its chapter, flags, content, blocks, and languages it is live in.
    lessons: list = field(default_factory=list)
    # Of each language: whether it is live, and then title and how many lessons and minutes.
    listings: dict = field(default_factory=dict)


def expected():
    """Return what every course should be, by its key."""
    names = ("translation_key", "locale", "pk", "path", "live", "live_revision", "title")
    rows = Page.objects.values_list(*names, "alias_of", "lessonpage__duration_minutes", named=True)
    pages = {(row.translation_key, row.locale): row for row in rows if row.alias_of is None}
    live_paths = {row.path for row in rows if row.live}
    last = {}
    for release in Release.objects.exclude(number=None).select_related("course").order_by("number"):
        last[release.course.key] = release
    owners = _owners(last)
    courses = {}
    for course in Course.objects.all():
        release = last.get(course.key)
        mine = Expected()
        places = _readable(course.key, pages, live_paths)
        if release is not None:
            mine.lessons = _lessons(course.key, release, owners, pages, places)
        mine.listings = _listings(course.key, mine.lessons, pages, places)
        courses[course.key] = mine
    return courses


def _readable(key, pages, live_paths):
    """Return the languages in which readers find the course."""

    def is_live(path):
        return all(path[:end] in live_paths for end in range(4, len(path) + 1, 4))

    return {locale for (one, locale), page in pages.items() if one == key and is_live(page.path)}


def _owners(last):
    claims = defaultdict(list)
    for key, release in last.items():
        for chapter in release.syllabus["chapters"]:
            for lesson in chapter["lessons"]:
                claims[UUID(lesson["key"])].append((key, release))
    return {
        lesson: max(those, key=lambda one: (one[1].released_at, one[1].pk))[0]
        for lesson, those in claims.items()
    }


def _lessons(key, release, owners, pages, places):
    rows = ReleaseItem.objects.filter(release=release, locale=release.locale_id)
    contents = {row.page_key: row for row in rows.select_related("content")}
    found = []
    for chapter in release.syllabus["chapters"]:
        for line in chapter["lessons"]:
            lesson, above = UUID(line["key"]), UUID(chapter["key"])
            if owners[lesson] != key:
                continue
            item = contents[lesson]
            languages = {}
            for locale in places:
                page, over = pages.get((lesson, locale)), pages.get((above, locale))
                if release.state == "live" and page and over and page.live and over.live:
                    languages[locale] = page.live_revision
            found.append(
                {
                    "key": lesson,
                    "chapter": above,
                    "flags": (line["is_required"], line["is_free_preview"]),
                    "is_live": release.locale_id in languages,
                    "hash": item.hash,
                    "blocks": [UUID(block["id"]) for block in item.content.content["body"]],
                    "languages": languages,
                }
            )
    return found


def _listings(key, lessons, pages, places):
    found = {}
    for (one, locale), page in pages.items():
        if one != key:
            continue
        if locale not in places:
            found[locale] = (page.pk, False)
            continue
        live = [pages[row["key"], locale] for row in lessons if locale in row["languages"]]
        minutes = sum(lesson.lessonpage__duration_minutes or 0 for lesson in live)
        found[locale] = (page.pk, True, page.title, len(live), minutes)
    return found


def kept():
    """Return the same of what is kept."""
    languages = defaultdict(dict)
    for row in LessonLanguage.objects.filter(is_live=True):
        languages[row.lesson_id][row.locale_id] = row.live_revision
    blocks = defaultdict(list)
    for row in Block.objects.filter(retired_at=None).order_by("position"):
        blocks[row.lesson_id].append(row.block_uuid)
    courses = {course.pk: Expected() for course in Course.objects.all()}
    for row in Lesson.objects.order_by("position"):
        if row.retired_at is not None:
            assert not row.is_live
            assert not languages[row.pk]
            continue
        courses[row.course_id].lessons.append(
            {
                "key": row.key,
                "chapter": row.chapter_key,
                "flags": (row.is_required, row.is_free_preview),
                "is_live": row.is_live,
                "hash": row.content_hash,
                "blocks": blocks[row.pk],
                "languages": languages[row.pk],
            }
        )
    for row in Listing.objects.filter(page_id__isnull=False):
        facts = (row.title, row.lessons, row.duration_minutes) if row.is_live else ()
        courses[row.course_id].listings[row.locale_id] = (row.page_id, row.is_live, *facts)
    assert not Listing.objects.filter(page_id=None, is_live=True).exists()
    keys = dict(Course.objects.values_list("pk", "key"))
    return {keys[pk]: found for pk, found in courses.items()}


def check(records, *, is_whole):
    """See that what is kept is what it should be, and if `is_whole` what a rebuild would find."""
    for course in Course.objects.order_by("pk"):
        assert not is_whole or compare_outline(course.key) == []
        assert course.asked_at is None
        has_pages = CoursePage.objects.filter(translation_key=course.key).exists()
        assert (course.retired_at is None) == has_pages
    same(kept(), expected())
    records.look()


def same(found, wanted):
    """See that both are the same; say where they are not."""
    assert found.keys() == wanted.keys()
    for key, course in found.items():
        assert course.listings == wanted[key].listings, key
        assert course.lessons == wanted[key].lessons, key


def check_rebuilt():
    """Let every row go; what a rebuild makes must be what was there."""
    before, blocks = kept(), materials()
    run("DELETE FROM outline_learner")
    for model in (Block, LessonLanguage, Lesson, Listing):
        model.objects.all().delete()
    for key in Course.objects.order_by("-pk").values_list("key", flat=True):
        refresh_outline(key)
    same(kept(), before)
    assert materials() == blocks


def materials():
    """Return of each block that is kept what is material of it."""
    rows = Block.objects.filter(retired_at=None, lesson__retired_at=None)
    names = ("lesson__key", "block_uuid", "kind", "position", "is_required", "material_hash")
    return sorted(rows.values_list(*names))


LINK = re.compile(r'href="([^"#?]+)"')


def check_over_http(user):
    """Follow the addresses as a reader: what is live answers, in the order of the outline."""
    reader = Client()
    reader.force_login(user)
    for course in CoursePage.objects.filter(alias_of=None).order_by("pk"):
        listing = Listing.objects.get(course__key=course.translation_key, locale=course.locale)
        answer = reader.get(course.get_url())
        assert answer.status_code == (200 if listing.is_live else 404), course.slug
        links = LINK.findall(answer.content.decode()) if listing.is_live else []
        lessons = [
            lesson
            for lesson in outline_of(course.translation_key).lessons
            if course.locale_id in lesson.live_in
        ]
        _check_lessons(reader, course, links, [lesson.key for lesson in lessons])


def _check_lessons(reader, course, links, wanted):
    base = course.get_url()
    lessons = LessonPage.objects.filter(locale=course.locale, alias_of=None)
    slugs = dict(lessons.filter(translation_key__in=wanted).values_list("slug", "translation_key"))
    below = [link.removeprefix(base).strip("/").split("/") for link in links if base in link]
    shown = [slugs.get(parts[1], parts[1]) for parts in below if len(parts) == 2]
    assert list(dict.fromkeys(shown)) == wanted, course.slug
    for link in {f"{base}{'/'.join(parts)}/" for parts in below if len(parts) == 2}:
        assert reader.get(link).status_code in (200, 403), link
    for page in lessons.descendant_of(course).exclude(translation_key__in=wanted):
        path = page.url_path.removeprefix(course.url_path)
        assert reader.get(f"{base}{path}").status_code in (302, 404), path
