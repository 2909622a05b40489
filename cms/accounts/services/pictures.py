"""People's pictures: small squares of our own making, each under a name that tells nothing."""

import logging

from django.core.files.base import ContentFile
from django.db import transaction

from cms.accounts.models import User

logger = logging.getLogger(__name__)


@transaction.atomic
def set_picture(user: User, picture: bytes) -> None:
    """Keep the picture, made by `cms.core.services.uploads.make_avatar`, in place of the old."""
    _replace(user, ContentFile(picture))


@transaction.atomic
def remove_picture(user: User) -> None:
    """Take the picture away; without one, nothing happens."""
    _replace(user, None)


def forget_picture_file(user: User) -> None:
    """Delete the file once the transaction at hand is committed; for accounts that go."""
    if name := user.avatar.name:
        user.avatar.storage.delete(name)


def _replace(user: User, picture: ContentFile | None) -> None:
    # Locked: of two uploads at once the second must see, and clear away, what the first saved.
    stored = User.objects.select_for_update().only("avatar").get(pk=user.pk)
    forget_picture_file(stored)
    if picture is None:
        user.avatar = ""
    else:
        user.avatar.save("picture.webp", picture, save=False)
    user.save(update_fields=["avatar"])
    logger.info(
        "A picture was changed",
        extra={"event": "accounts.picture_changed", "user_id": user.pk, "is_set": bool(picture)},
    )
