from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cms.accounts.admin_account import picture_address, profile_menu_item
from cms.accounts.admin_requests import AnswerView, RequestList, RequestsMenuItem
from cms.accounts.bulk_actions import AssignRoleAction, DeleteAction, SetActiveStateAction

# After Wagtail's own: of two actions of one type the later one counts.
for _action in (AssignRoleAction, SetActiveStateAction, DeleteAction):
    hooks.register("register_bulk_action", _action, order=100)

hooks.register("get_avatar_url", picture_address)
hooks.register("register_account_menu_item", profile_menu_item)

request_patterns = [
    path("", RequestList.as_view(), name="list"),
    path("results/", RequestList.as_view(results_only=True), name="list_results"),
    path("<int:pk>/", AnswerView.as_view(), name="answer"),
]


@hooks.register("register_admin_urls")
def register_request_urls() -> list[Any]:
    return [path("teach-requests/", include((request_patterns, "teach_requests")))]


@hooks.register("register_admin_menu_item")
def register_request_menu_item() -> RequestsMenuItem:
    return RequestsMenuItem(
        _("Requests to teach"),
        reverse("teach_requests:list"),
        name="teach-requests",
        icon_name="user",
        order=850,
    )
