"""Walking a course's draft by oneself, and letting a colleague without an account walk it."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.models import Page

from courses.outline.models import Course
from courses.pages.admin.base import CourseScreen
from courses.pages.admin.outline_table import parse_key
from courses.pages.enums import Persona
from courses.pages.errors import NotAllowedError
from courses.pages.models import CoursePage, WalkLink
from courses.pages.walk.banner import ChooseForm, MomentField, name_of
from courses.pages.walk.links import LONGEST, address_of_link, end_link, open_links, send_link
from courses.pages.walk.rights import may_send, may_walk
from courses.pages.walk.tokens import own_walk

DAYS = (1, 7, 30)
BY_DATE = "date"


def _ends() -> list[tuple[str, str]]:
    # Asked for with each form: a number in lazy words is put in at once, in one language for all.
    days = [
        (str(day), ngettext("After %(count)d day", "After %(count)d days", day) % {"count": day})
        for day in DAYS
    ]
    return [*days, (BY_DATE, _("At a date"))]


class SendForm(ChooseForm):
    """What a colleague sees, and for how long."""

    ends = forms.ChoiceField(
        label=gettext_lazy("The link ends"),
        choices=_ends,
        widget=forms.RadioSelect,
        initial="7",
    )
    ends_at = MomentField(label=gettext_lazy("Ends on"), required=False)

    def clean(self) -> dict[str, Any]:
        """Work out the end: after today, and within a year."""
        data: dict[str, Any] = super().clean() or {}
        now = timezone.now()
        if data.get("ends") != BY_DATE:
            data["ends_at"] = now + timedelta(days=int(data.get("ends") or 1))
        elif "ends_at" in data:
            ends_at: datetime | None = data["ends_at"]
            if ends_at is None or not now < ends_at <= now + LONGEST:
                self.add_error("ends_at", _("Choose a date from now on, within a year."))
        return data


class WalkView(CourseScreen):
    """Opens the draft as chosen, and makes and ends links for others."""

    template_name = "courses/admin/walk.html"
    header_icon = "view"
    page_title: Any = gettext_lazy("Walk the draft")

    def may_enter(self) -> bool:
        """Let in whoever may see the drafts, the site's reviewers too while it waits for them."""
        return may_walk(self.person, self.course.course_key)

    @property
    def languages(self) -> dict[str, CoursePage]:
        """The course's page in each language, that of this screen first."""
        pages = CoursePage.objects.filter(
            translation_key=self.course.course_key, alias_of=None
        ).select_related("locale")
        found = {page.locale.language_code: page for page in pages.order_by("pk")}
        own = self.course.locale.language_code
        return {own: self.course} | found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "open" not in request.GET:
            return self.show()
        languages = self.languages
        asked = {"persona": Persona.LEARNER, "language": next(iter(languages)), "at": ""}
        given = {name: request.GET[name] for name in asked if name in request.GET}
        form = ChooseForm({**asked, **given}, languages=list(languages))
        if not form.is_valid():
            return self.show(choose_form=form)
        return redirect(self.address(form.cleaned_data, languages))

    def address(self, chosen: dict[str, Any], languages: dict[str, CoursePage]) -> str:
        """Return where the walk begins: at the page that was asked for, if it is there."""
        course = languages[chosen["language"]]
        page = self.asked_page()
        if page is not None:
            below = course.get_descendants(inclusive=True)
            page = below.filter(translation_key=page.translation_key).first()
        walk = own_walk(
            self.person,
            Course.objects.get(key=self.course.course_key),
            persona=Persona(chosen["persona"]),
            language=chosen["language"],
            at=chosen["at"],
        )
        return reverse("courses_pages:walk", args=[walk.token, (page or course).pk])

    def asked_page(self) -> Page | None:
        """Return the page of the course that the screen was opened from."""
        number = parse_key(self.request.GET.get("page", ""))
        if number is None:
            return None
        below = self.course.get_descendants(inclusive=True)
        found: Page | None = below.filter(pk=number).first()
        return found

    def show(self, **context: Any) -> HttpResponse:
        """Show the screen, with a form as it was filled in."""
        languages = list(self.languages)
        page = self.asked_page()
        given = {
            **self.get_context_data(),
            "choose_form": ChooseForm(languages=languages),
            "send_form": SendForm(languages=languages, auto_id="send_%s"),
            "page_id": page.pk if page else "",
            "may_send": may_send(self.person, self.course.course_key),
            "links": [self.line(link) for link in open_links(self.course)],
        }
        return self.render_to_response({**given, **context})

    def line(self, link: WalkLink) -> dict[str, Any]:
        """Return what the list says of a link; its address is shown to whoever made it."""
        languages = self.languages
        is_mine = link.owner_id == self.person.pk and link.language in languages
        return {
            "link": link,
            "persona": Persona(link.persona).label,
            "language": name_of(link.language),
            "address": address_of_link(link, languages[link.language].pk) if is_mine else "",
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return self.end() if "end" in request.POST else self.send()
        except NotAllowedError as error:
            raise PermissionDenied from error

    def send(self) -> HttpResponse:
        """Make a link as the form says."""
        form = SendForm(self.request.POST, languages=list(self.languages), auto_id="send_%s")
        if not form.is_valid():
            return self.show(send_form=form)
        data = form.cleaned_data
        send_link(
            self.course,
            by=self.person,
            persona=Persona(data["persona"]),
            language=data["language"],
            at=data["at"],
            ends_at=data["ends_at"],
        )
        messages.success(self.request, _("The link is made. Copy it from the list and send it."))
        return self.back()

    def end(self) -> HttpResponse:
        """End the link whose button was pressed."""
        number = parse_key(self.request.POST["end"])
        if number is None:
            raise NotAllowedError
        end_link(self.course, number, by=self.person)
        messages.success(self.request, _("The link has ended. Whoever has it is told so."))
        return self.back()

    def back(self) -> HttpResponse:
        """Lead to the list."""
        return redirect("courses_admin:walk", self.course.pk)
