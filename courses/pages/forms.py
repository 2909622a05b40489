"""The forms of course pages in the editor."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from courses.outline.services import category_choices


class CoursePageForm(WagtailAdminPageForm):
    """A course's form: categories and tags are those of the page's language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        locale_id = self.instance.locale_id
        if "category" in self.fields:
            field: Any = self.fields["category"]
            field.queryset = field.queryset.filter(locale_id=locale_id)
            field.choices = [("", field.empty_label or ""), *category_choices(locale_id)]
        if "tags" in self.fields:
            field = self.fields["tags"]
            field.queryset = field.queryset.filter(locale_id=locale_id)
