"""What a person says about themselves."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User
from cms.accounts.time_zones import time_zone_choices
from cms.core.languages import site_language_codes
from cms.core.services.uploads import (
    TooManyUploadsError,
    UploadRefusedError,
    count_upload,
    make_avatar,
)

# What the picture may come as; it is kept as WebP whatever it was.
PICTURE_TYPES = "image/jpeg,image/png,image/gif,image/webp,image/avif"
NAMES_OF_FIELDS = ("display_name", "about", "language", "time_zone")


class ProfileForm(forms.ModelForm):
    """Picture, name, a line about oneself, language and time zone."""

    picture = forms.FileField(
        label=_("Picture"),
        help_text=_(
            "JPEG, PNG, GIF, WebP or AVIF, up to 10 MB. We keep a square from its middle, "
            "without place and camera."
        ),
        required=False,
        # An empty file is refused in the words of all uploads.
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": PICTURE_TYPES}),
    )
    remove_picture = forms.BooleanField(label=_("Remove the picture"), required=False)
    display_name = forms.CharField(
        label=_("Your name"),
        help_text=_("As others may see it, and as it stands on certificates."),
        max_length=80,
        error_messages={"required": _("Enter your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    about = forms.CharField(
        label=_("About you"),
        help_text=_("One or two sentences, up to 280 characters. You may leave this empty."),
        max_length=280,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("These pages and our mails come in it."),
        error_messages={"invalid_choice": _("Choose a language from the list.")},
        widget=forms.Select(attrs={"autocomplete": "language"}),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Dates and times are shown in it."),
        error_messages={"invalid_choice": _("Choose a time zone from the list.")},
    )

    class Meta:
        model = User
        fields = NAMES_OF_FIELDS

    def __init__(self, *args: Any, network: str, **kwargs: Any) -> None:
        self.network = network
        super().__init__(*args, **kwargs)
        names = dict(settings.LANGUAGES)
        languages = [(code, names[code]) for code in site_language_codes() if code in names]
        zones = time_zone_choices(at=timezone.now(), current=self.instance.time_zone)
        # A typed list: the stubs of Django know no field by its name.
        fields: dict[str, Any] = self.fields
        fields["language"].choices = languages
        fields["time_zone"].choices = zones
        for field in fields.values():
            if not isinstance(field, forms.BooleanField):
                field.widget.attrs["class"] = "input"

    def clean_picture(self) -> bytes | None:
        """Make the square picture, or say at the field why the file is not taken."""
        file = self.cleaned_data["picture"]
        if not file:
            return None
        try:
            count_upload(self.instance, self.network)
            return make_avatar(file)
        except (UploadRefusedError, TooManyUploadsError) as error:
            raise forms.ValidationError(error.message, code=error.code) from error

    def clean_about(self) -> str:
        """Make one line of it: it stands beside names."""
        return " ".join(self.cleaned_data["about"].split())
