"""Model fields of courses."""

from typing import Any

from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _


def spoken_language_choices() -> list[tuple[str, str]]:
    """Return codes and own names: the site's languages first, then the world's by their names."""
    site = dict(settings.LANGUAGES)
    world = {
        code: str(info["name_local"])
        for code, info in LANG_INFO.items()
        # Regional forms of a language sound alike enough for this list.
        if "name_local" in info and "-" not in code and code not in site
    }
    by_name = sorted(world.items(), key=lambda pair: pair[1].casefold())
    return [*site.items(), *by_name]


class LanguagesField(models.JSONField):
    """A list of language codes, in the order of `spoken_language_choices`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["default"] = list
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: Any) -> None:
        """Refuse a code that nobody can choose."""
        super().validate(value, model_instance)
        known = dict(spoken_language_choices())
        if not isinstance(value, list) or any(code not in known for code in value):
            raise ValidationError(_("Choose languages from the list."), code="invalid_choice")

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Return ticks, one for each language."""
        return forms.MultipleChoiceField(
            choices=spoken_language_choices,
            required=False,
            label=self.verbose_name,
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple(attrs={"class": "spoken-languages"}),
        )
