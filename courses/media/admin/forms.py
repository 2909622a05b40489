"""The forms by which recordings and captions come into the admin."""

from itertools import chain
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.collections import BaseCollectionMemberForm
from wagtail.admin.forms.models import WagtailAdminModelForm

from cms.core.forms import CheckedUpload
from courses.media import checks
from courses.media.languages import language_choices
from courses.media.models import Audio, Video
from courses.media.permissions import audio_policy, video_policy
from courses.media.services.uploads import delete_stored, files_of, set_captions, set_file


class VideoField(CheckedUpload):
    """A video that browsers play."""

    def check_upload(self, file: Any) -> None:
        checks.check_video(file)


class AudioField(CheckedUpload):
    """Sound that browsers play."""

    def check_upload(self, file: Any) -> None:
        checks.check_audio(file)


class CaptionsField(CheckedUpload):
    """A WebVTT file; what is in it goes along with it."""

    def check_upload(self, file: Any) -> None:
        file.cues = checks.check_captions(file)


class RecordingForm(BaseCollectionMemberForm, WagtailAdminModelForm):
    """Adding and editing a recording: its file is checked, and inspected anew when it changes."""

    file_field: type[CheckedUpload]
    accepted = ""
    taken: Any = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=kwargs.get("for_user"), **kwargs)
        self.files_before = files_of(self.instance)
        if "collection" in self.fields:
            collection: Any = self.fields["collection"]
            collection.empty_label = None
        field = self.file_field(
            label=self.fields["file"].label,
            widget=forms.FileInput(attrs={"accept": self.accepted}),
            help_text=self._told(),
        )
        field.user = self.for_user
        self.fields["file"] = field

    def _told(self) -> str:
        taken = self.taken % {"size": filesizeformat(self.largest())}
        if self.instance.pk is None:
            return taken
        replacing = gettext("Choose a file only to replace the one that is there.")
        return f"{replacing} {taken}"

    def largest(self) -> int:
        """Return how many bytes a file may have."""
        raise NotImplementedError

    def discard_new_files(self) -> None:
        """Delete what was stored for a save that failed: no row knows of it."""
        for form in (self, *chain.from_iterable(self.formsets.values())):
            delete_stored(sorted(set(files_of(form.instance)) - set(form.files_before)))

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        """Save, with whatever belonged to an earlier file deleted."""
        if self.instance.pk is None:
            self.instance.uploaded_by_user = self.for_user
        is_new = "file" in self.changed_data
        if is_new:
            set_file(self.instance, self.cleaned_data["file"])
        saved = super().save(commit=commit)
        if commit and is_new:
            delete_stored(self.files_before)
        return saved


class VideoForm(RecordingForm):
    """A video; its captions are written in the same form."""

    permission_policy = video_policy
    file_field = VideoField
    accepted = "video/mp4,video/webm,.m4v"
    taken = _("MP4 with H.264 and AAC, or WebM; up to %(size)s.")

    def largest(self) -> int:
        return int(settings.VIDEO_MAX_UPLOAD_SIZE)


class AudioForm(RecordingForm):
    """A sound recording with its transcript."""

    permission_policy = audio_policy
    file_field = AudioField
    accepted = "audio/mpeg,audio/mp4,audio/ogg,audio/wav,.opus"
    taken = _("MP3, M4A, OGG or WAV; up to %(size)s.")

    def largest(self) -> int:
        return int(settings.AUDIO_MAX_UPLOAD_SIZE)


class CaptionTrackForm(WagtailAdminModelForm):
    """Words in one language, within the form of their video."""

    language = forms.ChoiceField(label=_("Language"), choices=language_choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.files_before = files_of(self.instance)
        if self.instance.pk is None:
            self.initial.setdefault("language", (get_language() or "en").partition("-")[0])
        field = CaptionsField(
            label=self.fields["file"].label,
            widget=forms.FileInput(attrs={"accept": ".vtt,text/vtt"}),
            help_text=self._told(),
        )
        field.user = self.for_user
        self.fields["file"] = field

    def _told(self) -> str:
        if self.instance.pk is None:
            return gettext("A WebVTT file, whose name ends in .vtt.")
        count = len(self.instance.cues)
        return ngettext(
            "%(count)d caption is there. Choose a WebVTT file to replace it.",
            "%(count)d captions are there. Choose a WebVTT file to replace them.",
            count,
        ) % {"count": count}

    def save(self, commit: bool = True) -> Any:
        """Save, with what the new file says; the video's own form has the transaction."""
        if "file" in self.changed_data:
            file = self.cleaned_data["file"]
            set_captions(self.instance, file, file.cues)
            delete_stored(self.files_before)
        return super().save(commit=commit)


class VideoUploadForm(VideoForm):
    """A new video, from within the chooser: its captions come later."""

    class Meta(VideoForm.Meta):
        model = Video
        fields = ("title", "file", "collection", "nothing_is_spoken")


class AudioUploadForm(AudioForm):
    """A new sound recording, from within the chooser."""

    class Meta(AudioForm.Meta):
        model = Audio
        fields = ("title", "file", "collection", "transcript")
