"""Which files a page names, and which of them its writer may put into a page."""

from collections import defaultdict
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.documents import get_document_model
from wagtail.documents.permissions import permission_policy as documents_policy
from wagtail.images import get_image_model
from wagtail.images.permissions import permission_policy as images_policy
from wagtail.models import Page
from wagtail.models import ReferenceIndex as Reference

from courses.media.models import Audio, Video
from courses.media.permissions import policy_of

# By kind of file: the primary keys of those that a page names.
Files = dict[type[Model], set[int]]


def _policies() -> dict[type[Model], Any]:
    return {
        get_image_model(): images_policy,
        get_document_model(): documents_policy,
        Video: policy_of(Video),
        Audio: policy_of(Audio),
    }


def files_of(page: Page) -> Files:
    """Return the files that the page's fields, blocks and texts name, saved or not."""
    by_type = {ContentType.objects.get_for_model(model).pk: model for model in _policies()}
    found: Files = defaultdict(set)
    for type_id, key, *_place in Reference._extract_references_from_object(page):
        if type_id in by_type and str(key).isascii() and str(key).isdigit():
            found[by_type[type_id]].add(int(key))
    return found


def foreign_files(user: Any, before: Files, after: Files) -> bool:
    """Say whether `after` names a file that is new to the page and not the person's to use.

    A chooser offers the person's own only; whoever makes up a form can name any. Such a page,
    once live, would open somebody else's file to its readers.
    """
    for model, policy in _policies().items():
        new = after.get(model, set()) - before.get(model, set())
        if not new:
            continue
        allowed = policy.instances_user_has_any_permission_for(user, ["choose"])
        if allowed.filter(pk__in=new).count() != len(new):
            return True
    return False
