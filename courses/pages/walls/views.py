"""Views that stand in the place of Wagtail's own where those show everybody's content."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views import tags
from wagtail.admin.views.chooser import BrowseView
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail_localize.views.report import TranslationsReportView

from courses.pages.walls.reach import reachable_pages, reachable_tags

LONGEST_TAG = 100


@require_admin_access
def own_tags(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
    """Offer the tags of images and documents within reach while one is typed."""
    if kwargs:
        # Tags of other models: what they would be of is not known here.
        return JsonResponse([], safe=False)
    term = request.GET.get("term", "")[:LONGEST_TAG]
    if not term:
        return JsonResponse([], safe=False)
    found = reachable_tags(request.user).filter(name__istartswith=term).order_by("name")
    names = found.values_list("name", flat=True)[: tags.TAGS_AUTOCOMPLETE_LIMIT]
    return JsonResponse(list(names), safe=False)


@require_admin_access
def browse_own_pages(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
    """Begin the page chooser where the person's own pages begin.

    Asked for pages of one type, Wagtail begins at the common ancestor of all there are of it:
    with one course on the site, at that course.
    """
    if kwargs.get("parent_page_id") is None and request.GET.get("page_type"):
        top = page_permission_policy.explorable_root_instance(request.user)
        kwargs["parent_page_id"] = (top or Page.get_first_root_node()).pk
    return BrowseView.as_view()(request, **kwargs)


class OwnTranslationsReport(TranslationsReportView):
    """The translations of pages within reach."""

    def get_queryset(self) -> Any:
        keys = reachable_pages(self.request.user).values("translation_key")
        rows: Any = super().get_queryset()
        return rows.filter(source__object_id__in=keys).order_by("-pk")
