"""All ways on which something of a course goes live or leaves the site, by the forms that ship."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from courses.outline.enums import CourseState
from courses.outline.models import Course
from courses.pages.enums import ReleaseState
from courses.pages.models import CoursePage, LessonPage, Release
from courses.pages.services import live_release, open_release, submit_course
from tests.courses.outline.killing.browser import SAID
from tests.courses.pages.releases.marked import mark, text
from tests.courses.pages.releases_admin.conftest import to
from tests.factories.courses import chapters_of, lessons_of, write_lesson

LANGUAGE = "fr"
# Who submits says something; who releases at once does not.
NOTE = "Anew."
MANUAL = StringTranslation.TRANSLATION_TYPE_MANUAL


@dataclass
class Form:
    """What is sent where; `is_done` says whether it has come to pass."""

    kind: str
    course: CoursePage
    path: str
    fields: dict[str, str]
    is_done: Callable[[], bool]
    # Whether its pressing again is refused or does nothing.
    is_once: bool = True
    # What the clock has to do.
    is_clocks: bool = False


@dataclass
class Writer:
    """Writes drafts, each with a number of its own, and fills in the forms."""

    number: int = 1
    # What the first lesson's translation has said.
    translated: list[int] = field(default_factory=lambda: [1])

    def words_of_translations(self) -> list[set[tuple[str, int]]]:
        """Return all that readers of the first lesson's translation may be told, each time."""
        others = {(word, 1) for word in ("Course", "Promise", "Chapter 0", "Lesson 1")}
        return [{*others, ("Lesson 0", n), ("Body 0", n)} for n in self.translated]

    def form(self, kind: str, course: CoursePage, dice: Any) -> Form:
        """Prepare what the form needs, and return it filled in."""
        return getattr(self, kind)(CoursePage.objects.get(pk=course.pk), dice)

    def _mark(self, course: CoursePage) -> None:
        self.number += 1
        mark(course, self.number)

    def release_now(self, course: CoursePage, _dice: Any) -> Form:
        self._mark(course)
        fields = {"note": "", "release_now": "1"}
        return Form(
            "release_now", course, to("submit", course.pk), fields, _is_numbered_next(course)
        )

    def submit(self, course: CoursePage, _dice: Any) -> Form:
        self._mark(course)
        path = to("submit", course.pk)
        return Form("submit", course, path, {"note": NOTE}, lambda: bool(_open(course)))

    def approve(self, course: CoursePage, _dice: Any) -> Form:
        release = _open(course)
        if release is None:
            self._mark(course)
            release = submit_course(course, by=course.owner, note=NOTE)
        path, fields = to("review", course.pk, release.pk), {"when": "now"}
        return Form("approve", course, path, fields, lambda: _state(release) == ReleaseState.LIVE)

    def schedule(self, course: CoursePage, _dice: Any) -> Form:
        self._mark(course)
        release = submit_course(course, by=course.owner, note=NOTE)
        later = timezone.localtime(timezone.now() + timedelta(hours=1))
        fields = {"when": "later", "go_live_at": f"{later:%Y-%m-%dT%H:%M}"}
        path = to("review", course.pk, release.pk)
        return Form(
            "schedule",
            course,
            path,
            fields,
            lambda: _state(release) == ReleaseState.LIVE,
            is_clocks=True,
        )

    def correct(self, course: CoursePage, _dice: Any) -> Form:
        self.number += 1
        lesson = lessons_of(course)[0]
        words = text(f"Body 0 mark-{self.number}")
        write_lesson(lesson, words, title=f"Lesson 0 mark-{self.number}")
        path = to("correct", course.pk, lesson.pk)
        return Form("correct", course, path, {}, _is_numbered_next(course))

    def roll_back(self, course: CoursePage, dice: Any) -> Form:
        past = Release.objects.of_course(course.course_key).filter(state=ReleaseState.PAST)
        number = dice.choice(sorted(past.values_list("number", flat=True)))
        path = to("roll_back", course.pk, number)
        # Who sends it again means it: it is another release.
        return Form("roll_back", course, path, {}, _is_numbered_next(course), is_once=False)

    def translate(self, course: CoursePage, _dice: Any) -> Form:
        self.number += 1
        lesson = in_language(lessons_of(course)[0])
        write_translation(lessons_of(course)[0], self.number)
        path = f"/admin/pages/{lesson.pk}/edit/"
        wanted = f"Lesson 0 mark-{self.number}"
        self.translated.append(self.number)

        def is_done() -> bool:
            return LessonPage.objects.get(pk=lesson.pk).title == wanted

        # Who sends it again publishes the same again, as a newer version.
        fields = {"action": "publish"}
        return Form("translate", course, path, fields, is_done, is_once=False)

    def unpublish(self, course: CoursePage, _dice: Any) -> Form:
        fields = {"to": CourseState.DRAFT.value}
        return Form(
            "unpublish", course, to("state", course.pk), fields, lambda: not is_live(course)
        )

    def close(self, course: CoursePage, _dice: Any) -> Form:
        was = Course.objects.get(key=course.course_key).state
        wanted = CourseState.OPEN if was == CourseState.CLOSED else CourseState.CLOSED
        return Form(
            "close",
            course,
            to("state", course.pk),
            {"to": wanted.value},
            lambda: Course.objects.get(key=course.course_key).state == wanted,
        )


NEEDS_LIVE = ("correct", "roll_back", "translate", "unpublish", "close")


def is_live(course: CoursePage) -> bool:
    return live_release(course.course_key) is not None


def _open(course: CoursePage) -> Release | None:
    return open_release(course.course_key)


def _state(release: Release) -> str:
    return Release.objects.values_list("state", flat=True).get(pk=release.pk)


def _is_numbered_next(course: CoursePage) -> Callable[[], bool]:
    rows = Release.objects.of_course(course.course_key).numbered()
    before = rows.count()
    return lambda: rows.count() > before


def make_due(course: CoursePage) -> None:
    """Let the hour come for which the course's release is scheduled."""
    rows = Release.objects.of_course(course.course_key).filter(state=ReleaseState.SCHEDULED)
    rows.update(go_live_at=timezone.now())


def in_language(page: Page) -> Page:
    """Return the page's translation."""
    return page.get_translation(Locale.objects.get(language_code=LANGUAGE))


def translate_course(course: CoursePage, *, by: Any) -> None:
    """Put the course live in the other language, word for word as it is."""
    language = Locale.objects.get(language_code=LANGUAGE)
    for page in (course, *chapters_of(course), *lessons_of(course)):
        source, _created = TranslationSource.get_or_create_from_instance(page)
        Translation.objects.create(source=source, target_locale=language).save_target(user=by)


def write_translation(lesson: LessonPage, number: int) -> None:
    """Write the strings of the lesson's translation that say a number; they wait as strings."""
    source = TranslationSource.objects.get_for_instance(lesson)
    language = Locale.objects.get(language_code=LANGUAGE)
    for segment in source.stringsegment_set.select_related("string"):
        found = SAID.fullmatch(segment.string.data)
        if found:
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                locale=language,
                context=segment.context,
                defaults={"data": f"{found[1]} mark-{number}", "translation_type": MANUAL},
            )
