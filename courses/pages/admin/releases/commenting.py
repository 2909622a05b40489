"""Comments of reviewers: Wagtail's own, so that authors meet them in the editor at the block."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Comment, Page

from courses.pages.admin.outline_table import parse_key
from courses.pages.admin.releases.forms import CommentForm
from courses.pages.admin.releases.places import anchor_at, editor_path, place_of
from courses.pages.admin.releases.review_screen import ReviewScreen
from courses.pages.models import Release
from courses.pages.releases.content import drafts_of

Comments = dict[tuple[int, str], list[Comment]]


def comments_on(page_ids: Iterable[int]) -> Comments:
    """Return what is not resolved yet, by page and place."""
    found: Comments = {}
    rows = Comment.objects.filter(page_id__in=list(page_ids), resolved_at=None)
    for comment in rows.select_related("user").order_by("created_at", "pk"):
        place = (comment.page_id, place_of(comment.contentpath))
        found.setdefault(place, []).append(comment)
    return found


class AddComment(ReviewScreen):
    """Puts a comment at one place of one page of the submission."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = self.find_page()
        place = place_of(request.POST.get("place", ""))
        path = editor_path(page, place) if page is not None else None
        form = CommentForm(request.POST)
        if page is None or path is None:
            messages.error(request, _("This place is not part of the submission."))
            return self.back()
        if not form.is_valid():
            messages.error(request, str(form.errors["text"][0]))
            return self.back(f"#{anchor_at(page.pk, place)}")
        self.write(page, path, form.cleaned_data["text"])
        messages.success(request, _("The instructors will find the comment in the editor."))
        return self.back(f"#{anchor_at(page.pk, place)}")

    def find_page(self) -> Page | None:
        """Return the draft of the page that is meant, if it is part of the submission."""
        key = parse_key(self.request.POST.get("page", ""))
        rows = Page.objects.filter(pk=key, locale=self.release.locale_id)
        rows = rows.filter(translation_key__in=self.release.items.values("page_key"))
        drafts = drafts_of(rows)
        return drafts[0] if drafts else None

    @transaction.atomic
    def write(self, page: Page, path: str, text: str) -> None:
        """Write it once, however often the button was pressed."""
        # Held until the commit: a second press waits here, and then finds the first.
        list(Release.objects.select_for_update().filter(pk=self.release.pk))
        given = {"page_id": page.pk, "user": self.person, "contentpath": path, "text": text}
        if not Comment.objects.filter(resolved_at=None, **given).exists():
            comment = Comment.objects.create(**given)
            comment.log_create(user=self.person, page_revision=page.latest_revision)


class TakeBackComment(ReviewScreen):
    """Takes back a comment of one's own."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = Comment.objects.filter(
            pk=kwargs["comment_id"],
            user=self.person,
            page__locale=self.release.locale_id,
            page__translation_key__in=self.release.items.values("page_key"),
        )
        comment = rows.first()
        if comment is None:
            messages.info(request, _("This comment is there no more."))
            return self.back()
        anchor = f"#{anchor_at(comment.page_id, place_of(comment.contentpath))}"
        comment.log_delete(user=self.person)
        comment.delete()
        messages.success(request, _("The comment is taken back."))
        return self.back(anchor)
