"""What stands above every page of a walk: who looks, when, in which language; and for whoever
walks for themselves the choice of these."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from cms.accounts.services import zone_of
from courses.pages.enums import Persona
from courses.pages.walk.current import Walking
from courses.pages.walk.tokens import Walk

# What browsers send, with and without seconds.
MOMENT = "%Y-%m-%dT%H:%M"
MOMENTS = [MOMENT, f"{MOMENT}:%S"]
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


class MomentField(forms.DateTimeField):
    """A date and a time, in the zone at hand; empty for the moment of the visit."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"})
        super().__init__(input_formats=MOMENTS, widget=widget, **kwargs)
        self.error_messages["invalid"] = gettext_lazy(
            "Choose a date and a time, such as 3 May 2026, 12:00."
        )

    def clean(self, value: Any) -> datetime | None:
        """Return the moment; years far from now are typing errors."""
        moment: datetime | None = super().clean(value)
        if moment is not None and not EARLIEST <= moment <= LATEST:
            raise forms.ValidationError(gettext_lazy("Choose a date between 2000 and 2100."))
        return moment


class ChooseForm(forms.Form):
    """As whom, when and in which language a draft is walked."""

    persona = forms.ChoiceField(label=gettext_lazy("Shown as"), choices=Persona.choices)
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    at = MomentField(
        label=gettext_lazy("Date and time"),
        required=False,
        help_text=gettext_lazy("Empty: now."),
    )

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language: Any = self.fields["language"]
        language.choices = [(code, name_of(code)) for code in languages]


def name_of(code: str) -> str:
    """Return a language's name in itself."""
    return str(dict(settings.LANGUAGES).get(code) or get_language_info(code)["name_local"])


@dataclass(frozen=True)
class Banner:
    """What the banner says; `form` is None where what was chosen stays."""

    sentence: str
    ends: str
    form: ChooseForm | None
    is_open: bool


def chosen(request: HttpRequest, walking: Walking) -> ChooseForm | None:
    """Return the form of one's own walk, filled in as the address says, else as it is."""
    walk = walking.walk
    if not walk.is_own:
        return None
    languages = [course.language for course in walking.courses.values()]
    now = {"persona": walk.persona, "language": walk.language, "at": walk.at}
    data = request.GET if "persona" in request.GET else None
    with timezone.override(zone_of(walk.owner.time_zone)):
        form = ChooseForm(data, languages=languages, initial=now, auto_id="walk_%s")
        for field in form.fields.values():
            field.widget.attrs["class"] = "input"
        # What was typed is read in that zone too.
        form.is_valid()
    return form


def banner_of(walk: Walk, form: ChooseForm | None) -> Banner:
    """Return what the banner says, in the language at hand and the zone of the walk's owner."""
    moment = walk.at or timezone.now()
    zone = zone_of(walk.owner.time_zone)
    return Banner(
        sentence=_sentence(walk.persona)
        % {
            "date": date_format(timezone.localtime(moment, zone), "DATETIME_FORMAT"),
            "language": get_language_info(walk.language)["name_translated"],
        },
        ends=_("This walk ends on %(date)s (%(zone)s).")
        % {
            "date": date_format(timezone.localtime(walk.ends_at, zone), "DATETIME_FORMAT"),
            "zone": walk.owner.time_zone,
        },
        form=form,
        is_open=bool(form and form.is_bound),
    )


def _sentence(persona: Persona) -> str:
    if persona is Persona.GUEST:
        return _("You are walking the draft as a guest on %(date)s in %(language)s.")
    if persona is Persona.BUYER:
        return _("You are walking the draft as a buyer on %(date)s in %(language)s.")
    return _("You are walking the draft as a learner on %(date)s in %(language)s.")
