"""What is asked of a visit to an admin address that names somebody's content.

Most views ask again by themselves; each was found in Wagtail's source to do so, or was found
not to. Asking here too costs a statement and closes what a later version might open.
"""

from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail_localize.models import Translation

from courses.media.models import Audio, Video
from courses.pages.permissions import reviews_for_site
from courses.pages.walls.doors import Check, Visit
from courses.pages.walls.reach import (
    policies,
    reachable_pages,
    reaches_all_below,
    reaches_files,
    reaches_pages,
)


def pages(*names: str) -> Check:
    """Ask that all pages named are within reach."""

    def check(visit: Visit) -> bool:
        wanted: set[int] = set()
        for name in names:
            keys = visit.keys(name)
            if keys is None:
                return False
            wanted |= keys
        return reaches_pages(visit.user, wanted)

    return check


def reviews(*names: str) -> Check:
    """Ask that the person reaches all pages named, or reviews whatever is submitted on the site.

    The view says which submissions wait for them.
    """
    reaches = pages(*names)

    def check(visit: Visit) -> bool:
        return reviews_for_site(visit.user) or reaches(visit)

    return check


def files(model: Any, *names: str) -> Check:
    """Ask that all files of the kind named are within reach. `model` returns the class."""

    def check(visit: Visit) -> bool:
        wanted: set[int] = set()
        for name in names:
            keys = visit.keys(name)
            if keys is None:
                return False
            wanted |= keys
        return reaches_files(visit.user, model(), wanted)

    return check


def images(*names: str) -> Check:
    """Ask that all images named are within reach."""
    return files(get_image_model, *names)


def documents(*names: str) -> Check:
    """Ask that all documents named are within reach."""
    return files(get_document_model, *names)


def recordings(model: type[Audio | Video], *names: str) -> Check:
    """Ask that all recordings of the kind named are within reach."""
    return files(lambda: model, *names)


def holds(app_label: str, model: str) -> Check:
    """Ask for a right on a model as a whole, which whoever looks after that part has."""
    names = [f"{app_label}.{act}_{model}" for act in ("add", "change", "delete", "view")]

    def check(visit: Visit) -> bool:
        return any(visit.user.has_perm(name) for name in names)

    return check


def several(visit: Visit) -> bool:
    """Ask that every object chosen for a bulk action is within reach.

    Its confirmation would show the titles of those that are not.
    """
    try:
        model = apps.get_model(visit.kwargs["app_label"], visit.kwargs["model_name"])
    except LookupError:
        return False
    if model is Page:
        return _several_pages(visit)
    if model not in policies():
        return model is get_user_model() and holds("cms_accounts", "user")(visit)
    if "all" in visit.request.GET.getlist("id"):
        # Wagtail takes what the person may change.
        return True
    return files(lambda: model, "?id")(visit)


def _several_pages(visit: Visit) -> bool:
    # Moving asks for a destination, by the name "chooser".
    if not pages("?childOf", "?chooser")(visit):
        return False
    if "all" not in visit.request.GET.getlist("id"):
        return pages("?id")(visit)
    # Wagtail takes all there are below the parent, or of the whole site.
    above = visit.keys("?childOf") or set()
    return len(above) == 1 and reaches_all_below(visit.user, above.pop())


def editing_session(visit: Visit) -> bool:
    """Ask that the page being edited is within reach; of other things Wagtail asks its policy."""
    try:
        model = apps.get_model(visit.kwargs["app_label"], visit.kwargs["model_name"])
    except LookupError:
        return False
    return not issubclass(model, Page) or pages("object_id")(visit)


def translation(visit: Visit) -> bool:
    """Ask that a page's translation is within reach, its source or its target."""
    row = (
        Translation.objects.filter(pk=visit.kwargs["translation_id"])
        .select_related("source")
        .first()
    )
    if row is None:
        return False
    page_type = ContentType.objects.get_for_model(Page)
    if row.source.object.content_type_id != page_type.pk:
        return True
    return (
        reachable_pages(visit.user)
        .filter(translation_key=row.source.object_id, locale_id=row.target_locale_id)
        .exists()
    )
