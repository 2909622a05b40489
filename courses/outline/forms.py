from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm


class CategoryForm(WagtailAdminModelForm):
    """A category's form, in which the one above it is chosen by its name."""

    parent_key = forms.TypedChoiceField(label=_("Above it"), required=False, empty_value=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model = type(self.instance)
        locale_id = self.instance.locale_id or kwargs.get("locale_id")
        rows = model.objects.exclude(translation_key=self.instance.translation_key)
        if locale_id:
            rows = rows.filter(locale_id=locale_id)
        field: Any = self.fields["parent_key"]
        field.coerce = UUID
        field.choices = [
            ("", _("None: it is one of the topmost")),
            *((str(row.translation_key), row.name) for row in rows.order_by("name")),
        ]
