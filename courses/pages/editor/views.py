"""What the editor's own script asks for."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.models import Page

from cms.core.services import uploads
from courses.pages.editor.dropping import collection_of, take_file
from courses.pages.errors import CourseError, NotAllowedError


class DropView(View):
    """Takes one file for a course's lesson, and answers with the block for it."""

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, pk: int, **kwargs: Any) -> JsonResponse:
        """Say which collection the course's files go into."""
        try:
            collection = collection_of(get_object_or_404(Page, pk=pk), request.user)
        except NotAllowedError as error:
            return _refusal(error.code, str(error), HTTPStatus.FORBIDDEN)
        return JsonResponse({"collection": collection.pk})

    def post(self, request: HttpRequest, pk: int, **kwargs: Any) -> JsonResponse:
        """Keep the file; `pk` is the course, or the page of it that is being written."""
        page = get_object_or_404(Page, pk=pk)
        file = request.FILES.get("file")
        if file is None:
            return _refusal("no_file", _("No file arrived. Drop it again."))
        try:
            network = uploads.network_of(request)
            block = take_file(page, file, by=request.user, network=network)
        except NotAllowedError as error:
            return _refusal(error.code, str(error), HTTPStatus.FORBIDDEN)
        except CourseError as error:
            return _refusal(error.code, str(error), HTTPStatus.CONFLICT)
        except uploads.TooManyUploadsError as error:
            return _refusal(error.code, error.message, HTTPStatus.TOO_MANY_REQUESTS)
        except uploads.UploadRefusedError as error:
            return _refusal(error.code, error.message)
        return JsonResponse({"block": block.kind, "state": block.state})


def _refusal(code: str, message: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> JsonResponse:
    return JsonResponse({"error": {"code": code, "message": message}}, status=status)
