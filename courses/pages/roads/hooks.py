"""Wagtail's hooks on the roads to publishing."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from courses.pages.roads import editing, listing, moving, programming

hooks.register("before_publish_page", editing.release_instead)
hooks.register("before_bulk_action", listing.refuse_in_bulk)
hooks.register("before_delete_page", listing.delete_on_desk)
hooks.register("before_unpublish_page", listing.unpublish_on_desk)
hooks.register("before_copy_page", listing.copy_as_draft)
hooks.register("before_move_page", moving.move_between_courses)
hooks.register("before_bulk_action", moving.refuse_several)
# After those that add their own kinds of objects.
hooks.register("construct_admin_api", programming.put_in_place, order=500)


@hooks.register("register_log_actions")
def register_override(actions: LogActionRegistry) -> None:
    """Say in a page's history that it went live although it was not ready, and why."""

    @actions.register_action("courses.readiness_overridden")
    class Overridden(LogFormatter):
        label: Any = _("Release although not ready")

        def format_message(self, log_entry: Any) -> Any:
            reason = log_entry.data.get("reason", "")
            return _("Released although not everything was ready: %(reason)s") % {"reason": reason}
