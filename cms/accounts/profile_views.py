"""The page on which a person says who they are."""

import copy
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.generic import FormView

from cms.accounts.models import User
from cms.accounts.permissions import person_of
from cms.accounts.profile_form import ProfileForm
from cms.accounts.services import remove_picture, save_profile, set_picture
from cms.core.services.uploads import network_of


class ProfileView(LoginRequiredMixin, FormView):
    """Name, picture, language and time zone; leads to itself in the language that was chosen."""

    template_name = "account/profile.html"
    form_class = ProfileForm

    def get_form_kwargs(self) -> dict[str, Any]:
        # A copy: what is refused must not show in the head of the page.
        return {
            **super().get_form_kwargs(),
            "instance": copy.copy(self.request.user),
            "network": network_of(self.request),
        }

    def form_invalid(self, form: ProfileForm) -> HttpResponse:
        """Keep a good picture all the same: a browser does not send a chosen file again."""
        if picture := form.cleaned_data.get("picture"):
            set_picture(person_of(self.request), picture)
            messages.warning(self.request, _("The picture is saved. The rest is not saved yet."))
        return super().form_invalid(form)

    def form_valid(self, form: ProfileForm) -> HttpResponse:
        person = person_of(self.request)
        if picture := form.cleaned_data["picture"]:
            set_picture(person, picture)
        elif form.cleaned_data["remove_picture"]:
            remove_picture(person)
        user: User = save_profile(form.instance)
        with translation.override(user.language):
            self.success_url = reverse("account_profile")
            messages.success(self.request, _("Your profile is saved."))
        return super().form_valid(form)
