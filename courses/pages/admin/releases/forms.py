"""What the screens of releases ask for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminAutoHeightTextInput

from courses.pages.comparing import PageChange, PartChange
from courses.pages.material import Judgement, Place
from courses.pages.services import Answers

# A page of writing: enough to explain, and no place for a whole lesson.
LONGEST_TEXT = 2000
NOW, LATER = "now", "later"
AGAIN, LEAVE = "again", "leave"


def site_zone() -> ZoneInfo:
    """Return the zone in which the site's times are set."""
    return ZoneInfo(settings.TIME_ZONE)


@dataclass(frozen=True)
class Question:
    """A changed question of which its author says what that means; where it is, if it is shown."""

    field: forms.BoundField
    change: PageChange | None
    part: PartChange | None


class SiteTimeField(forms.DateTimeField):
    """A date and time in the site's zone, whatever the zone of the person who writes it."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **options)

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(site_zone()):
            return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        with timezone.override(site_zone()):
            return super().prepare_value(value)


def _text(**options: Any) -> forms.CharField:
    # Lines that end in CR LF count as one letter more than the browser's counter shows.
    return forms.CharField(widget=AdminAutoHeightTextInput(), max_length=LONGEST_TEXT, **options)


class LookAgainForm(forms.Form):
    """Asks whether learners should look again where a question changed, and offers it elsewhere.

    `judgements` are what became of the blocks that would go live.
    """

    def __init__(
        self, *args: Any, judgements: Mapping[Place, Judgement] | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.asked: dict[Place, str] = {}
        self.offered: dict[Place, str] = {}
        for place, judgement in (judgements or {}).items():
            name = "{}-{}".format(*place)
            if judgement is Judgement.ASKS:
                self.asked[place] = f"asked-{name}"
                self.fields[f"asked-{name}"] = self._choice()
            elif judgement is Judgement.COSMETIC:
                self.offered[place] = f"again-{name}"
                self.fields[f"again-{name}"] = forms.BooleanField(
                    label=_("Learners should look again"), required=False
                )

    def _choice(self) -> forms.ChoiceField:
        return forms.ChoiceField(
            choices=[
                (LEAVE, _("Only the wording changed: nobody is asked")),
                (AGAIN, _("It asks something else now: learners should look again")),
            ],
            widget=forms.RadioSelect,
            error_messages={"required": _("Say whether learners should look again.")},
        )

    def answers(self) -> Answers:
        """Return what was said. Call it on a valid form."""
        data = self.cleaned_data
        said = {place: data[name] for place, name in self.asked.items()}
        again = {place for place, one in said.items() if one == AGAIN}
        again |= {place for place, name in self.offered.items() if data[name]}
        return Answers(frozenset(again), frozenset(said) - again)

    def questions(self, parts: Mapping[Place, tuple[PageChange, PartChange]]) -> list[Question]:
        """Return what is asked, each with what changed there."""
        return [
            Question(self[name], *parts.get(place, (None, None)))
            for place, name in self.asked.items()
        ]

    def ticks(self) -> dict[Place, forms.BoundField]:
        """Return what is offered, by where it is."""
        return {place: self[name] for place, name in self.offered.items()}

    @property
    def is_unanswered(self) -> bool:
        """Whether a question was left without an answer."""
        return self.is_bound and any(name in self.errors for name in self.asked.values())


class SubmitForm(LookAgainForm):
    """What the author tells the reviewer."""

    note = _text(
        label=gettext_lazy("Note to the reviewer"),
        required=False,
        help_text=gettext_lazy("What you changed and why. It is kept with the release."),
    )


class ApproveForm(forms.Form):
    """When the release goes live, and on what grounds if something is missing."""

    when = forms.ChoiceField(
        label=gettext_lazy("When it goes live"),
        choices=[(NOW, gettext_lazy("Now")), (LATER, gettext_lazy("At a date and time"))],
        widget=forms.RadioSelect,
        initial=NOW,
    )
    go_live_at = SiteTimeField(
        label=gettext_lazy("Date and time"),
        required=False,
        error_messages={"invalid": gettext_lazy("Write a whole date and a time.")},
    )
    allows_corrections = forms.BooleanField(
        label=gettext_lazy("From now on small corrections may go live without review"),
        required=False,
        help_text=gettext_lazy(
            "Its instructors can then publish a correction of one live lesson by themselves."
        ),
    )
    override_reason = _text(
        label=gettext_lazy("Reason for releasing with defects"),
        required=False,
        help_text=gettext_lazy("It is kept with the release, with your name."),
    )

    def __init__(self, *args: Any, has_defects: bool, is_allowed: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not has_defects:
            del self.fields["override_reason"]
        self.fields["allows_corrections"].initial = is_allowed
        self.fields["go_live_at"].help_text = _("In the time zone %(zone)s.") % {
            "zone": settings.TIME_ZONE
        }

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("when") != LATER:
            data["go_live_at"] = None
            self.errors.pop("go_live_at", None)
        elif not data.get("go_live_at") and "go_live_at" not in self.errors:
            self.add_error("go_live_at", _("Give a date and a time, or choose “Now”."))
        elif data.get("go_live_at") and data["go_live_at"] <= timezone.now():
            self.add_error(
                "go_live_at", _("This time has passed. Give a later one, or choose “Now”.")
            )
        if "override_reason" in self.fields and not data.get("override_reason"):
            self.add_error(
                "override_reason",
                _("Say why the course shall go live although something is missing."),
            )
        return data


class SendBackForm(forms.Form):
    """What the author has to change."""

    reason = _text(
        label=gettext_lazy("What should be changed"),
        help_text=gettext_lazy("Whoever submitted the course gets these words by mail."),
        error_messages={"required": gettext_lazy("Say what should be changed.")},
    )


class CommentForm(forms.Form):
    """A comment at one place of a page."""

    text = _text(
        label=gettext_lazy("Your comment"),
        error_messages={"required": gettext_lazy("Write the comment first.")},
    )
