"""Courses in French, Swahili and Arabic: what readers see of them, and our parts of the admin."""

import functools
import json
import re
from dataclasses import replace

import polib
import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Locale

from cms.core.catalogues import catalogue_path
from cms.core.message_faults import PLACEHOLDER, SAME_AS_ENGLISH
from cms.core.models import SiteDocument, SiteImage
from courses.outline.models import Course
from courses.pages.blocks import LessonBodyBlock
from courses.pages.enums import Persona
from courses.pages.identity.moving_blocks import newest_draft
from courses.pages.models import CoursePage, InstructorPage, LessonPage
from courses.pages.services import (
    add_lesson,
    create_course,
    draft_version,
    publish_course,
    rename_page,
    submit_course,
)
from tests.courses.pages.walk.walks import at_page, begin_walk
from tests.factories.accounts import UserFactory
from tests.factories.courses import chapters_of, lessons_of
from tests.factories.keeping import once
from tests.factories.media import AudioFactory, VideoFactory, root_collection
from tests.factories.site import make_site
from tests.visible_text import Text, english_left, read_page

pytestmark = pytest.mark.django_db
LANGUAGES = ["fr", "sw", "ar"]
# No word of any language that is tested for.
NAME = "Zawadi"
RICH = f"<p>{NAME}</p>"
DIVIDER = [{"type": "divider", "value": None}]
ACTS = ["desk", "add_chapter", "add_lesson", "submit", "state", "releases", "members", "walk"]


def questions() -> list[dict]:
    options = [{"text": f"{NAME} {n}", "is_right": n == 1, "feedback": ""} for n in (1, 2)]
    parts = {
        "single_choice": {"options": options},
        "multiple_choice": {"options": options},
        "true_false": {"answer": "true"},
        "number": {"answer": "2", "unit": "m"},
        "short_text": {"accepted": NAME},
        "essay": {"fewest_words": 2, "most_words": 20},
        "matching": {
            "pairs": [{"left": f"{NAME} {n}", "right": f"{NAME} {n + 2}"} for n in (1, 2)],
            "distractors": [f"{NAME} 5"],
        },
        "ordering": {"items": [{"text": f"{NAME} {n}"} for n in (1, 2)]},
        "fill_blanks": {"text": f"{NAME} [[a]] [[b]] [[c]]", "blanks": blanks()},
    }
    return [
        {"type": kind, "value": {"prompt": NAME, "points": 2, **value}}
        for kind, value in parts.items()
    ]


def blanks() -> list[dict]:
    options = [{"text": f"{NAME} {n}", "is_right": n == 1} for n in (1, 2)]
    parts = {
        "text": {"name": "a", "accepted": NAME},
        "number": {"name": "b", "answer": "2"},
        "choice": {"name": "c", "options": options},
    }
    return [{"type": kind, "value": value} for kind, value in parts.items()]


def blocks() -> list[dict]:
    """Return a body with every block, whose own words are in no language."""
    root = root_collection()
    image = SiteImage.objects.create(
        title=NAME, file="original_images/1.png", width=800, height=500, collection=root
    )
    document = SiteDocument.objects.create(
        title=NAME, file=ContentFile(b"%PDF-1.4", "1.pdf"), collection=root
    )
    table = {
        "caption": NAME,
        "columns": [{"type": "number", "heading": NAME}],
        "rows": [{"values": ["2"]}],
    }
    values = [
        ("heading", {"text": NAME, "level": "2"}),
        ("text", RICH),
        ("quotation", {"text": NAME, "attribution": NAME, "source_url": "https://a.example/"}),
        *(
            ("callout", {"kind": kind, "title": "", "body": RICH})
            for kind in ("note", "tip", "warning", "objectives", "key_points")
        ),
        (
            "accordion",
            {
                "parts": [
                    {"kind": kind, "title": "", "body": RICH}
                    for kind in ("spoiler", "hint", "solution")
                ]
            },
        ),
        ("image", {"image": image.pk, "decorative": False, "alt_text": NAME, "credit": NAME}),
        ("video", {"video": VideoFactory(title=NAME).pk}),
        ("video", {"address": "https://vimeo.com/76979871", "title": NAME}),
        ("audio", {"audio": AudioFactory(title=NAME, transcript=NAME).pk}),
        ("code", {"code": "1", "language": "python", "highlighted_lines": "1"}),
        ("quiz", {"title": "", "attempts": 2, "is_required": False, "questions": questions()}),
        ("document", {"document": document.pk}),
        ("downloads", {"title": "", "documents": [document.pk]}),
        ("table", {"table": table, "row_headings": False}),
        ("columns", {key: [{"type": "text", "value": RICH}] for key in ("first", "second")}),
        ("divider", None),
    ]
    assert {kind for kind, _value in values} == set(LessonBodyBlock().child_blocks)
    return [{"type": kind, "value": value} for kind, value in values]


