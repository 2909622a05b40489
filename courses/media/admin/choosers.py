"""Choosing a recording: of those that the person may choose, or a new one."""

from typing import Any

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, CollectionFilterMixin
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets.chooser import BaseChooser
from wagtail.log_actions import log

from courses.media.admin.titles import shown_title
from courses.media.models import Audio, Video
from courses.media.permissions import choosable, policy_of


class TitleFilterForm(CollectionFilterMixin, BaseFilterForm):
    """Narrows the list by title and collection."""

    q = forms.CharField(
        label=_("Search term"),
        widget=forms.TextInput(attrs={"placeholder": _("Search")}),
        required=False,
    )

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        """Return what has the words in its title."""
        objects = super().filter(objects)
        if words := self.cleaned_data.get("q"):
            self.is_searching = True
            self.search_query = words
            objects = objects.filter(title__icontains=words)
        return objects


class _Listing:
    """The list in the chooser."""

    filter_form_class: Any = TitleFilterForm
    model_class: Any
    request: Any
    get_filter_form_class: Any

    def get_object_list(self) -> QuerySet[Any]:
        """Return what the person may choose."""
        found = choosable(self.request.user, self.model_class)
        return found.prefetch_related(*self.model_class.shown_with)

    def get_filter_form(self) -> forms.Form:
        """Offer the person's own collections only."""
        policy = policy_of(self.model_class)
        own = policy.collections_user_has_permission_for(self.request.user, "choose")
        form: forms.Form = self.get_filter_form_class()(
            self.request.GET, collections=own if own.count() > 1 else None
        )
        return form

    @property
    def title_column(self) -> Any:
        """Say beside the title what the recording still lacks."""
        column: Any = super().title_column  # type: ignore[misc]
        column.accessor = shown_title
        return column

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        return _with_person(super().get_creation_form_kwargs(), self.request)  # type: ignore[misc]


def _with_person(kwargs: dict[str, Any], request: Any) -> dict[str, Any]:
    """Let the form know who uploads: it offers their collections and counts their files."""
    return {**kwargs, "for_user": request.user}


class ChooseView(_Listing, chooser.ChooseView):
    """The whole of the chooser."""


class ChooseResultsView(_Listing, chooser.ChooseResultsView):
    """Its list only."""


class _Chosen:
    """What is said of a chosen recording."""

    def get_display_title(self, instance: Any) -> str:
        return shown_title(instance)


class ChosenView(_Chosen, chooser.ChosenView):
    """One that the person may choose; any other is not there."""

    def get_object(self, pk: str) -> Any:
        return choosable(self.request.user, self.model_class).get(pk=pk)


class ChosenMultipleView(_Chosen, chooser.ChosenMultipleView):
    """Several that the person may choose; others are left out."""

    def get_objects(self, pks: list[str]) -> QuerySet[Any]:
        return choosable(self.request.user, self.model_class).filter(pk__in=pks)


class CreateView(_Chosen, chooser.CreateView):
    """A new one, from within the chooser."""

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        return _with_person(super().get_creation_form_kwargs(), self.request)

    @transaction.atomic
    def save_form(self, form: Any) -> Any:
        """Save and log, as the form of its own does."""
        made = form.save()
        log(instance=made, action="wagtail.create", content_changed=True)
        return made


class RecordingWidget(BaseChooser):
    """The field that shows what is chosen."""

    def get_display_title(self, instance: Any) -> str:
        return shown_title(instance)


class RecordingChooser(ChooserViewSet):
    """What both kinds have in common."""

    icon = "media"
    base_widget_class = RecordingWidget
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView
    create_view_class = CreateView
    create_action_label: Any = _("Upload")
    create_action_clicked_label: Any = _("Uploading…")


video_chooser = RecordingChooser(
    "courses_video_chooser",
    model=Video,
    permission_policy=policy_of(Video),
    creation_form_class="courses.media.admin.forms.VideoUploadForm",
    url_prefix="videos/chooser",
    choose_one_text=_("Choose a video"),
    choose_another_text=_("Choose another video"),
    edit_item_text=_("Edit this video and its captions"),
)
audio_chooser = RecordingChooser(
    "courses_audio_chooser",
    model=Audio,
    permission_policy=policy_of(Audio),
    creation_form_class="courses.media.admin.forms.AudioUploadForm",
    url_prefix="audio/chooser",
    choose_one_text=_("Choose an audio file"),
    choose_another_text=_("Choose another audio file"),
    edit_item_text=_("Edit this audio file"),
)
