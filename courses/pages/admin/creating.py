"""A course is begun: a title, a category, and its desk."""

import uuid
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Locale

from cms.accounts.permissions import person_of
from courses.outline.models import Category
from courses.outline.services import category_choices
from courses.pages.admin.base import DESK, LIST
from courses.pages.course_blocks import LONGEST_LINE
from courses.pages.errors import CourseError
from courses.pages.models import CatalogPage
from courses.pages.permissions import user_may_create_courses
from courses.pages.services import checked_title, create_course

# A form left open overnight still works; one of last month gets a new key.
KEY_SALT = "courses.pages.create"
KEY_SECONDS = 7 * 24 * 3600


def new_key(user: Any) -> str:
    """Return the key of the course to be, signed: the form that comes twice brings one course."""
    return signing.dumps([str(uuid.uuid4()), user.pk], salt=KEY_SALT)


def key_of(signed: str, user: Any) -> uuid.UUID | None:
    """Read the key, None for one that is not this person's or too old."""
    try:
        key, owner = signing.loads(signed, salt=KEY_SALT, max_age=KEY_SECONDS)
    except (signing.BadSignature, ValueError):
        return None
    return uuid.UUID(key) if owner == user.pk else None


class CreateForm(forms.Form):
    """What a course begins with; everything else is written later."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("You can change it later."),
        # The service says what is wrong, in the same words everywhere.
        required=False,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    language = forms.ModelChoiceField(
        label=gettext_lazy("Language"),
        help_text=gettext_lazy(
            "The language that you write the course in. It can be translated later."
        ),
        queryset=Locale.objects.none(),
        empty_label=None,
    )
    category = forms.ModelChoiceField(
        label=gettext_lazy("Category"),
        help_text=gettext_lazy("Where people find it in the catalogue. It can wait."),
        queryset=Category.objects.none(),
        required=False,
        empty_label=gettext_lazy("Decide later"),
    )
    outcome = forms.CharField(
        label=gettext_lazy("What people can do afterwards"),
        help_text=gettext_lazy(
            "One outcome, such as “Draw a cross-section with a string and a stick”. It can wait,"
            " but without one the course does not go live."
        ),
        required=False,
        max_length=LONGEST_LINE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        with_catalogue = CatalogPage.objects.values("locale_id")
        locales = Locale.objects.filter(pk__in=with_catalogue)
        language = self.fields["language"]
        language.queryset = locales  # type: ignore[attr-defined]  # a field of choices has one
        default = Locale.get_default()
        self.locale = locales.filter(language_code=(get_language() or "")[:2]).first() or default
        if len(locales) == 1:
            del self.fields["language"]
        else:
            language.initial = self.locale.pk
        # Of one language: a category is the same in all, whichever name it was chosen by.
        self._offer_categories()

    def _offer_categories(self) -> None:
        category = self.fields["category"]
        category.queryset = Category.objects.filter(  # type: ignore[attr-defined]  # as above
            locale_id=self.locale.pk
        )
        category.choices = [  # type: ignore[attr-defined]  # as above
            ("", _("Decide later")),
            *category_choices(self.locale.pk),
        ]

    def clean_title(self) -> str:
        """Refuse what the service would."""
        try:
            return checked_title(self.cleaned_data["title"])
        except CourseError as error:
            raise forms.ValidationError(str(error), code=error.code) from error


class CreateView(WagtailAdminTemplateMixin, View):
    """Asks for a title and makes the course."""

    template_name = "courses/admin/create.html"
    page_title: Any = gettext_lazy("Create a course")
    header_icon = "plus"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.person = person_of(request)
        if not user_may_create_courses(self.person):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(LIST), "label": _("Courses")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "list_url": reverse(LIST)}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = CreateForm(initial={"key": new_key(self.person)})
        return self.render_to_response(self.get_context_data(form=form))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = CreateForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        data = form.cleaned_data
        try:
            course = create_course(
                data["title"],
                category=data["category"],
                outcome=data["outcome"],
                owner=self.person,
                locale=data.get("language"),
                key=key_of(data["key"], self.person),
            )
        except CourseError as error:
            messages.error(request, str(error))
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, _("The course is begun. It is a draft: nobody but you sees it."))
        return redirect(DESK, course.pk)
