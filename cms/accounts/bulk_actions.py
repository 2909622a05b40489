"""Wagtail's bulk actions on users, by way of the services: they guard and tell."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import Group
from django.http import HttpResponse
from wagtail.admin import messages
from wagtail.users.views import bulk_actions as wagtail_bulk

from cms.accounts.enums import Role
from cms.accounts.errors import LastAdministratorError
from cms.accounts.models import User
from cms.accounts.permissions import groups_of_apps, user_may_manage
from cms.accounts.services import deactivate_users, delete_users, grant_role, reactivate_users


class RefusalMixin:
    """Shows the refusal on the confirmation page instead of failing."""

    request: Any

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except LastAdministratorError as error:
            messages.error(self.request, str(error))
            return self.render_to_response(self.get_context_data(form=form))  # type: ignore[attr-defined]


class RoleForm(wagtail_bulk.assign_role.RoleForm):
    """Offers roles, and not the groups that an app fills by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        field.queryset = field.queryset.exclude(groups_of_apps())  # type: ignore[attr-defined]  # it chooses


class AssignRoleAction(RefusalMixin, wagtail_bulk.AssignRoleBulkAction):
    form_class = RoleForm

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), "by": self.request.user}

    @classmethod
    def execute_action(
        cls, objects: Sequence[User], role: Group | None = None, **kwargs: Any
    ) -> tuple[int, int]:
        if role is None:
            return 0, 0
        if role.name not in Role.values:
            role.user_set.add(*objects)
            return len(objects), 0
        for user in objects:
            grant_role(user, Role(role.name), by=kwargs.get("by"))
        return len(objects), 0


class SetActiveStateAction(RefusalMixin, wagtail_bulk.SetActiveStateBulkAction):
    def check_perm(self, obj: User) -> bool:
        return user_may_manage(self.request.user, obj)

    @classmethod
    def execute_action(  # type: ignore[override]  # the model is known here
        cls, objects: Sequence[User], mark_as_active: bool = False, **kwargs: Any
    ) -> tuple[int, int]:
        by = kwargs.get("user")
        users = [user for user in objects if by is None or user.pk != by.pk]
        if mark_as_active:
            return reactivate_users(users, by=by), 0
        return deactivate_users(users, by=by), 0


class DeleteAction(RefusalMixin, wagtail_bulk.DeleteBulkAction):
    @classmethod
    def execute_action(  # type: ignore[override]  # the model is known here
        cls, objects: Sequence[User], **kwargs: Any
    ) -> tuple[int, int]:
        return delete_users(list(objects)), 0
