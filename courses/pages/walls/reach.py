"""What of the site's content a person reaches in the admin. Administrators reach everything."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from taggit.models import Tag, TaggedItem
from wagtail.documents import get_document_model
from wagtail.documents.permissions import permission_policy as documents_policy
from wagtail.images import get_image_model
from wagtail.images.permissions import permission_policy as images_policy
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from courses.media.models import Audio, Video
from courses.media.permissions import policy_of
from courses.pages.permissions import is_administrator

ANY_ACT = ("choose", "add", "change", "delete")
_LIMITED = "_is_limited_by_walls"


def is_limited(user: Any) -> bool:
    """Say whether the walls hold for this person: for all but administrators.

    Asked once a request: the answer is kept on the person, as Wagtail keeps rights.
    """
    if not hasattr(user, _LIMITED):
        setattr(user, _LIMITED, not is_administrator(user))
    return bool(getattr(user, _LIMITED))


def reachable_pages(user: Any) -> "QuerySet[Page]":
    """Return the pages on which the person has a right, and those above them."""
    if not is_limited(user):
        return Page.objects.all()
    pages: QuerySet[Page] = page_permission_policy.explorable_instances(user)
    return pages


def reaches_pages(user: Any, keys: Iterable[int]) -> bool:
    """Say whether the person reaches every one of these pages; there may be none."""
    wanted = set(keys)
    return not wanted or reachable_pages(user).filter(pk__in=wanted).count() == len(wanted)


def reaches_all_below(user: Any, page_key: int) -> bool:
    """Say whether the person reaches the page with all its descendants."""
    page = reachable_pages(user).filter(pk=page_key).first()
    if page is None:
        return False
    below = page.get_descendants(inclusive=True)
    return below.count() == below.filter(pk__in=reachable_pages(user).values("pk")).count()


def policies() -> dict[type[Model], Any]:
    """Return by kind of file who may do what with it."""
    return {
        get_image_model(): images_policy,
        get_document_model(): documents_policy,
        Video: policy_of(Video),
        Audio: policy_of(Audio),
    }


def reachable_files(user: Any, model: type[Model]) -> QuerySet[Any]:
    """Return the files of a kind with which the person may do anything at all."""
    if not is_limited(user):
        return model._default_manager.all()
    files: QuerySet[Any] = policies()[model].instances_user_has_any_permission_for(user, ANY_ACT)
    return files


def reaches_files(user: Any, model: type[Model], keys: Iterable[int]) -> bool:
    """Say whether the person reaches every one of these files; there may be none."""
    wanted = set(keys)
    if not wanted:
        return True
    return reachable_files(user, model).filter(pk__in=wanted).distinct().count() == len(wanted)


def reachable_tags(user: Any) -> "QuerySet[Tag]":
    """Return the tags on images and documents that the person reaches."""
    if not is_limited(user):
        return Tag.objects.all()
    keys: set[int] = set()
    for model in (get_image_model(), get_document_model()):
        rows = TaggedItem.objects.filter(
            content_type=ContentType.objects.get_for_model(model),
            object_id__in=reachable_files(user, model).order_by().values("pk"),
        )
        keys.update(rows.values_list("tag_id", flat=True))
    return Tag.objects.filter(pk__in=keys)


def known_people(user: Any) -> QuerySet[Any]:
    """Return the people whose names the person meets anyway: owners of pages they reach."""
    people = get_user_model()._default_manager.all()
    owned: Any = Page.objects.order_by()
    if is_limited(user):
        owned = page_permission_policy.instances_user_has_any_permission_for(
            user, {"add", "change", "publish"}
        ).order_by()
    return people.filter(pk__in=owned.values("owner_id"))
