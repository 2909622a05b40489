"""A file that somebody drops onto a lesson becomes the block that it belongs into."""

import logging
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.admin.telepath import JSContext
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.log_actions import log
from wagtail.models import Collection, Page

from cms.core.services import uploads
from cms.core.uploads.errors import UploadRefusedError
from cms.core.uploads.names import check_name, check_size
from courses.media.services import MayNotUploadError, add_audio, add_video
from courses.pages.blocks.code import MAX_CODE_LENGTH
from courses.pages.editor.kinds import Kind, kind_of, language_of
from courses.pages.errors import NotAllowedError, PageLockedError
from courses.pages.models import CoursePage, CourseWorkspace, LessonPage
from courses.pages.permissions import user_can_edit_course

logger = logging.getLogger(__name__)
# A letter takes up to four bytes.
MAX_CODE_BYTES = 4 * MAX_CODE_LENGTH


@dataclass(frozen=True)
class DroppedBlock:
    """A block for the editor: its name in the stream, and its state in Wagtail's own packing."""

    kind: str
    state: Any


def take_file(page: Page, file: Any, *, by: Any, network: str | None) -> DroppedBlock:
    """Keep the file in the course's own collection and return the block for it. All or nothing.

    `page` is the course, or a page below it. Code is not kept: it is the block. Raises
    NotAllowedError, PageLockedError, UploadRefusedError and TooManyUploadsError.
    """
    collection = collection_of(page, by)
    lock = page.get_latest_revision_as_object().get_lock()
    if lock is not None and lock.for_user(by):
        raise PageLockedError
    kind = kind_of(str(file.name))
    if kind is Kind.CAPTIONS:
        raise UploadRefusedError("captions", _("Captions belong to a video. Add them to it there."))
    with transaction.atomic():
        value = _WAYS[kind](file, collection, by, network)
    block = LessonPage._meta.get_field("body").stream_block.child_blocks[kind.value]
    state = block.get_form_state(block.to_python(value))
    logger.info(
        "A file was dropped onto a lesson",
        extra={"event": "courses.file_dropped", "page_id": page.pk, "kind": kind.value},
    )
    return DroppedBlock(kind.value, JSContext().pack(state))


def collection_of(page: Page, by: Any) -> Collection:
    """Return the collection of the course that the page is or stands in, for its writers.

    Raises NotAllowedError.
    """
    course = CoursePage.objects.ancestor_of(page, inclusive=True).first()
    if course is None or not user_can_edit_course(by, course):
        raise NotAllowedError
    workspaces = CourseWorkspace.objects.filter(course__key=course.course_key)
    workspace = workspaces.select_related("collection").first()
    if workspace is None or workspace.collection is None:
        raise NotAllowedError
    return workspace.collection


def _title(file: Any) -> str:
    return PurePosixPath(str(file.name)).stem[:255]


def _save(form_class: Any, made: Any, file: Any, collection: Any, by: Any) -> int:
    """Save through the form of the admin, with its checks, limits and renditions."""
    data = {"title": _title(file), "collection": collection.pk}
    form = form_class(data, {"file": file}, instance=made, user=by)
    if collection not in form.collections:
        raise NotAllowedError
    if not form.is_valid():
        field, problems = next(iter(form.errors.as_data().items()))
        code = str(problems[0].code or field)
        raise UploadRefusedError(code, " ".join(problems[0].messages))
    saved = form.save()
    log(instance=saved, action="wagtail.create", user=by, content_changed=True)
    return int(saved.pk)


def _take_image(file: Any, collection: Any, by: Any, network: str | None) -> dict[str, Any]:
    model = get_image_model()
    made = model(uploaded_by_user=by, collection=collection)
    return {"image": _save(get_image_form(model), made, file, collection, by)}


def _take_document(file: Any, collection: Any, by: Any, network: str | None) -> dict[str, Any]:
    model = get_document_model()
    made = model(uploaded_by_user=by, collection=collection)
    return {"document": _save(get_document_form(model), made, file, collection, by)}


def _take_video(file: Any, collection: Any, by: Any, network: str | None) -> dict[str, Any]:
    return {"video": _add_recording(add_video, file, collection, by, network)}


def _take_audio(file: Any, collection: Any, by: Any, network: str | None) -> dict[str, Any]:
    return {"audio": _add_recording(add_audio, file, collection, by, network)}


def _add_recording(add: Any, file: Any, collection: Any, by: Any, network: str | None) -> int:
    uploads.count_upload(by, network)
    try:
        made = add(file, title=_title(file), collection=collection, by=by)
    except MayNotUploadError as refusal:
        raise NotAllowedError from refusal
    log(instance=made, action="wagtail.create", user=by, content_changed=True)
    return int(made.pk)


def _take_code(file: Any, collection: Any, by: Any, network: str | None) -> dict[str, Any]:
    uploads.count_upload(by, network)
    check_name(file)
    check_size(file, max_bytes=MAX_CODE_BYTES)
    try:
        code = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UploadRefusedError("not_text", _not_text()) from error
    if "\0" in code:
        raise UploadRefusedError("not_text", _not_text())
    code = code.replace("\r\n", "\n").replace("\r", "\n")
    if len(code) > MAX_CODE_LENGTH:
        raise UploadRefusedError(
            "too_much_code",
            _("This is too much code for one block: %(most)d characters fit. Offer it as a ZIP.")
            % {"most": MAX_CODE_LENGTH},
        )
    name = PurePosixPath(str(file.name)).name[:120]
    return {"code": code, "language": language_of(name), "file_name": name}


def _not_text() -> str:
    return _("The file is no text in UTF-8. Save it as UTF-8, and drop it again.")


_WAYS = {
    Kind.IMAGE: _take_image,
    Kind.DOCUMENT: _take_document,
    Kind.VIDEO: _take_video,
    Kind.AUDIO: _take_audio,
    Kind.CODE: _take_code,
}
