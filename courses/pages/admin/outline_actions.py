"""What the desk's outline does: adding, renaming, moving and deleting chapters and lessons.

Each works as a plain form. The desk's script sends the same forms and asks for the outline in
answer instead of the whole page.
"""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Page

from courses.pages.admin.base import CourseScreen
from courses.pages.admin.desk import desk_context
from courses.pages.admin.outline_table import Undo, parse_key, parse_move
from courses.pages.errors import (
    CourseError,
    NotAllowedError,
    OutlineChangedError,
    PageGoneError,
    PageLockedError,
    UnderReviewError,
)
from courses.pages.models import ChapterPage
from courses.pages.services import (
    add_chapter,
    add_lesson,
    live_release,
    move_page,
    open_release,
    read_outline,
    remove_page,
    rename_page,
)

# How the desk's script says who it is.
SCRIPT_HEADER = "X-Desk"


class OutlineAction(CourseScreen):
    """One change to the outline, by POST alone."""

    is_for_writers = True
    http_method_names = ["post"]
    undo: Undo | None = None
    # The element that has the focus afterwards, or that a page without script jumps to.
    focus = "outline"

    def act(self) -> str:
        """Do it, and return in words what was done. Raises CourseError."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            message, status = self.act(), HTTPStatus.OK
        except NotAllowedError as error:
            raise PermissionDenied from error
        except OutlineChangedError as error:
            message, status = str(error), HTTPStatus.CONFLICT
        except CourseError as error:
            message, status = self.words_of(error), HTTPStatus.UNPROCESSABLE_ENTITY
        if SCRIPT_HEADER in request.headers:
            return self.answer_script(message, status)
        return self.answer_page(message, status)

    def words_of(self, error: CourseError) -> str:
        """Return what is said: a page that is locked by the review is unlocked by nobody."""
        if isinstance(error, PageLockedError) and open_release(self.course.course_key):
            return str(UnderReviewError.message)
        return str(error)

    def answer_page(self, message: str, status: int) -> HttpResponse:
        """Lead back to the desk, which says it."""
        if status == HTTPStatus.OK:
            messages.success(self.request, message)
        else:
            messages.error(self.request, message)
        url = self.desk_url()
        if self.undo:
            url += "?" + urlencode({"undo": self.undo.value, "seen": self.undo.seen})
        return redirect(f"{url}#{self.focus}")

    def answer_script(self, message: str, status: int) -> HttpResponse:
        """Send the parts of the desk that may have changed."""
        context = {**self.get_context_data(), **desk_context(self, undo=self.undo)}
        parts = {
            part: render_to_string(f"courses/admin/_{part}.html", context, self.request)
            for part in ("outline", "state", "leaving", "checklist", "undo")
        }
        answer = {"message": message, "focus": self.focus, "parts": parts}
        return JsonResponse(answer, status=status)


class AddChapter(OutlineAction):
    """Adds a chapter; the field keeps the focus, so that several can be typed in a row."""

    focus = "add-chapter"

    def act(self) -> str:
        chapter = add_chapter(self.course, self.request.POST.get("title", ""), by=self.person)
        return _("Chapter “%(title)s” was added.") % {"title": chapter.title}


class AddLesson(OutlineAction):
    """Adds a lesson to one of the course's chapters."""

    def act(self) -> str:
        key = parse_key(self.request.POST.get("chapter", ""))
        chapter = ChapterPage.objects.child_of(self.course).filter(pk=key).first()
        if chapter is None:
            raise PageGoneError
        self.focus = f"add-lesson-{chapter.pk}"
        lesson = add_lesson(chapter, self.request.POST.get("title", ""), by=self.person)
        return _("Lesson “%(title)s” was added.") % {"title": lesson.title}


class Rename(OutlineAction):
    """Gives a chapter or lesson another title."""

    def act(self) -> str:
        key = self.kwargs["page_id"]
        self.focus = f"row-{key}"
        title = self.request.POST.get("title", "")
        page = rename_page(self.course, key, title, by=self.person)
        return _("It is now called “%(title)s”.") % {"title": page.title}


class Move(OutlineAction):
    """Puts a chapter or lesson elsewhere, unless somebody else changed the order meanwhile."""

    def act(self) -> str:
        wanted = parse_move(self.request.POST.get("move", ""))
        if wanted is None:
            raise PageGoneError
        page, to, position = wanted
        self.focus = f"row-{page}"
        seen = self.request.POST.get("seen", "")
        done = move_page(self.course, page, to=to, position=position, seen=seen, by=self.person)
        title = done.page.draft_title or done.page.title
        if not done.has_moved:
            return _("“%(title)s” is where it was.") % {"title": title}
        outline = read_outline(self.course)
        self.undo = Undo(page, done.from_parent, done.from_position, outline.version)
        words = {"title": title, **_place(outline, page)}
        if "chapter" in words:
            return _("“%(title)s” is now lesson %(position)d of “%(chapter)s”.") % words
        return _("“%(title)s” is now chapter %(position)d.") % words


def _place(outline: Any, key: int) -> dict[str, Any]:
    for number, chapter in enumerate(outline.chapters, start=1):
        if chapter.pk == key:
            return {"position": number}
        for place, lesson in enumerate(chapter.lessons, start=1):
            if lesson.pk == key:
                return {"position": place, "chapter": chapter.title}
    return {"position": 0}


class DeleteView(CourseScreen):
    """Says what would be lost, and deletes a chapter or lesson on a yes."""

    template_name = "courses/admin/delete.html"
    header_icon = "bin"
    is_for_writers = True

    def get_page_title(self) -> str:
        return _("Delete “%(title)s”") % {"title": self.page.draft_title}

    def find_page(self) -> bool:
        """Read the page; return whether it is this course's."""
        below = Page.objects.descendant_of(self.course)
        self.page = below.filter(pk=self.kwargs["page_id"]).first()
        return self.page is not None

    def gone(self) -> HttpResponse:
        """Lead back: somebody else was quicker."""
        messages.error(self.request, str(PageGoneError.message))
        return redirect(self.desk_url())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.find_page():
            return self.gone()
        lessons = list(self.page.get_descendants().order_by("path"))
        context = {
            **self.get_context_data(),
            "page": self.page,
            "is_chapter": self.page.depth == self.course.depth + 1,
            "lessons": lessons,
            "is_released": self._is_released([self.page, *lessons]),
            "action_url": reverse("courses_admin:delete", args=[self.course.pk, self.page.pk]),
        }
        return self.render_to_response(context)

    def _is_released(self, pages: list[Page]) -> bool:
        """Say whether readers see any of it: then it goes when they see the next release."""
        live = live_release(self.course.course_key)
        keys = [page.translation_key for page in pages]
        return live is not None and live.items.filter(page_key__in=keys).exists()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.find_page():
            return self.gone()
        count = self.page.get_descendants().count()
        try:
            page, is_deleted = remove_page(self.course, self.page.pk, by=self.person)
        except CourseError as error:
            messages.error(request, str(error))
            return redirect(self.desk_url())
        words = _("“%(title)s” was deleted.") % {"title": page.draft_title}
        if not is_deleted:
            words = _("“%(title)s” leaves with the next release.") % {"title": page.draft_title}
        elif count:
            words = ngettext(
                "“%(title)s” was deleted, and its %(count)d lesson.",
                "“%(title)s” was deleted, and its %(count)d lessons.",
                count,
            ) % {"title": page.draft_title, "count": count}
        messages.success(request, words)
        return redirect(f"{self.desk_url()}#outline")
