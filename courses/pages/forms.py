"""The forms of course pages in the editor."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from courses.outline.services import category_choices
from courses.pages.roads.forms import ReadyFormMixin


class OwnFilesForm(WagtailAdminPageForm):
    """A page's form that takes only files which its writer may use, or which it had already."""

    def _post_clean(self) -> None:
        # Models import this module, and what knows the kinds of files imports models.
        from courses.pages.references import files_of, foreign_files

        before = files_of(self.instance)
        super()._post_clean()
        if self.for_user and foreign_files(self.for_user, before, files_of(self.instance)):
            self.add_error(
                None,
                ValidationError(
                    _(
                        "This page names a file that is not yours to use, or that is gone."
                        " Choose another one in its place."
                    ),
                    code="foreign_file",
                ),
            )


class ReleasedPageForm(ReadyFormMixin, OwnFilesForm):
    """The form of a page that goes live with its course."""


class CoursePageForm(ReleasedPageForm):
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
