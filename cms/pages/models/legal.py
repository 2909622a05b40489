"""Legal pages: drafts that wait for the owner's words, and the versions that were live."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from cms.core.blocks import ProseBlock
from cms.core.fields import StreamField
from cms.core.models import BasePage
from cms.pages.enums import LegalKind
from cms.pages.forms import LegalPageForm
from cms.pages.legal_text import UNFINISHED, is_unfinished


class LegalPage(RoutablePageMixin, BasePage):
    """Terms, privacy and the like, in one language. Made as a draft by `setup_site`.

    Readers find it in the footer once it is live. A copy has no kind until one is chosen,
    and no versions.
    """

    # Null, not empty: any number of copies may be without one, which a constraint lets pass.
    kind = models.CharField(  # noqa: DJ001
        _("kind"),
        max_length=20,
        choices=LegalKind.choices,
        null=True,
        blank=True,
        help_text=_(
            "There is one page of each kind in each language. The footer links to it once it is"
            " live; a page without a kind is linked from nowhere."
        ),
    )
    # The locale's code again: a constraint cannot reach into the table that pages share.
    language = models.CharField(max_length=20, editable=False, default="")
    body = StreamField(ProseBlock(), verbose_name=_("body"), blank=True)
    is_new_version = models.BooleanField(
        _("This changes what people agree to"),
        default=False,
        help_text=_(
            "Tick it when the meaning changes, not for a corrected letter. Publishing then makes"
            " a new version, and the old one stays readable. After new terms of use people are"
            " asked to accept them. A translation that is behind catches up with the newest"
            " version."
        ),
    )

    parent_page_types = ["cms_pages.HomePage"]
    subpage_types: list[str] = []
    template = "pages/cms_pages/legal_page.html"
    base_form_class = LegalPageForm
    exclude_fields_in_copy = ["kind"]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("kind"),
        FieldPanel("body"),
        FieldPanel("is_new_version"),
    ]

    class Meta:
        verbose_name = _("legal page")
        verbose_name_plural = _("legal pages")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language"],
                name="one_legal_page_of_a_kind_in_a_language",
                violation_error_message=_("There is a page of this kind in this language."),
            )
        ]

    def clean(self) -> None:
        super().clean()
        others = LegalPage.objects.filter(kind=self.kind, locale_id=self.locale_id)
        if self.kind and others.exclude(pk=self.pk).exists():
            raise ValidationError({"kind": _("There is a page of this kind in this language.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the page, and with it the version that goes live.

        Every road to publishing ends here: the editor, the clock, a workflow, a translation.
        """
        goes_live = self.live and kwargs.get("update_fields") is None
        if goes_live and is_unfinished(self.body):
            raise ValidationError({"body": UNFINISHED}, code="unfinished")
        if kwargs.get("update_fields") is None and self.locale_id:
            self.language = self.locale.language_code
        with transaction.atomic():
            if goes_live and self.kind:
                # Before the first write, all in one order: two languages may go live at once,
                # and the next number is one question for all of them.
                list(_locked(self.kind))
            super().save(*args, **kwargs)
            if goes_live and self.kind:
                LegalVersion.keep(self)

    @cached_property
    def versions(self) -> list["LegalVersion"]:
        """What was live of this page, the newest first; the first is what is live now."""
        return list(LegalVersion.objects.filter(kind=self.kind, language=self.language))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        current = self.versions[0] if self.versions else None
        context |= {
            "current": current,
            "earlier": self.versions[1:],
            "newer": self._newer_elsewhere(current) if current else None,
        }
        return context

    def _newer_elsewhere(self, current: "LegalVersion") -> "LegalPage | None":
        """Return the page that holds a version which this language has not got yet."""
        newer = (
            LegalVersion.objects.filter(kind=self.kind, number__gt=current.number, page__live=True)
            .select_related("page__locale")
            .first()
        )
        return newer.page if newer else None

    @path("versions/<int:number>/", name="version")
    def version_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Show what was live under a number."""
        for version in self.versions:
            if version.number == number:
                return self.render(
                    request,
                    template="pages/cms_pages/legal_page_version.html",
                    context_overrides={"version": version},
                )
        raise Http404


def _locked(kind: str) -> models.QuerySet[LegalPage]:
    pages: models.QuerySet[LegalPage] = LegalPage.objects.filter(kind=kind).order_by("pk")
    return pages.select_for_update(of=("self",)).only("kind")


class LegalVersion(models.Model):
    """The text that was live under a number, in one language. Never deleted.

    Made when a page goes live with a text that people have not agreed to; corrected with the
    page until the next number. Outlives its page, for somebody may have agreed to it.
    """

    page = models.ForeignKey(LegalPage, null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=20, choices=LegalKind.choices)
    language = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=255)
    body = StreamField(ProseBlock(), blank=True)
    effective_at = models.DateTimeField()

    class Meta:
        verbose_name = _("version of a legal page")
        verbose_name_plural = _("versions of legal pages")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language", "number"], name="one_legal_version_of_a_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number} ({self.language})"

    @classmethod
    def keep(cls, page: LegalPage) -> "LegalVersion":
        """Keep the page's text under its number, which is the next one when it was ticked."""
        of_kind = cls.objects.filter(kind=page.kind)
        own = of_kind.filter(language=page.language).first()
        newest = of_kind.aggregate(models.Max("number"))["number__max"] or 0
        if own is None:
            number = max(newest, 1)
        elif own.page_id == page.pk and not (page.is_new_version and own.differs_from(page)):
            # A corrected letter, or the same revision published once more.
            own.title, own.body = page.title, page.body
            own.save(update_fields=["title", "body"])
            return own
        else:
            number = newest if newest > own.number else newest + 1
        page.__dict__.pop("versions", None)
        return cls.objects.create(
            page=page,
            kind=page.kind,
            language=page.language,
            number=number,
            title=page.title,
            body=page.body,
            effective_at=page.last_published_at or timezone.now(),
        )

    def differs_from(self, page: LegalPage) -> bool:
        """Say whether the page's text is another than the one that was kept."""
        return bool(self.body.get_prep_value() != page.body.get_prep_value())
