"""Refusing a draft that was overtaken on the server, so that it takes no newer word away.

Wagtail asks whether a draft that the editor sends by itself (autosave) is out of date before it
reads the form. A large form takes seconds to read: whoever presses Ctrl+S while such a draft is on
its way has two requests at work at once, and the older words could be written last. Here the
question is asked again when all that is left is to write, with the page's row held until it is.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpResponseBase
from django.utils.translation import gettext
from wagtail.models import Page

# Wagtail's own words for it, which its catalogues have: they are not read into ours.
WORDS = "Saving will overwrite a newer version."

Save = Callable[[Any], HttpResponseBase]


def connect() -> None:
    """Stand before the saving of every page's draft."""
    from wagtail.admin.views.pages import edit

    view: Any = edit.EditView
    if not hasattr(view.save_action, "asks_again"):
        view.save_action = _asking_again(view.save_action)


def _asking_again(save: Save) -> Save:
    def save_action(view: Any) -> HttpResponseBase:
        with transaction.atomic():
            # Whoever saves by hand asks, too: two that take a page's rows in one order never wait
            # for each other in a ring. Who pressed the button is the newest; only what comes by
            # itself is refused.
            is_overtaken = _newest(view.page.pk) != _seen(view)
            if is_overtaken and view.expects_json_response:
                answer: HttpResponseBase = view.json_error_response(
                    "invalid_revision", gettext(WORDS)
                )
                return answer
            return save(view)

    save_action.asks_again = True  # type: ignore[attr-defined]
    return save_action


def _seen(view: Any) -> tuple[Any, Any]:
    """Return the newest draft when the request began; one that is written over keeps its key."""
    page = view.real_page_record
    return page.latest_revision_id, page.latest_revision_created_at


def _newest(pk: int) -> tuple[Any, Any] | None:
    """Return it now, None if the page is gone. Nobody writes another until the transaction ends."""
    # Rows that only name the page, such as somebody's progress, need not wait.
    pages: Any = Page.objects.select_for_update(no_key=True).filter(pk=pk)
    found: tuple[Any, Any] | None = pages.values_list(
        "latest_revision_id", "latest_revision_created_at"
    ).first()
    return found
