"""Pages for those who build the site; only with DEV_PAGES_ENABLED."""

from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cms.core.maintenance import DEFAULT_MINUTES, closed_page
from cms.core.problems import csrf_failure, problem_page

# Ids of people whose birds show every crest in every tint.
PEOPLE = tuple(SimpleNamespace(pk=number) for number in range(24))

# Words, as they are shown.
TOKENS = (
    "paper surface sunken line edge ink ink-2 ink-3 yellow yellow-soft action "
    "action-strong action-soft success success-soft warning warning-soft danger "
    "danger-soft info info-soft moss moss-ink lake lake-ink clay clay-ink plum plum-ink "
    "rose rose-ink reed reed-ink"
)
PROBLEMS = "400 403 404 410 413 429 500 csrf maintenance"
KINDS = "moss lake clay plum rose reed success warning danger info gold"
ICONS = (
    "search bell globe chevron arrow check lock play pause captions speed expand volume "
    "clock page film quiz code info warn cross menu filter award download note star eye "
    "eye-off sun moon system person"
)


class SpecimenForm(forms.Form):
    """One field of each kind; the words are those of the account pages."""

    name = forms.CharField(label=_("Your name"), max_length=80)
    email = forms.EmailField(label=_("E-mail address"), help_text=_("Where people write."))
    password = forms.CharField(label=_("Password"), widget=forms.PasswordInput)
    language = forms.ChoiceField(
        label=_("Language"), choices=[("en", "English"), ("fr", "Français"), ("ar", "العربية")]
    )
    place = forms.ChoiceField(
        label=_("Courses"),
        choices=[("a", _("Browse the courses")), ("b", _("To the home page"))],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label=_("text"), widget=forms.Textarea(attrs={"rows": 3}))
    picture = forms.FileField(label=_("picture"))
    remember = forms.BooleanField(label=_("Stay signed in on this device for two weeks"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "email", "password", "language", "text", "picture"):
            self.fields[name].widget.attrs["class"] = "input"


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Show every part once, in the states it can have."""
    mistaken = SpecimenForm({"email": "nobody", "language": "en"}, prefix="mistaken")
    mistaken.is_valid()
    context = {
        "form": SpecimenForm(initial={"place": "a"}),
        "mistaken": mistaken,
        "people": PEOPLE,
        "tokens": TOKENS.split(),
        "icons": ICONS.split(),
        "kinds": KINDS.split(),
        "problems": PROBLEMS.split(),
        "barbs": ("done",) * 4 + ("new", "here") + ("",) * 5,
        "crumbs": [
            {"title": _("Courses"), "url": "#s-ways"},
            {"title": "Fledge", "url": "#s-ways"},
        ],
        "tabs": [
            {"label": _("Courses"), "url": "#s-ways", "is_current": True, "count": 3},
            {"label": _("Language"), "url": "#s-ways", "is_current": False},
        ],
        "list_page": Paginator(range(120), 10).page(5),
        "covers": [
            {"name": "reading-a-river", "tint": "moss"},
            {"name": "kiswahili-kwa-kazi", "tint": "plum"},
        ],
    }
    return render(request, "core/components.html", context)


@require_safe
def to_components(request: HttpRequest) -> HttpResponseRedirect:
    """Lead to the page in the visitor's language."""
    return HttpResponseRedirect(f"/{translation.get_language()}/dev/components/")


@require_safe
def problem(request: HttpRequest, name: str) -> HttpResponse:
    """Show the page of a refusal as if it had come about."""
    if name == "csrf":
        return csrf_failure(request)
    if name == "maintenance":
        return closed_page(request, DEFAULT_MINUTES)
    if name not in PROBLEMS.split():
        raise Http404
    waiting = 90 if int(name) == HTTPStatus.TOO_MANY_REQUESTS else None
    return problem_page(request, HTTPStatus(int(name)), retry_after_seconds=waiting)


def dev_patterns() -> list[URLPattern]:
    """Return the addresses of these pages, which stand under a language."""
    return [
        path("dev/components/", components, name="components"),
        path("dev/problems/<str:name>/", problem, name="problem"),
    ]
