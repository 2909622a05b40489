"""What runs beside the site for `tests.browser.written`: it needs Django, the tests do not."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Collection

from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.accounts.services import grant_role
from cms.accounts.services.invitations import confirm_address
from cms.core.models import SiteDocument, SiteImage
from courses.outline.models import Category, Course
from courses.pages.models import ChapterPage, CoursePage, CourseWorkspace, LessonPage
from courses.pages.services import (
    add_chapter,
    add_lesson,
    create_course,
    publish_course,
    rename_page,
    submit_course,
)
from tests.browser.people import PASSWORD
from tests.browser.written import ALTERNATIVE, OUTCOME, OUTLINE
from tests.core.upload_samples import picture

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def make_written_course(
    *,
    title: str,
    instructor: str,
    reviewer: str,
    is_ready: bool = True,
    is_live: bool = False,
    is_submitted: bool = False,
    allows_corrections: bool = False,
) -> str:
    """Make people and a course; return, as JSON, the ids of its pages and its address."""
    owner = make_person("Ida Instructor", instructor, Role.INSTRUCTOR)
    make_person("Rob Reviewer", reviewer, Role.REVIEWER)
    pages = write_course_of(owner, title, is_ready=is_ready)
    course = CoursePage.objects.get(pk=pages["course"])
    Course.objects.filter(key=course.course_key).update(allows_corrections=allows_corrections)
    # Read anew: what the owner may do was remembered before the course gave them more.
    owner = User.objects.get(pk=owner.pk)
    if is_live:
        publish_course(course, by=owner)
    if is_submitted:
        submit_course(course, by=owner)
    return json.dumps([pages, course.get_url()])


def make_person(name: str, address: str, role: Role, language: str = "en") -> User:
    """Make a confirmed person who reads the editor in the language."""
    user = User.objects.create_user(address, PASSWORD, display_name=name, language=language)
    confirm_address(user)
    for one in (Role.LEARNER, role):
        grant_role(user, one, by=None)
    return user


def write_course_of(owner: User, title: str, *, is_ready: bool = True) -> dict[str, int]:
    """Write the course as a draft; return the ids of its pages by title, its own as "course"."""
    course = create_course(title, category=Category.objects.first(), owner=owner)
    owner = User.objects.get(pk=owner.pk)
    pages = {"course": course.pk, **_add_outline(course, owner)}
    if is_ready:
        course.outcomes = [("item", OUTCOME)]
        course.save_revision(user=owner)
    _fill_first(course, pages["Flour"], owner, ALTERNATIVE if is_ready else "")
    return pages


def _add_outline(course: CoursePage, owner: User) -> dict[str, int]:
    pages = {}
    for chapter_title, lessons in OUTLINE:
        chapters = ChapterPage.objects.child_of(course)
        if chapter_title == OUTLINE[0][0]:
            chapter = rename_page(course, chapters.get().pk, chapter_title, by=owner)
        else:
            chapter = add_chapter(course, chapter_title, by=owner)
        pages[chapter_title] = chapter.pk
        for title, words in lessons:
            first = LessonPage.objects.child_of(chapter).filter(title="First lesson").first()
            if title == "Flour" and first is not None:
                lesson = rename_page(course, first.pk, title, by=owner)
            else:
                lesson = add_lesson(chapter, title, by=owner)
            lesson.is_free_preview = title == "Flour"
            lesson.body = [("text", f"<p>{words}</p>")]
            lesson.save_revision(user=owner)
            pages[title] = lesson.pk
    return pages


def _fill_first(course: CoursePage, pk: int, owner: User, alternative: str) -> None:
    """Give the first lesson a picture and a document, which a draft's reader has to be let to."""
    collection = CourseWorkspace.objects.get(course__key=course.course_key).collection
    image, document = _image(collection, owner), _document(collection, owner)
    lesson = LessonPage.objects.get(pk=pk).get_latest_revision_as_object()
    text = json.loads(json.dumps(list(lesson.body.raw_data)))
    lesson.body = json.dumps(
        [
            *text,
            {
                "type": "image",
                "value": {
                    "image": image.pk,
                    "decorative": False,
                    "alt_text": alternative,
                    "caption": "Baked at home",
                    "credit": "",
                },
            },
            {"type": "document", "value": {"document": document.pk, "title": ""}},
        ]
    )
    lesson.save_revision(user=owner)


def _image(collection: Collection, owner: User) -> SiteImage:
    file = SimpleUploadedFile("loaf.jpg", picture("JPEG", (640, 400)), "image/jpeg")
    image = SiteImage(title="Loaf", file=file, collection=collection, uploaded_by_user=owner)
    image._set_image_file_metadata()
    image.save()
    return image


def _document(collection: Collection, owner: User) -> SiteDocument:
    file = SimpleUploadedFile("shopping-list.pdf", PDF, "application/pdf")
    document = SiteDocument(
        title="Shopping list", file=file, collection=collection, uploaded_by_user=owner
    )
    document._set_document_file_metadata()
    document.save()
    return document
