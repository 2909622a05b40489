"""The panels of the admin's home, without pages that the person no longer reaches.

Wagtail lists what somebody once edited, owned, locked or may review under today's titles, also
when they were taken off the course since.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from wagtail.admin.views.home import (
    LockedPagesPanel,
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)
from wagtail.models import Page

from courses.pages.walls.reach import reachable_pages

Context = Mapping[str, Any]


def _within_reach(user: Any, pages: Iterable[Any]) -> set[int]:
    wanted = {page.pk for page in pages if isinstance(page, Page)}
    if not wanted:
        return set()
    return set(reachable_pages(user).filter(pk__in=wanted).values_list("pk", flat=True))


def _reached(user: Any, found: Iterable[Any], page_of: Any) -> list[Any]:
    rows = list(found)
    keys = _within_reach(user, [page_of(row) for row in rows])
    return [row for row in rows if page_of(row).pk in keys]


class OwnEdits(RecentEditsPanel):
    def get_context_data(self, parent_context: Context) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        user = parent_context["request"].user
        context["last_edits"] = _reached(user, context["last_edits"], lambda row: row[1])
        return context


class OwnLocks(LockedPagesPanel):
    def get_context_data(self, parent_context: Context) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        keys = reachable_pages(parent_context["request"].user).values("pk")
        context["locked_pages"] = context["locked_pages"].filter(pk__in=keys)
        return context


class OwnInReview(UserObjectsInWorkflowModerationPanel):
    def get_context_data(self, parent_context: Context) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        user = parent_context["request"].user
        states = context["workflow_states"]
        context["workflow_states"] = _reached(user, states, lambda row: row.content_object)
        return context


class OwnToReview(WorkflowObjectsToModeratePanel):
    def get_context_data(self, parent_context: Context) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        user = parent_context["request"].user
        context["states"] = _reached(user, context["states"], lambda row: row["obj"])
        return context


OWN_PANELS: dict[type[Any], type[Any]] = {
    RecentEditsPanel: OwnEdits,
    LockedPagesPanel: OwnLocks,
    UserObjectsInWorkflowModerationPanel: OwnInReview,
    WorkflowObjectsToModeratePanel: OwnToReview,
}


def own_panel(panel: Any) -> Any:
    """Return the panel, or the one that stands in its place."""
    own = OWN_PANELS.get(type(panel))
    return panel if own is None else own()
