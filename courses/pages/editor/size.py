"""Keeping the editor's statements flat in the number of a lesson's blocks."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, WorkflowState

from cms.core.models import SiteImage, SiteRendition
from courses.pages.blocks.reading import values_of
from courses.pages.links import prepare_links

# What Wagtail's image chooser shows.
CHOOSER_SPEC = "max-165x165"


def prepare_for_editing(page: Page, request: HttpRequest) -> None:
    """Fetch the links and the pictures of all of the page's bodies, for this person's editor."""
    if request.method == "GET":
        _prepare_states(page)
    bodies = list(_bodies(page))
    prepare_links(*(body.raw_data for body in bodies), *_texts(page), editor=request.user)
    images = [value for body in bodies for value in values_of(body) if isinstance(value, SiteImage)]
    renditions = SiteRendition.objects.filter(filter_spec=CHOOSER_SPEC)
    prefetch_related_objects(
        images, Prefetch("renditions", queryset=renditions, to_attr="prefetched_renditions")
    )


def _bodies(page: Page) -> Iterator[Any]:
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            yield getattr(page, field.name)


def _texts(page: Page) -> Iterator[str]:
    for field in page._meta.get_fields():
        if isinstance(field, RichTextField):
            yield getattr(page, field.name) or ""


def _prepare_states(page: Page) -> None:
    """Fetch where the page stands in a workflow, which Wagtail asks of it 18 times.

    Only to show it: an act on the page changes it meanwhile.
    """
    states = WorkflowState.objects.active().select_related("current_task_state__task")
    prefetch_related_objects(
        [page],
        Prefetch("_specific_workflow_states", queryset=states, to_attr="_current_workflow_states"),
    )
