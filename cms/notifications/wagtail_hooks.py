from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cms.eventlog.admin import RowMenuItem
from cms.notifications.admin import MailReport, SendAgainView
from cms.notifications.models import OutgoingMail

urlpatterns = [
    path("", MailReport.as_view(), name="mails"),
    path("results/", MailReport.as_view(results_only=True), name="mails_results"),
    path("<int:pk>/again/", SendAgainView.as_view(), name="send_again"),
]


@hooks.register("register_admin_urls")
def register_mail_urls() -> list[Any]:
    return [path("mails/", include((urlpatterns, "notifications_admin")))]


@hooks.register("register_reports_menu_item")
def register_mail_menu_item() -> RowMenuItem:
    return RowMenuItem(
        _("Mails"),
        reverse("notifications_admin:mails"),
        name="mails",
        icon_name="mail",
        order=1300,
        model=OutgoingMail,
    )


@hooks.register("register_permissions")
def register_mail_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label="cms_notifications", codename="change_outgoingmail"
    )
