"""Apart from the other forms: allauth's own form module imports this one."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User


class SignupExtras(forms.Form):
    """What we ask at sign-up beside e-mail and password."""

    display_name = forms.CharField(
        label=_("Your name"),
        help_text=_("As others may see it, and as it stands on certificates."),
        max_length=80,
        error_messages={"required": _("Enter your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["display_name", "email", "password1"]

    def signup(self, request: HttpRequest, user: User) -> None:
        """Keep the name on the new user; allauth calls this after its own fields."""
        user.display_name = self.cleaned_data["display_name"]
        user.save(update_fields=["display_name"])
