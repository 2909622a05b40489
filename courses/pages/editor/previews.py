"""Previews of lessons and courses as somebody else sees them: a learner, or a guest.

They are rendered as for a stranger and decided for a persona, by the same functions that answer
readers. The editor's session does not come along: what only the editor may see must not look as
if others saw it.
"""

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.pages.enums import Persona
from courses.pages.viewers import PersonaUser

if TYPE_CHECKING:
    from wagtail.models import Page

    from courses.pages.outline_view import Outline

# What would make the stranger somebody.
CREDENTIALS = ("HTTP_COOKIE", "HTTP_AUTHORIZATION")


# A buyer reads what a learner reads.
PREVIEW_MODES: list[tuple[str, Promise]] = [
    (Persona.LEARNER.value, _("As a learner")),
    (Persona.GUEST.value, _("As a guest")),
]
PREVIEW_SIZES: list[dict[str, Any]] = [
    {
        "name": "mobile",
        "icon": "mobile-alt",
        "device_width": 390,
        "label": _("As wide as a phone"),
    },
    {
        "name": "tablet",
        "icon": "tablet-alt",
        "device_width": 820,
        "label": _("As wide as a tablet"),
    },
    {
        "name": "desktop",
        "icon": "desktop",
        "device_width": 1280,
        "label": _("As wide as a desktop"),
    },
]


def outline_for(viewer: PersonaUser, course: "Page", page: "Page") -> "Outline":
    """Return the course's draft outline as the persona sees it, with `page` as it is now."""
    from courses.pages.access import decide_tree
    from courses.pages.live_tree import read_tree
    from courses.pages.outline_view import outline_of

    tree = read_tree(course, with_drafts=True)
    chapters = tuple(
        replace(chapter, lessons=tuple(_as_now(lesson, page) for lesson in chapter.lessons))
        for chapter in tree.chapters
    )
    tree = replace(tree, chapters=chapters)
    return outline_of(tree, decide_tree(viewer, tree))


def _as_now(lesson: Any, page: Any) -> Any:
    if lesson.pk != page.pk:
        return lesson
    return replace(
        lesson,
        title=page.title,
        summary=page.summary,
        minutes=page.duration_minutes,
        is_free_preview=page.is_free_preview,
        is_required=page.is_required,
    )


class PreviewMixin:
    """A page with previews for personas; comes before the page's own class."""

    preview_modes = PREVIEW_MODES
    preview_sizes = PREVIEW_SIZES

    def _get_dummy_headers(self, original_request: HttpRequest | None = None) -> dict[str, Any]:
        """Return what Wagtail takes over from the editor's request, but not who they are."""
        headers: dict[str, Any] = super()._get_dummy_headers(  # type: ignore[misc]  # the page's
            original_request
        )
        return {name: value for name, value in headers.items() if name not in CREDENTIALS}

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """Answer as the persona would be answered; an unknown one is a guest."""
        is_known = mode_name in {mode for mode, _label in self.preview_modes}
        persona = Persona(mode_name) if is_known else Persona.GUEST
        viewer = PersonaUser(persona, self.course_of_preview().translation_key)
        request.user = viewer
        request.is_preview = True  # type: ignore[attr-defined]  # Wagtail's own mark
        response = self.render_for(request, viewer)
        # The preview went well, also when it shows a page that says no.
        response.status_code = HTTPStatus.OK
        return response

    def course_of_preview(self) -> "Page":
        """Return the course that the page is part of."""
        raise NotImplementedError

    def render_for(self, request: HttpRequest, viewer: PersonaUser) -> HttpResponseBase:
        """Return the page as the persona sees it."""
        raise NotImplementedError


class LessonPreviewMixin(PreviewMixin):
    """Previews of a lesson."""

    def course_of_preview(self) -> "Page":
        """Return the course, two levels above."""
        from courses.pages.access import course_of

        page: Any = self
        return course_of(page)

    def render_for(self, request: HttpRequest, viewer: PersonaUser) -> HttpResponseBase:
        """Return the lesson, or the page that says why it is locked."""
        from courses.pages.access import LessonFacts, decide_lessons
        from courses.pages.serving import render_lesson

        page: Any = self
        course = self.course_of_preview()
        outline = outline_for(viewer, course, page)
        place = outline.place_of(page.pk)
        if place is not None:
            access = place.lesson.access
        else:
            # A page that was never saved has no key yet, and is in no outline.
            facts = LessonFacts(0, course.translation_key, page.is_free_preview)
            access = decide_lessons(viewer, [facts])[0]
        return render_lesson(request, page, access, course=course, outline=outline)


class CoursePreviewMixin(PreviewMixin):
    """Previews of a course's page."""

    def course_of_preview(self) -> "Page":
        """Return the page itself."""
        return cast("Page", self)

    def render_for(self, request: HttpRequest, viewer: PersonaUser) -> HttpResponseBase:
        """Return the course with its draft outline."""
        from courses.pages.serving import render_course

        page: Any = self
        return render_course(request, page, outline_for(viewer, page, page))
