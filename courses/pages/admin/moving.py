"""Moving blocks to another lesson, and lessons to another course, with learners' records.

Both are pages of plain forms: they work by keyboard, on a phone and without a script.
"""

from abc import abstractmethod
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Page

from courses.pages.admin.base import CourseScreen
from courses.pages.admin.my_courses import courses_of
from courses.pages.admin.outline_table import parse_key
from courses.pages.errors import CourseError, NotAllowedError, PageGoneError
from courses.pages.identity.moving_blocks import newest_draft
from courses.pages.identity.naming import named_blocks
from courses.pages.models import ChapterPage, CoursePage, LessonPage
from courses.pages.permissions import user_can_edit_course
from courses.pages.services import (
    BlocksMoved,
    draft_version,
    languages_left,
    live_release,
    move_blocks,
    move_lesson,
    read_outline,
)

# So many courses are offered: whoever looks after more finds theirs by its desk.
MOST_COURSES = 200
# How the last move of blocks is taken back, kept for the person until they have seen it.
UNDO = "courses.moved_blocks"
AT_END = "end"


class MovingScreen(CourseScreen):
    """A screen that takes something of a lesson elsewhere."""

    is_for_writers = True
    header_icon = "arrow-right-full"
    lesson: LessonPage

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.request = request
        below = LessonPage.objects.filter(pk=kwargs["page_id"], alias_of=None)
        found = below.filter(path__startswith=self._path(kwargs["pk"])).first()
        if found is not None:
            self.lesson = found
        return super().dispatch(request, *args, **kwargs)

    def _path(self, pk: int) -> str:
        return CoursePage.objects.filter(pk=pk).values_list("path", flat=True).first() or "-"

    @property
    def lesson_title(self) -> str:
        """The title as it was written last."""
        return str(self.lesson.draft_title or self.lesson.title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not hasattr(self, "lesson"):
            messages.error(request, str(PageGoneError.message))
            return redirect(self.desk_url())
        return self.render_to_response({**self.get_context_data(), **self.shown()})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not hasattr(self, "lesson"):
            return self.get(request, *args, **kwargs)
        try:
            return self.act()
        except NotAllowedError as error:
            raise PermissionDenied from error
        except CourseError as error:
            messages.error(request, str(error))
            return redirect(self.request.get_full_path())

    @abstractmethod
    def shown(self) -> dict[str, Any]:
        """Return what the page shows beside its frame."""

    @abstractmethod
    def act(self) -> HttpResponse:
        """Do it, and lead on. Raises CourseError."""

    def courses(self) -> list[CoursePage]:
        """Return the courses that the person may write."""
        rows = courses_of(self.person).filter(locale=self.course.locale_id)
        found = list(rows.order_by("draft_title", "pk")[:MOST_COURSES])
        return [page for page in found if user_can_edit_course(self.person, page)]

    def other_course(self) -> CoursePage | None:
        """Return the other course that was chosen, if the person may write it."""
        key = parse_key(self.request.GET.get("course", ""))
        page = CoursePage.objects.filter(pk=key).first() if key else None
        if page is None or page.pk == self.course.pk:
            return None
        return page if user_can_edit_course(self.person, page) else None


class MoveBlocksView(MovingScreen):
    """Takes blocks of a lesson to another lesson."""

    template_name = "courses/admin/move_blocks.html"

    def get_page_title(self) -> str:
        return _("Move blocks of “%(title)s”") % {"title": self.lesson_title}

    def shown(self) -> dict[str, Any]:
        draft = newest_draft(self.lesson.pk)
        other = self.other_course()
        return {
            "lesson": self.lesson,
            "blocks": named_blocks(draft),
            "version": draft_version(draft),
            "chapters": read_outline(other or self.course).chapters,
            "courses": self.courses(),
            "other": other,
            # What learners have done stays behind where the other course goes live first.
            "has_records": other is not None and live_release(self.course.course_key) is not None,
            "edit_url": reverse("wagtailadmin_pages:edit", args=[self.lesson.pk]),
            "undo": self.request.session.pop(UNDO, None),
        }

    def act(self) -> HttpResponse:
        sent = self.request.POST
        to_key = parse_key(sent.get("to", ""))
        target = LessonPage.objects.filter(pk=to_key, alias_of=None).first() if to_key else None
        if target is None:
            raise PageGoneError
        draft = newest_draft(target.pk)
        moved = move_blocks(
            self.lesson,
            sent.getlist("block"),
            target,
            self._places(draft),
            by=self.person,
            seen=(sent.get("seen", ""), sent.get("seen_to") or draft_version(draft)),
        )
        self._say(moved)
        return redirect(self.request.get_full_path())

    def _places(self, target: LessonPage) -> int | list[int]:
        sent = self.request.POST
        places = [parse_key(one) for one in sent.get("places", "").split(",") if one]
        if places and len(places) == len(sent.getlist("block")):
            return [min(place or 0, len(target.body) + at) for at, place in enumerate(places)]
        return len(target.body) if sent.get("place", AT_END) == AT_END else 0

    def _say(self, moved: BlocksMoved) -> None:
        count = len(moved.ids)
        words = ngettext(
            "%(count)d block is now in “%(title)s”. Readers see that with the next release.",
            "%(count)d blocks are now in “%(title)s”. Readers see that with the next release.",
            count,
        )
        title = moved.to_page.draft_title or moved.to_page.title
        edit = reverse("wagtailadmin_pages:edit", args=[moved.to_page.pk])
        button = messages.button(edit, _("Open the lesson"))
        messages.success(self.request, words % {"count": count, "title": title}, buttons=[button])
        if "places" in self.request.POST:
            return
        course = CoursePage.objects.ancestor_of(moved.to_page).get()
        self.request.session[UNDO] = {
            "url": reverse("courses_admin:move_blocks", args=[course.pk, moved.to_page.pk]),
            "blocks": list(moved.ids),
            "to": moved.from_page.pk,
            "places": ",".join(str(place) for place in moved.places),
            "seen": moved.seen[1],
            "seen_to": moved.seen[0],
        }


class MoveLessonView(MovingScreen):
    """Takes a lesson to a chapter of another course."""

    template_name = "courses/admin/move_lesson.html"

    def get_page_title(self) -> str:
        return _("Move “%(title)s” to another course") % {"title": self.lesson_title}

    def shown(self) -> dict[str, Any]:
        other = self.other_course()
        release = live_release(self.course.course_key)
        keys = {"page_key": self.lesson.translation_key}
        return {
            "lesson": self.lesson,
            "courses": [page for page in self.courses() if page.pk != self.course.pk],
            "other": other,
            "chapters": read_outline(other).chapters if other else [],
            "is_released": release is not None and release.items.filter(**keys).exists(),
            "lost": languages_left(self.lesson, other) if other else [],
        }

    def act(self) -> HttpResponse:
        sent = self.request.POST
        key = parse_key(sent.get("chapter", ""))
        chapter = ChapterPage.objects.filter(pk=key, alias_of=None).first() if key else None
        if chapter is None:
            raise PageGoneError
        position = chapter.numchild if sent.get("place", AT_END) == AT_END else 0
        move_lesson(self.lesson, chapter, position, by=self.person)
        return to_new_place(self.request, self.lesson)


def to_new_place(request: HttpRequest, lesson: Page) -> HttpResponse:
    """Say where a lesson is now, and lead to its row on that course's desk."""
    fresh = LessonPage.objects.get(pk=lesson.pk)
    course = CoursePage.objects.ancestor_of(fresh).get()
    words = _("“%(title)s” is now in “%(course)s”. Readers see it there with its next release.")
    given = {
        "title": fresh.draft_title or fresh.title,
        "course": course.draft_title or course.title,
    }
    back = reverse("courses_admin:move_lesson", args=[course.pk, fresh.pk])
    button = messages.button(back, _("Move it back…"))
    messages.success(request, words % given, buttons=[button])
    return redirect(f"{reverse('courses_admin:desk', args=[course.pk])}#row-{fresh.pk}")
