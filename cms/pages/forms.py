"""Forms of the editor that refuse more than a field can."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm

from cms.pages.legal_text import UNFINISHED, is_unfinished

# What the editor's buttons post that make a text live, or ask for it.
PUBLISHING_BUTTONS = ("action-publish", "action-submit", "action-workflow-action")


class LegalPageForm(WagtailAdminPageForm):
    """Refuses to publish what is not finished, and never repeats a tick by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page = self.instance
        # The tick belongs to the draft it was set in; the next draft begins without it.
        if page.live and not page.has_unpublished_changes:
            self.initial["is_new_version"] = False
        if "kind" in self.fields and page.pk and page.kind:
            # Its versions are kept by kind: people accepted terms, not what became of them.
            self.fields["kind"].disabled = True

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        wants_live = any(button in self.data for button in PUBLISHING_BUTTONS)
        if wants_live and is_unfinished(cleaned.get("body")):
            self.add_error("body", ValidationError(UNFINISHED, code="unfinished"))
        return cleaned
