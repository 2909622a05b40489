"""Copies of courses' pages: drafts of their own, which share nothing with what they are made of.

Wagtail copies the row and all revisions with the ids of their blocks. Files are shared: pages
only refer to them.
"""

import json
from typing import Any

from django.db import transaction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Page, Revision

from courses.pages.identity.anchors import relinked
from courses.pages.identity.ids import Renewal, stored_parts
from courses.pages.identity.saving import copying

BATCH = 50
_stock = CopyPageAction._copy_page


def copy_page(action: CopyPageAction, page: Page, *args: Any, **kwargs: Any) -> Page:
    """Copy one page; of a course, as a draft whose blocks are its own.

    A copy for another language keeps the ids: it is the same lesson there.
    """
    from courses.pages.models import ChapterPage, CoursePage, LessonPage

    if not issubclass(page.specific_class or Page, (CoursePage, ChapterPage, LessonPage)):
        return _stock(action, page, *args, **kwargs)
    # What is live is in a release: a copy is in none yet. Pages below are copied by this, too.
    action.keep_live = False
    with transaction.atomic(), copying():
        copy: Page = _stock(action, page, *args, **kwargs)
        if action.reset_translation_key:
            if isinstance(copy, LessonPage):
                _renew(copy)
            _keep_removed(page, copy, action.user)
    return copy


def _renew(lesson: Any) -> None:
    """Give all blocks fresh ids, in the row and in each revision the same."""
    block = lesson._meta.get_field("body").stream_block
    rows = type(lesson).objects.filter(pk=lesson.pk)
    row = rows.get()
    stored = _renewed(lesson, block, [row.body.raw_data[at] for at in range(len(row.body))])
    row.body = type(row.body)(block, stored, is_lazy=True)
    # References name blocks, too: they are read anew when the row is saved.
    row.save(clean=False, update_fields=["body"])
    lesson.body = row.body
    revisions = list(Revision.objects.for_instance(lesson))
    for revision in revisions:
        _renew_revision(lesson, block, revision)
    Revision.objects.bulk_update(revisions, ["content"], batch_size=BATCH)
    lesson.latest_revision = next(
        (one for one in revisions if one.pk == lesson.latest_revision_id), None
    )


def _renewed(lesson: Any, block: Any, stored: list[Any]) -> Any:
    renewal = Renewal(lesson.translation_key)
    renewal.renew_all(stored_parts(block, stored))
    return relinked(stored, renewal.changed)


def _renew_revision(lesson: Any, block: Any, revision: Revision) -> None:
    content = revision.content
    content["body"] = json.dumps(_renewed(lesson, block, json.loads(content.get("body") or "[]")))
    # A revision says which page it is of; it is taken back to by that.
    content["translation_key"] = str(lesson.translation_key)


def _keep_removed(page: Page, copy: Page, by: Any) -> None:
    """What was removed from the chapter is not in the course's next release by its copy."""
    from courses.pages.models import Removal

    if Removal.objects.filter(page=page.pk).exists():
        Removal.objects.create(page_id=copy.pk, by=by)


def connect() -> None:
    """Put it in the place of Wagtail's own; called once, when the apps are ready."""
    action: Any = CopyPageAction
    action._copy_page = copy_page
