"""Who may see a person's picture; the files themselves lie in the private area."""

from typing import Any

from cms.accounts.models import User
from cms.accounts.permissions import user_may_enter_admin, user_may_give_roles
from cms.core.gate import register_gate


def owner_sees_picture(viewer: Any, person: User) -> bool:
    """Open a picture to the person it shows."""
    return isinstance(viewer, User) and viewer.is_active and viewer.pk == person.pk


def staff_sees_picture(viewer: Any, person: User) -> bool:
    """Open all pictures to those who manage people, and those of colleagues in the editor.

    The editor shows a picture beside each change, so whoever works there sees who else does.
    """
    if not isinstance(viewer, User):
        return False
    if user_may_give_roles(viewer):
        return True
    return user_may_enter_admin(viewer) and user_may_enter_admin(person)


def register() -> None:
    """Open pictures to their owners and to the staff; nobody else sees one until an app says so."""
    register_gate("avatar", owner_sees_picture)
    register_gate("avatar", staff_sees_picture)
