"""Makes the demo course, once: who deleted or changed it does not find it made again."""

import json
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from django.core.files import File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from wagtail.fields import StreamField
from wagtail.models import Collection, Locale, Page

from cms.accounts.models import User
from cms.core.models import SiteDocument, SiteImage
from courses.media.services import add_audio, add_video
from courses.outline.models import Category, Course
from courses.pages.enums import Level
from courses.pages.models import (
    ChapterPage,
    CoursePage,
    CourseWorkspace,
    InstructorPage,
    LessonPage,
)
from courses.pages.services import (
    add_chapter,
    add_lesson,
    create_course,
    publish_course,
    rename_page,
)
from demo import words
from demo.waiting import ensure_waiting_course
from demo.words import Block, Chapter, Lesson, Material

__all__ = ["ensure_demo_course", "ensure_waiting_course"]

FILES = Path(__file__).resolve().parent / "files"
# By this a later start knows the course, whatever its title is by then.
KEY = UUID("5f1c2a86-7d0b-4f55-9a6e-2b1f0c8e4d37")


@transaction.atomic
def ensure_demo_course(owner: User) -> bool:
    """Make the course and say so; False where it stands, or stood and was deleted."""
    if Course.objects.filter(key=KEY).exists():
        return False
    category = Category.objects.filter(slug="earth-and-sky", locale=Locale.get_default()).first()
    course = create_course(words.TITLE, category=category, owner=owner, key=KEY)
    # Read anew: what the owner may do was remembered before the course gave them more.
    owner = User.objects.get(pk=owner.pk)
    collection = CourseWorkspace.objects.get(course__key=KEY).collection
    material = Material()
    _add_files(material, collection, owner)
    lessons = _add_outline(course, material, owner)
    _describe(course, collection, owner)
    for lesson, page in lessons:
        page.body = _stream(page, "body", lesson.blocks(material))
        page.save_revision(user=owner, log_action=False)
    publish_course(course, by=owner)
    _introduce(owner)
    return True


def _add_files(material: Material, collection: Any, owner: User) -> None:
    material.images["cross-section"] = _add_image(
        "Cross-section of a stream", "cross-section.png", collection, owner
    ).pk
    for code, title, name in (
        ("field-sheet", "Field sheet for ten floats", "field-sheet.pdf"),
        ("readings", "Readings of our beck", "readings.csv"),
    ):
        with (FILES / name).open("rb") as file:
            document = SiteDocument(
                title=title, file=File(file, name), collection=collection, uploaded_by_user=owner
            )
            document._set_document_file_metadata()
            document.save()
        material.documents[code] = document.pk
    video = add_video(
        _upload("drifting-float.mp4", "video/mp4"),
        title="An orange between two strings",
        collection=collection,
        by=owner,
    )
    video.nothing_is_spoken = True
    video.save(update_fields=["nothing_is_spoken"])
    material.video = video.pk
    material.audio = add_audio(
        _upload("beck.mp3", "audio/mpeg"),
        title="A beck over stones",
        collection=collection,
        by=owner,
        transcript="Nobody speaks. Water runs over stones, evenly, for ten seconds.",
    ).pk


def _add_image(title: str, name: str, collection: Collection, owner: User) -> SiteImage:
    with (FILES / name).open("rb") as file:
        image = SiteImage(
            title=title, file=File(file, name), collection=collection, uploaded_by_user=owner
        )
        image._set_image_file_metadata()
        image.save()
    return image


def _upload(name: str, kind: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, (FILES / name).read_bytes(), kind)


def _add_outline(
    course: CoursePage, material: Material, owner: User
) -> list[tuple[Lesson, LessonPage]]:
    """Make chapters and lessons, of which the first of each is there already."""
    made = []
    for chapter in words.CHAPTERS:
        chapter_page = _chapter_page(course, chapter, owner)
        for lesson in chapter.lessons:
            page = _lesson_page(course, chapter_page, lesson, owner)
            page.summary = lesson.summary
            page.duration_minutes = lesson.minutes
            page.is_free_preview = lesson.is_free
            material.lessons[lesson.code] = page.pk
            made.append((lesson, page))
    return made


def _chapter_page(course: CoursePage, chapter: Chapter, owner: User) -> ChapterPage:
    first = course.get_children().first()
    if chapter is words.CHAPTERS[0] and first is not None:
        page = rename_page(course, first.pk, chapter.title, by=owner)
    else:
        page = add_chapter(course, chapter.title, by=owner)
    page.summary = chapter.summary
    page.save_revision(user=owner, log_action=False)
    return page


def _lesson_page(
    course: CoursePage, chapter_page: ChapterPage, lesson: Lesson, owner: User
) -> LessonPage:
    first = Page.objects.get(pk=chapter_page.pk).get_children().first()
    if lesson is words.CHAPTERS[0].lessons[0] and first is not None:
        return rename_page(course, first.pk, lesson.title, by=owner)
    return add_lesson(chapter_page, lesson.title, by=owner)


def _describe(course: CoursePage, collection: Any, owner: User) -> None:
    course.promise = words.PROMISE
    course.about = words.ABOUT
    course.outcomes = _stream(course, "outcomes", [("item", line) for line in words.OUTCOMES])
    course.requirements = _stream(
        course, "requirements", [("item", line) for line in words.REQUIREMENTS]
    )
    course.faq = _stream(
        course,
        "faq",
        [("item", {"question": question, "answer": answer}) for question, answer in words.FAQ],
    )
    course.level = Level.BEGINNER
    course.spoken_languages = ["en"]
    course.cover = _add_image("A stream between hills", "cover.png", collection, owner)
    course.save_revision(user=owner, log_action=False)


def _stream(page: Page, name: str, blocks: list[Block]) -> Any:
    """Return blocks as the field holds them."""
    field = cast(StreamField, page._meta.get_field(name))
    raw = json.dumps([{"type": kind, "value": value} for kind, value in blocks])
    stream = field.to_python(raw)
    # A stream that nobody looked into is kept as it came, with items of lists that have no ids.
    list(stream)
    return stream


def _introduce(owner: User) -> None:
    """Publish the instructor's page, unless somebody wrote it before."""
    page = InstructorPage.objects.filter(user=owner, live=False, headline="").first()
    if page is not None:
        page.headline = words.HEADLINE
        page.bio = words.BIO
        page.save_revision(user=owner).publish(user=owner, skip_permission_checks=True)