class Taught:
    """A live course in one language, with a free lesson of every block and a locked one."""

    def __init__(self, language: str) -> None:
        make_site(["en", *LANGUAGES])
        self.language = language
        self.owner = UserFactory(instructor=True, language=language, display_name=NAME)
        locale = Locale.objects.get(language_code=language)
        course = create_course(NAME, category=None, owner=self.owner, locale=locale)
        course.promise, course.about, course.level = NAME, RICH, "beginner"
        course.save_revision(user=self.owner)
        (chapter,) = chapters_of(course)
        rename_page(course, chapter.pk, f"{NAME} 1", by=self.owner)
        (first,) = lessons_of(course)
        first = rename_page(course, first.pk, f"{NAME} 2", by=self.owner)
        first.is_free_preview = True
        first.duration_minutes = 75
        first.body = LessonPage._meta.get_field("body").to_python(json.dumps(blocks()))
        first.save_revision(user=self.owner)
        second = add_lesson(chapter, f"{NAME} 3", by=self.owner)
        second.is_required = False
        second.body = LessonPage._meta.get_field("body").to_python(json.dumps(DIVIDER))
        second.save_revision(user=self.owner)
        publish_course(course, by=self.owner)
        page = InstructorPage.objects.get(locale=locale)
        page.save_revision().publish()
        self.course = CoursePage.objects.get()
        self.pages = [page, self.course, *lessons_of(self.course)]

    def english_on(self, html: str) -> list[str]:
        texts = [
            Text(re.sub(rf"{NAME}|vimeo|Vimeo|Python", "", text.words), text.language, "")
            for text in read_page(html)
        ]
        return list(english_left(texts, self.language))


@pytest.fixture(params=LANGUAGES)
def taught(request, db) -> Taught:
    cache.clear()
    with translation.override("en"):
        return once(("taught", request.param), lambda: Taught(request.param))


def test_readers_of_a_course_read_no_english(taught):
    left = {}
    catalogue = taught.course.get_parent()
    for page in [catalogue, *taught.pages]:
        path = page.get_url_parts()[2]
        for client in (Client(), signed_in(taught.owner)):
            response = client.get(path)
            assert response.status_code in {200, 403}
            html = response.content.decode()
            assert f'<html lang="{taught.language}"' in html
            if english := taught.english_on(html):
                left[path, client.cookies.get("sessionid") is None] = english
    assert left == {}


def test_who_walks_a_draft_reads_no_english(taught):
    language = {"headers": {"accept-language": taught.language}}
    left = {}
    for persona in Persona:
        walk = begin_walk(taught.course, persona=persona, language=taught.language)
        for page in taught.pages[1:]:
            html = Client().get(at_page(walk, page)).content.decode()
            assert f'<html lang="{taught.language}"' in html
            left[persona, page.pk] = taught.english_on(html)
    ended = at_page(replace(walk, ends_at=timezone.now()), taught.course)
    for path, status in ((ended, 410), ("/walk/nothing/1/", 404)):
        response = Client().get(path, **language)
        assert response.status_code == status
        left[path] = taught.english_on(response.content.decode())
    assert {where: words for where, words in left.items() if words} == {}


