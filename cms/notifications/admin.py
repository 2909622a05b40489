"""Mails in the Wagtail admin: what was sent to whom is not shown in text, only that it was."""

from typing import Any

import django_filters  # type: ignore[import-untyped]  # it ships no types
from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.permission_policies import ModelPermissionPolicy

from cms.eventlog.admin import AgainColumn, AgainView, RowReport
from cms.notifications.enums import ACCOUNT_KIND, STOPPED_STATES, MailState
from cms.notifications.kinds import registry
from cms.notifications.models import OutgoingMail
from cms.notifications.services.upkeep import send_again


def _kind_label(name: str) -> Any:
    """Return what people call the kind; its name, where no running code knows it."""
    if name == ACCOUNT_KIND:
        return _("Signing in and security")
    kind = registry.find(name)
    return kind.label if kind else name


class MailFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=MailState.choices)
    to = django_filters.CharFilter(label=_("To"), lookup_expr="icontains")

    class Meta:
        model = OutgoingMail
        fields = ["state", "to"]


class MailReport(RowReport):
    """The mails, newest first."""

    model = OutgoingMail
    permission_policy: Any = ModelPermissionPolicy(OutgoingMail)
    page_title: Any = _("Mails")
    header_icon = "mail"
    filterset_class: Any = MailFilterSet
    index_url_name: Any = "notifications_admin:mails"
    index_results_url_name: Any = "notifications_admin:mails_results"
    columns = [
        Column("to", label=_("To")),
        Column("subject", label=_("Subject")),
        Column("kind", label=_("Kind"), accessor="kind_label"),
        Column("language", label=_("Language"), accessor="language_label"),
        Column("state", label=_("State"), accessor="get_state_display"),
        Column("attempts", label=_("Attempts")),
        DateColumn("queued_at", label=_("Queued")),
        DateColumn("sent_at", label=_("Sent")),
        Column("last_error", label=_("Last error")),
        AgainColumn("again", label=_("Send again"), accessor="again_url"),
    ]

    def get_base_queryset(self) -> QuerySet[OutgoingMail]:
        # The bodies hold links that sign people in: they are not even read.
        return OutgoingMail.objects.defer("text", "html")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        languages = dict(settings.LANGUAGES)
        for mail in object_list:
            mail.kind_label = _kind_label(mail.kind)
            mail.language_label = languages.get(mail.language, mail.language)
            mail.again_url = (
                reverse("notifications_admin:send_again", args=[mail.pk])
                if mail.state in STOPPED_STATES
                else ""
            )
        return object_list


class SendAgainView(AgainView):
    """Has a refused or unsure mail sent again."""

    model = OutgoingMail
    permission_policy: Any = ModelPermissionPolicy(OutgoingMail)
    page_title: Any = _("Send again")
    index_url_name: Any = "notifications_admin:mails"

    def can_be_tried(self, row: OutgoingMail) -> bool:
        return row.state in STOPPED_STATES

    def try_again(self, row: OutgoingMail) -> bool:
        return send_again([row.pk]) == 1
