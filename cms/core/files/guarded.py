"""The files of this layer, and the people of the admin who may open them."""

from typing import Any

from django.contrib.auth import get_user_model
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images import permissions as image_permissions

from cms.core.files.kinds import register_files
from cms.core.gate import register_gate
from cms.core.models import SiteDocument, SiteImage, SiteRendition

# Whoever may do one of these with an item is shown it in the admin.
ACTIONS = ("view", "change", "delete", "choose")


def _may_use_admin(user: Any) -> bool:
    return bool(user.is_active and user.has_perm("wagtailadmin.access_admin"))


def editors_open_documents(user: Any, document: SiteDocument) -> bool:
    """Open a document to those who may use it in the admin."""
    return _may_use_admin(user) and bool(
        document_policy.user_has_any_permission_for_instance(user, ACTIONS, document)
    )


def editors_open_images(user: Any, image: SiteImage) -> bool:
    """Open an image and what was made from it to those who may use it in the admin."""
    # Read at each call: Wagtail makes it anew when its image model is exchanged.
    image_policy: Any = image_permissions.permission_policy
    return _may_use_admin(user) and bool(
        image_policy.user_has_any_permission_for_instance(user, ACTIONS, image)
    )


def _document(name: str) -> SiteDocument | None:
    return SiteDocument.objects.select_related("collection").filter(file=name).first()


def _image(name: str) -> SiteImage | None:
    return SiteImage.objects.select_related("collection").filter(file=name).first()


def _image_of_rendition(name: str) -> SiteImage | None:
    made = SiteRendition.objects.select_related("image__collection").filter(file=name).first()
    return made.image if made else None


def _user_of_avatar(name: str) -> Any:
    return get_user_model()._default_manager.filter(avatar=name).first()


def register() -> None:
    """Make documents, images, renditions and profile pictures known, and open them to editors."""
    register_files("documents", "document", _document)
    register_files("original_images", "image", _image)
    register_files("images", "image", _image_of_rendition)
    register_files("avatars", "avatar", _user_of_avatar)
    register_gate("document", editors_open_documents)
    register_gate("image", editors_open_images)