def test_only_the_second_lesson_is_locked(taught):
    answers = [Client().get(page.get_url_parts()[2]).status_code for page in taught.pages]
    assert answers == [200, 200, 200, 403]


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@functools.cache
def own_messages(language: str) -> re.Pattern[str]:
    """Return our own English, which is translated into each language; Wagtail's is not."""
    entries = polib.pofile(str(catalogue_path(settings.BASE_DIR, language)))
    same = SAME_AS_ENGLISH[language]
    ours = {
        text
        for entry in entries
        for text in (entry.msgid, entry.msgid_plural)
        if text and text not in same and entry.msgstr != text
    }
    patterns = []
    for text in sorted(ours):
        pieces = PLACEHOLDER.split(text)
        # What is little but placeholders fits any words, and some of Wagtail's, too.
        if len(pieces) == 1 or len(re.sub(r"\W", "", "".join(pieces))) > len("page of"):
            patterns.append(".+".join(re.escape(piece) for piece in pieces))
    return re.compile("|".join(patterns))


def own_english(user, paths: list[str], taught: Taught) -> dict[str, list[str]]:
    """Return our own English that a person reads on screens of the admin; others are passed."""
    client, ours = signed_in(user), own_messages(taught.language)
    read = {}
    for path in paths:
        response = client.get(path)
        if response.status_code in {302, 405}:
            continue
        assert response.status_code == 200, path
        read[path] = own_english_on(response, taught, ours)
    return read


def own_english_on(response, taught: Taught, ours: re.Pattern[str]) -> list[str]:
    html = response.content.decode()
    assert f'<html lang="{taught.language}"' in html
    main = html[html.index("<main") : html.index("</main>")]
    return [text.words for text in read_page(main) if ours.fullmatch(text.words)]


def act(name: str, *parts: int) -> str:
    return reverse(f"courses_admin:{name}", args=parts)


def test_instructors_find_our_parts_of_the_admin_in_their_language(taught):
    pk = taught.course.pk
    paths = [
        act("my_courses"),
        act("create"),
        *(act(name, pk) for name in ACTS),
        *(act(name, pk, taught.pages[-1].pk) for name in ("rename", "delete")),
        *(act(name, pk, 1) for name in ("release", "compare", "roll_back")),
        f"{act('state', pk)}?to=draft",
        f"{act('state', pk)}?to=archived",
    ]
    read = own_english(taught.owner, paths, taught)
    assert {path: words for path, words in read.items() if words} == {}
    assert len(read) >= 12


def test_who_submits_and_who_reviews_read_their_language(taught):
    course, (first, second) = taught.course, taught.pages[2:]
    first.body = LessonPage._meta.get_field("body").to_python(json.dumps(DIVIDER))
    first.save_revision(user=taught.owner)
    rename_page(course, second.pk, f"{NAME} 4", by=taught.owner)
    # The course has no outcome yet, so this is a list of defects.
    read = own_english(taught.owner, [act("submit", course.pk)], taught)
    course.outcomes = [("item", NAME)]
    course.save_revision(user=taught.owner)
    release = submit_course(course, by=taught.owner, note=NAME)
    waits = [act("withdraw", course.pk), act("desk", course.pk)]
    read |= own_english(taught.owner, waits, taught)
    reviewer = UserFactory(administrator=True, language=taught.language, display_name=NAME)
    reviews = [act("reviews"), act("review", course.pk, release.pk)]
    read |= own_english(reviewer, reviews, taught)
    assert {path: words for path, words in read.items() if words} == {}
    assert len(read) == 5


