from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from cms.pages.legal_text import is_unfinished
from cms.pages.models import LegalPage


@hooks.register("before_bulk_action")
def refuse_unfinished_texts(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Refuse to publish several pages at once when a legal text among them is not finished.

    The page's own guard would end the request with an error.
    """
    pages = [found for found in objects if isinstance(found, Page)]
    if action_type != "publish" or not pages:
        return None
    wanted = Q(pk__in=[page.pk for page in pages])
    if action.cleaned_form.cleaned_data.get("include_descendants"):
        for page in pages:
            wanted |= Q(path__startswith=page.path, live=False)
    drafts = [page.get_latest_revision_as_object() for page in LegalPage.objects.filter(wanted)]
    unfinished = [draft.title for draft in drafts if is_unfinished(draft.body)]
    if not unfinished:
        return None
    messages.error(
        request,
        _(
            "Nothing was published: parts of these texts are still to be written, in double"
            " square brackets: %(titles)s"
        )
        % {"titles": ", ".join(unfinished)},
    )
    return redirect(action.next_url)
