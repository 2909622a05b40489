"""Wagtail's hooks of the editor."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.models import Page

from courses.pages.editor.dropping_words import words_of_dropping
from courses.pages.editor.size import prepare_for_editing
from courses.pages.links import register_features


# After Wagtail's own, which these stand in the place of.
@hooks.register("register_rich_text_features", order=100)
def links_in_bulk(features: Any) -> None:
    """Have links of rich text asked for together."""
    register_features(features)


@hooks.register("before_edit_page")
def fetch_what_the_editor_shows(request: HttpRequest, page: Page) -> None:
    """Fetch at once what the editor would fetch block by block."""
    prepare_for_editing(page, request)


@hooks.register("insert_editor_js")
def editor_script() -> SafeString:
    """Load what the editor of courses adds, with its words and where files are sent to."""
    data = {"address": reverse("courses_admin:drop", args=[0]), "words": words_of_dropping()}
    return format_html(
        '{}<script type="module" src="{}"></script>',
        json_script(data, "lesson-editor-data"),
        static("admin-editor.js"),
    )


@hooks.register("insert_global_admin_css")
def editor_style() -> SafeString:
    """Load how it looks."""
    return format_html('<link rel="stylesheet" href="{}">', static("admin-editor.css"))
