"""Files that pages for everybody show: open as long as such a page is live."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
    get_page_models,
)
from wagtail.models import ReferenceIndex as Reference

from cms.core.gate import register_gate
from courses.pages.models import CatalogPage

# A path of Wagtail's tree has so many letters a level.
_STEP = Page.steplen


def open_pages_show(user: Any, file: Any) -> bool:
    """Open a document or an image that a page which everybody may read refers to.

    References are those of what is live, not of drafts. A page counts when every page above it
    is live, too: Wagtail goes on serving a live page below one that was taken down.
    """
    paths = list(
        Page.objects.live()
        .filter(pk__in=_referring_pages(file), alias_of=None)
        .values_list("path", flat=True)
    )
    if not paths or not _collection_lets_in(user, file.collection):
        return False
    above = {path[:length] for path in paths for length in range(_STEP, len(path), _STEP)}
    closed = set(Page.objects.filter(path__in=above, live=False).values_list("path", flat=True))
    closed |= set(PageViewRestriction.objects.values_list("page__path", flat=True))
    return any(not _is_below(path, closed) for path in paths)


def _referring_pages(file: Any) -> list[int]:
    # All kinds of cms.pages are for everybody. Of the courses only the catalogue is.
    kinds = [model for model in get_page_models() if model._meta.app_label == "cms_pages"]
    references: QuerySet[Reference] = Reference.objects.filter(
        to_content_type=ContentType.objects.get_for_model(file),
        to_object_id=str(file.pk),
        base_content_type=ContentType.objects.get_for_model(Page),
        content_type__in=ContentType.objects.get_for_models(*kinds, CatalogPage).values(),
    )
    return [int(pk) for pk in references.values_list("object_id", flat=True)]


def _is_below(path: str, closed: set[str]) -> bool:
    return any(path[:length] in closed for length in range(_STEP, len(path) + _STEP, _STEP))


def _collection_lets_in(user: Any, collection: Collection) -> bool:
    """Heed the privacy that an editor gave the collection."""
    return all(
        _restriction_lets_in(user, restriction)
        for restriction in collection.get_view_restrictions()
    )


def _restriction_lets_in(user: Any, restriction: CollectionViewRestriction) -> bool:
    if restriction.restriction_type == CollectionViewRestriction.LOGIN:
        return bool(user.is_authenticated)
    if restriction.restriction_type == CollectionViewRestriction.GROUPS:
        return bool(
            user.is_authenticated
            and restriction.groups.filter(pk__in=user.groups.values("pk")).exists()
        )
    # A password was given to a browser, and a gate knows people.
    return False


def register() -> None:
    """Open what pages for everybody show."""
    register_gate("document", open_pages_show)
    register_gate("image", open_pages_show)
