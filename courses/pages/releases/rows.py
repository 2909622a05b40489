"""Rows of pages going live with a release: what Wagtail's publishing does, for all of them.

Wagtail's own action asks the database some sixty times for each page, and every page of the course
is locked meanwhile. Here a page costs a handful of statements, and what can be written for all of
them together is.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from modelcluster.models import get_all_child_m2m_relations
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision, WorkflowState
from wagtail.signals import page_published, published

from courses.pages.releases.content import NOT_RELEASED, Content, revision_content

BATCH = 100
# What of a page is written when it goes live, beside its content.
_STATE = (
    "live",
    "has_unpublished_changes",
    "expired",
    "go_live_at",
    "expire_at",
    "live_revision",
    "first_published_at",
    "last_published_at",
)


@dataclass
class Rows:
    """The pages that go live with one release; `finish` writes what is written for all."""

    by: Any
    _live: list[tuple[Page, Revision]] = field(default_factory=list)

    def put_live(self, page: Page, content: Content, revision: Revision) -> None:
        """Write the content into the page's row, live. Raises ValidationError.

        `page` was read behind the lock; `revision` has the content.
        """
        row, now = _row_with(page, content), timezone.now()
        row.live, row.expired, row.go_live_at, row.expire_at = True, False, None, None
        row.has_unpublished_changes = revision.pk != page.latest_revision_id
        row.live_revision, row.last_published_at = revision, now
        row.first_published_at = row.first_published_at or now
        row.clean_fields(exclude=_relations(row))
        names = [*_released_names(row), *_STATE]
        if row.slug == page.slug:
            names.remove("slug")
        else:
            row.clean()
            names.append("url_path")
        # None of a course's pages is a site's first.
        row._is_site_root = False
        row.save(clean=False, update_fields=names)
        self._live.append((row, revision))

    def finish(self) -> None:
        """Write log and references, tell who listens, and end what waited for these pages."""
        if not self._live:
            return
        keys = [str(row.pk) for row, _revision in self._live]
        base = ContentType.objects.get_for_model(Page)
        of_pages = {"base_content_type": base, "object_id__in": keys}
        scheduled = Revision.objects.filter(**of_pages, approved_go_live_at__isnull=False)
        scheduled.update(approved_go_live_at=None)
        for state in WorkflowState.objects.active().filter(**of_pages):
            state.cancel(user=self.by)
        self._log()
        everywhere: Any = Page.objects
        aliases = set(everywhere.filter(alias_of__in=keys).values_list("alias_of", flat=True))
        for row, revision in self._live:
            # The gates open files by it: whoever reads the release must find its files open.
            ReferenceIndex.create_or_update_for_object(row)
            page_published.send(sender=type(row), instance=row, revision=revision)
            published.send(sender=type(row), instance=row, revision=revision)
            if row.pk in aliases:
                row.update_aliases(revision=revision, _content=revision.content)

    def _log(self) -> None:
        context = get_active_log_context()
        together = context.uuid or uuid.uuid4()
        PageLogEntry.objects.bulk_create(
            [
                PageLogEntry(
                    page_id=row.pk,
                    content_type=ContentType.objects.get_for_model(type(row)),
                    label=row.get_admin_display_title(),
                    action="wagtail.publish",
                    timestamp=timezone.now(),
                    uuid=together,
                    user=self.by or context.user,
                    revision=revision,
                    content_changed=True,
                )
                for row, revision in self._live
            ],
            batch_size=BATCH,
        )


def _released_names(row: Page) -> list[str]:
    concrete = [one.name for one in row._meta.concrete_fields if one.name not in NOT_RELEASED]
    many = [one.name for one in get_all_child_m2m_relations(row)]
    return [name for name in (*concrete, *many) if name != "id"]


def _relations(row: Page) -> list[str]:
    return [one.name for one in row._meta.get_fields() if one.remote_field]


def _row_with(page: Page, content: Content) -> Any:
    """Return the page as it would be with this content; what is not released stays."""
    model = type(page)
    data = _without_gone(model, revision_content(model, content))
    row = cast(Any, model.from_serializable_data({**data, "pk": page.pk}, check_fks=False))
    for one in model._meta.concrete_fields:
        if one.name in NOT_RELEASED and one.name != "page_ptr":
            setattr(row, one.attname, getattr(page, one.attname))
    row._state.db = page._state.db
    return row


def _without_gone(model: type[Page], content: Content) -> Content:
    """Leave out what the content refers to and somebody deleted since."""
    kept = dict(content)
    for one in _foreign(model):
        key = kept.get(one.name)
        if key is not None and not one.related_model._default_manager.filter(pk=key).exists():
            kept[one.name] = None
    return kept


def _foreign(model: type[Page]) -> Iterable[Any]:
    return (
        one
        for one in model._meta.concrete_fields
        if one.remote_field and one.name not in NOT_RELEASED
    )
