"""What the editor's form of a lesson sends."""

from typing import Any

from wagtail.test.utils.form_data import nested_form_data, streamfield

from courses.pages.models import LessonPage


def lesson_form(lesson: LessonPage, blocks: list[tuple[str, Any]], **more: Any) -> dict[str, str]:
    """Return the answers that save `lesson` with these blocks, as a draft unless told otherwise."""
    return nested_form_data(
        {
            "title": lesson.title,
            "slug": lesson.slug,
            "body": streamfield(blocks),
            "summary": "",
            "duration_minutes": "",
            "is_required": "on",
            "seo_title": "",
            "search_description": "",
            "share_image": "",
            "go_live_at": "",
            "expire_at": "",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            **more,
        }
    )
