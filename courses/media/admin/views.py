"""Lists and forms of recordings. Wagtail's generic views know no collections: each of these
takes its objects from those that the person has a right to, so that what is somebody else's is
the same as what is not there.
"""

from typing import Any

from django.db import IntegrityError, models
from django.http import HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage

from courses.media.blocks.transcripts import CueLine
from courses.media.models import Recording, Video
from courses.media.permissions import policy_of


def own_recordings(view: Any, *actions: str) -> models.QuerySet[Any]:
    """Return the recordings with which the person of a view may do one of `actions`."""
    recordings: models.QuerySet[Any] = policy_of(view.model).instances_user_has_any_permission_for(
        view.request.user, actions
    )
    return recordings.select_related("collection", "uploaded_by_user")


def _duration(recording: Recording) -> str:
    seconds = recording.duration_seconds
    return CueLine(seconds, "").clock if seconds else ""


def _problem(recording: Recording) -> str:
    if recording.problem:
        return str(recording.get_problem_display())
    if isinstance(recording, Video) and recording.lacks_captions:
        return gettext("No captions yet.")
    return ""


class IndexView(generic.IndexView):
    """The recordings that the person may change."""

    def get_base_queryset(self) -> models.QuerySet[Any]:
        """Return the person's own, with what the list shows of each."""
        recordings = own_recordings(self, "change", "delete")
        return recordings.prefetch_related("caption_tracks") if self.model is Video else recordings

    @cached_property
    def columns(self) -> list[Any]:  # type: ignore[override]  # as Wagtail's own list does
        return [
            self._get_title_column("title"),
            Column("collection", label=_("Collection"), accessor="collection.name"),
            Column("duration", label=_("Duration"), accessor=_duration),
            Column("problem", label=_("To do"), accessor=_problem),
            DateColumn("created_at", label=_("Uploaded"), sort_key="created_at"),
        ]


class _RaceMixin:
    """Tells of captions that somebody else has added in the same moment."""

    def form_valid(self: Any, form: Any) -> HttpResponse:
        """Save; the database refuses a second track of one language and kind."""
        try:
            answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        except IntegrityError:
            form.discard_new_files()
            self.produced_error_message = self.get_error_message()
            form.add_error(
                None,
                gettext(
                    "There are captions of this kind and language by now. Load the page again to"
                    " see them."
                ),
            )
            return self.form_invalid(form)
        return answer


class CreateView(_RaceMixin, generic.CreateView):
    """A new recording; the form offers the person's own collections only."""


class EditView(_RaceMixin, generic.EditView):
    """One recording."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return own_recordings(self, "change")


class DeleteView(generic.DeleteView):
    """One recording, and what shows it."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return own_recordings(self, "delete")


class UsageView(usage.UsageView):
    """What shows a recording; Wagtail names no page that the person may not edit."""

    def get_base_object_queryset(self) -> models.QuerySet[Any]:
        return own_recordings(self, "change")


class HistoryView(history.HistoryView):
    """Who did what with a recording."""

    def get_base_object_queryset(self) -> models.QuerySet[Any]:
        return own_recordings(self, "change")
