"""The page on which somebody with an account accepts newer terms."""

from typing import Any

from django import forms
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation
from django.views.generic import FormView

from cms.accounts.adapter import home_of, next_of
from cms.accounts.models import TermsAcceptance
from cms.accounts.permissions import person_of
from cms.accounts.services import accept_terms, live_terms
from cms.accounts.services.terms import TERMS_CHANGED, seen_version, sign_version


class AcceptForm(forms.Form):
    """Which version the person saw: they accept that one and no other."""

    terms_version = forms.CharField(widget=forms.HiddenInput, required=False)


class TermsView(LoginRequiredMixin, FormView):
    """Links to the terms that are live and takes the person's yes, once a version."""

    template_name = "account/terms.html"
    form_class = AcceptForm

    def dispatch(self, *args: Any, **kwargs: Any) -> Any:
        self.terms = live_terms(translation.get_language() or "")
        return super().dispatch(*args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"terms_version": sign_version(self.terms)} if self.terms else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        accepted = None
        if self.terms:
            accepted = TermsAcceptance.objects.filter(
                user=person_of(self.request), version=self.terms.version
            ).first()
        return super().get_context_data(
            **kwargs, terms=self.terms, accepted=accepted, next=next_of(self.request) or ""
        )

    def form_valid(self, form: AcceptForm) -> HttpResponse:
        if self.terms is None:
            return self.render_to_response(self.get_context_data(form=form))
        if seen_version(form.cleaned_data["terms_version"]) != self.terms.version:
            fresh = AcceptForm(initial=self.get_initial())
            return self.render_to_response(self.get_context_data(form=fresh, changed=TERMS_CHANGED))
        accept_terms(
            person_of(self.request),
            version=self.terms.version,
            language=translation.get_language() or "",
            now=timezone.now(),
        )
        return HttpResponseRedirect(next_of(self.request) or home_of(self.request.user))