def reword(taught: Taught) -> LessonPage:
    """Word every question differently, and take a block away."""
    lesson = LessonPage.objects.get(pk=taught.pages[2].pk).get_latest_revision_as_object()
    body = [one for one in lesson.body.get_prep_value() if one["type"] != "audio"]
    (quiz,) = (one for one in body if one["type"] == "quiz")
    for question in quiz["value"]["questions"]:
        question["value"]["prompt"] = f"{NAME} {NAME}"
    lesson.body = LessonPage._meta.get_field("body").to_python(json.dumps(body))
    lesson.save_revision(user=taught.owner)
    return lesson


def test_who_is_asked_about_changed_questions_reads_their_language(taught):
    course = taught.course
    course.outcomes = [("item", NAME)]
    course.save_revision(user=taught.owner)
    Course.objects.update(allows_corrections=True)
    lesson = reword(taught)
    asking = [act("correct", course.pk, lesson.pk), act("submit", course.pk)]
    paths = [*asking, act("desk", course.pk)]
    read = own_english(taught.owner, paths, taught)
    client = signed_in(taught.owner)
    for path in asking:
        response = client.post(path, {"asked": "1"})
        html = response.content.decode()
        assert "error-asked-" in html, path
        assert "desk-ends" in html, path
        read[path, "refused"] = own_english_on(response, taught, own_messages(taught.language))
    assert {path: words for path, words in read.items() if words} == {}
    assert len(read) == 5


def test_who_moves_blocks_and_lessons_reads_their_language(taught):
    (course, first, second), locale = taught.pages[1:], taught.course.locale
    blocks = act("move_blocks", course.pk, first.pk)
    lesson = act("move_lesson", course.pk, second.pk)
    other = create_course(f"{NAME} 5", category=None, owner=taught.owner, locale=locale)
    paths = [blocks, f"{blocks}?course={other.pk}", lesson, f"{lesson}?course={other.pk}"]
    read = own_english(taught.owner, paths, taught)
    draft = newest_draft(first.pk)
    sent = {"to": second.pk, "seen": draft_version(draft)}
    chosen = {**sent, "block": draft.body[0].id}
    acts = [
        (blocks, sent),
        (blocks, {**chosen, "seen": "0123"}),
        (blocks, chosen),
        (lesson, {"chapter": chapters_of(other)[0].pk}),
    ]
    client, ours = signed_in(taught.owner), own_messages(taught.language)
    for path, fields in acts:
        assert client.post(path, fields).status_code == 302
    # What each of them says is kept until a page shows it; this one offers the way back, too.
    answer = client.get(blocks)
    assert len(answer.context["messages"]) == len(acts)
    assert answer.context["undo"]
    read["after"] = own_english_on(answer, taught, ours)
    assert {path: words for path, words in read.items() if words} == {}
    assert len(read) == 5


MAILS = sorted(path.name for path in settings.BASE_DIR.glob("templates/courses/email/*.txt"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("branch", [0, 1])
def test_mails_and_bell_have_no_english(language, branch):
    """Both of what a mail says where it says one thing or the other."""
    release = {
        "number": (3, "")[branch],
        "submitted_by": (NAME, None)[branch],
        "reason": NAME,
        "go_live_at": timezone.now(),
    }
    context = {
        "release": release,
        "title": NAME,
        "role": ("reviewer", "editor")[branch],
        "role_name": NAME,
        "code": ("not_ready", "alone")[branch],
        "url": "https://a.example/",
        "user": UserFactory.build(),
        "mail_mark": "~",
    }
    left = {}
    with translation.override(language):
        for name in MAILS:
            words = render_to_string(f"courses/email/{name}", context).replace(NAME, "")
            assert words.strip(), name
            texts = [Text(line, language, "") for line in words.splitlines() if line]
            left[name] = list(english_left(texts, language))
    assert len(left) >= 21
    assert {name: words for name, words in left.items() if words} == {}
