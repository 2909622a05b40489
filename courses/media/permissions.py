"""Who may do what with recordings: Wagtail's permissions on collections, as for pictures."""

from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from courses.media.models import Audio, Recording, Video

# Whoever may do one of these with an item is shown it in the admin.
ACTIONS = ("change", "delete", "choose")

video_policy: Any = CollectionOwnershipPermissionPolicy(Video, owner_field_name="uploaded_by_user")
audio_policy: Any = CollectionOwnershipPermissionPolicy(Audio, owner_field_name="uploaded_by_user")


def policy_of(model: type[Recording]) -> Any:
    """Return the policy of one kind of recording."""
    return video_policy if issubclass(model, Video) else audio_policy


def may_add(user: Any, model: type[Recording], collection: Any) -> bool:
    """Say whether the user may add recordings of this kind to the collection."""
    allowed = policy_of(model).collections_user_has_permission_for(user, "add")
    return bool(allowed.filter(pk=collection.pk).exists())


def choosable(user: Any, model: type[Recording]) -> "QuerySet[Any]":
    """Return the recordings that the user may put into a page."""
    chosen: QuerySet[Any] = policy_of(model).instances_user_has_any_permission_for(user, ["choose"])
    return chosen
