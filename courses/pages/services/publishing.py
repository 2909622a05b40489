"""What of a course would go live."""

from wagtail.models import Page

from courses.pages.models import CoursePage
from courses.pages.releases.content import pages_of
from courses.pages.services.reading import lessons_of_draft


def waiting_pages(course_page: CoursePage, *, with_empty: bool = False) -> list[Page]:
    """Return the course, chapters and lessons that a release would put live, in their order.

    A lesson without any block that never was live waits until something is written.
    """
    pages = [
        page for page in pages_of(course_page) if not page.live or page.has_unpublished_changes
    ]
    if with_empty:
        return pages
    empty = set(
        lessons_of_draft(course_page)
        .filter(has_content=False, first_published_at=None)
        .values_list("pk", flat=True)
    )
    return [page for page in pages if page.pk not in empty]


def has_content(course_page: CoursePage) -> bool:
    """Say whether any lesson has a block."""
    return lessons_of_draft(course_page).filter(has_content=True).exists()
