"""The admin's programming interface for pages."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.response import Response
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.models import Page

from courses.pages.errors import CourseError
from courses.pages.roads.places import is_of_course, is_source, live_sources_below

# What a course's page lets be done to it here, besides publishing; all else is its desk's.
OPEN = ("revert_to_page_revision",)
# What reaches the pages below.
DEEP = ("unpublish", "delete", "copy", "create_alias", "copy_for_translation")


class CoursePagesViewSet(PagesAdminAPIViewSet):
    """Pages, of which those of courses go live by releases."""

    def action_view(self, request: Any, pk: int, action_name: str) -> Response:
        """Do to one page what is asked; refuse what a course's desk does otherwise."""
        page: Page = self.get_object()
        if action_name not in self.actions:
            return super().action_view(request, pk, action_name)
        if is_of_course(page):
            return self._of_course(request, page, action_name)
        if action_name in DEEP and live_sources_below(page):
            return _refusal(_("There are courses below this page, and they are live."))
        return super().action_view(request, pk, action_name)

    def _of_course(self, request: Any, page: Page, action_name: str) -> Response:
        from courses.pages.releases.submitting import release_page

        lock = page.specific.get_lock()
        if lock is not None and lock.for_user(request.user):
            return _refusal(str(lock.get_message(request.user)))
        if action_name in OPEN or (action_name == "unpublish" and not is_source(page)):
            return super().action_view(request, page.pk, action_name)
        if action_name != "publish":
            return _refusal(_("Pages of a course are changed on the course's desk."))
        try:
            if is_source(page):
                release_page(page, by=request.user)
            else:
                return self._publish_translation(request, page)
        except CourseError as error:
            return _refusal(str(error), code=error.code)
        return self._shown(page)

    def _publish_translation(self, request: Any, page: Page) -> Response:
        if not page.permissions_for_user(request.user).can_publish():
            return _refusal(_("You may not publish this page."), code="not_allowed")
        specific = page.specific
        revision = specific.get_latest_revision() or specific.save_revision(user=request.user)
        specific.publish(revision, user=request.user, skip_permission_checks=True)
        specific.refresh_from_db()
        if specific.live_revision_id != revision.pk:
            return _refusal(_("The translation is not ready. Its editor says what is missing."))
        return self._shown(page)

    def _shown(self, page: Page) -> Response:
        fresh = page.specific_class.objects.get(pk=page.pk)
        return Response(self.get_serializer(fresh).data, status=status.HTTP_200_OK)


def _refusal(words: str, *, code: str = "course") -> Response:
    return Response({"message": words, "code": code}, status=status.HTTP_409_CONFLICT)


def put_in_place(router: WagtailAPIRouter) -> None:
    """Have the interface answer for pages in the place of Wagtail's own."""
    router.register_endpoint("pages", CoursePagesViewSet)
