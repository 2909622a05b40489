"""The editor's form of a course's page."""

from typing import Any

from django.utils.translation import gettext as _


class ReadyFormMixin:
    """The form of a course's page: what is to go live must be ready; each fault at its block.

    Comes before the form's class.
    """

    def _post_clean(self) -> None:
        form: Any = self
        super()._post_clean()  # type: ignore[misc]  # the form's own
        if form.instance._state.adding:
            # Wagtail's form for new pages would have them live before anybody has asked us.
            form.instance.live = False
        if form.cleaned_data.get("expire_at"):
            form.add_error(
                "expire_at",
                _(
                    "Pages of a course have no end date. Take the page out of the course, or the"
                    " course off the site, on the course's desk."
                ),
            )
        is_going_live = bool(form.data.get("action-publish")) and not form.is_deferred_validation
        if is_going_live and not form.errors:
            for name, error in _known_errors(form).items():
                form.add_error(name, error)


def _known_errors(form: Any) -> dict[str | None, Any]:
    """Return what readiness finds; what no field of the form stands for is said above it."""
    # Models import this module, and what checks them imports models.
    from courses.pages.readiness.form_errors import form_errors

    page = form.instance
    if page._state.adding:
        return {}
    return {
        name if name in form.fields else None: error for name, error in form_errors(page).items()
    }
