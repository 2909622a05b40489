"""A small course that waits for the demo's reviewer, so that there is something to review."""

import json
from typing import cast
from uuid import UUID

from django.db import transaction
from wagtail.fields import StreamField
from wagtail.models import Locale, Page

from cms.accounts.models import User
from courses.outline.models import Category, Course
from courses.pages.enums import Level
from courses.pages.models import ChapterPage, CoursePage, LessonPage
from courses.pages.services import add_lesson, create_course, rename_page, submit_course

# By this a later start knows the course, whatever its title is by then.
KEY = UUID("0b7f6f0e-2f6a-4c1e-9d0c-6f2a5c3d8e41")
TITLE = "Three Knots That Hold"
PROMISE = "Tie three knots without looking, and know which of them will hold you."
ABOUT = (
    "<p>Sailors have names for hundreds of knots. Three of them do nearly everything that a person"
    " on land will ever ask of a rope.</p>"
)
OUTCOMES = (
    "Tie a figure of eight, a bowline and a clove hitch with your eyes shut",
    "Say of each what it is for, and when it lets go",
)
CHAPTER = "Rope in hand"
NOTE = (
    "This is the first half: words only. The films come with the next release, as soon as my hands"
    " are slow enough for them."
)
# Title, minutes, and paragraphs; the first is for everybody.
LESSONS = (
    (
        "The figure of eight",
        10,
        (
            "Make a loop, go round behind it, and come back through. What you see is an eight: if"
            " you do not, open it and begin again.",
            "It stops a rope from slipping out of whatever it was led through, and it opens again"
            " when you push its two halves together.",
        ),
    ),
    (
        "The bowline",
        15,
        (
            "A loop that neither slips nor jams. The end comes up through the small loop, round"
            " behind the standing part, and down where it came from.",
            "It holds as long as there is a pull. Shaken without one, it works itself loose: leave"
            " the end as long as your hand.",
        ),
    ),
    (
        "The clove hitch",
        10,
        (
            "Two turns round a post, the second crossing over the first, and the end tucked under"
            " itself.",
            "It is tied in a moment and undone in another. On a post that turns, it walks away.",
        ),
    ),
)


@transaction.atomic
def ensure_waiting_course(owner: User) -> bool:
    """Make the course, submit it and say so; False where it stands, or stood and was deleted."""
    if Course.objects.filter(key=KEY).exists():
        return False
    category = Category.objects.filter(slug="hands-and-craft", locale=Locale.get_default()).first()
    course = create_course(TITLE, category=category, owner=owner, key=KEY)
    # Read anew: what the owner may do was remembered before the course gave them more.
    owner = User.objects.get(pk=owner.pk)
    _write(course, owner)
    course.promise = PROMISE
    course.about = ABOUT
    course.level = Level.BEGINNER
    course.spoken_languages = ["en"]
    course.outcomes = _stream(course, "outcomes", [("item", line) for line in OUTCOMES])
    course.save_revision(user=owner, log_action=False)
    submit_course(course, by=owner, note=NOTE)
    return True


def _write(course: CoursePage, owner: User) -> None:
    chapter = ChapterPage.objects.child_of(course).get()
    rename_page(course, chapter.pk, CHAPTER, by=owner)
    first = LessonPage.objects.child_of(chapter).get()
    for title, minutes, paragraphs in LESSONS:
        if title == LESSONS[0][0]:
            page = rename_page(course, first.pk, title, by=owner)
        else:
            page = add_lesson(chapter, title, by=owner)
        page.is_free_preview = title == LESSONS[0][0]
        page.duration_minutes = minutes
        words = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        page.body = _stream(page, "body", [("text", words)])
        page.save_revision(user=owner, log_action=False)


def _stream(page: Page, name: str, blocks: list[tuple[str, str]]) -> object:
    """Return blocks as the field holds them."""
    field = cast(StreamField, page._meta.get_field(name))
    return field.to_python(json.dumps([{"type": kind, "value": value} for kind, value in blocks]))
