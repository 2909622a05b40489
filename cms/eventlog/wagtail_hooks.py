from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cms.eventlog.admin import DeliveryReport, RowMenuItem, TryAgainView
from cms.eventlog.models import Delivery

urlpatterns = [
    path("", DeliveryReport.as_view(), name="deliveries"),
    path("results/", DeliveryReport.as_view(results_only=True), name="deliveries_results"),
    path("<int:pk>/again/", TryAgainView.as_view(), name="try_again"),
]


@hooks.register("register_admin_urls")
def register_delivery_urls() -> list[Any]:
    return [path("deliveries/", include((urlpatterns, "eventlog_admin")))]


@hooks.register("register_reports_menu_item")
def register_delivery_menu_item() -> RowMenuItem:
    return RowMenuItem(
        _("Deliveries"),
        reverse("eventlog_admin:deliveries"),
        name="deliveries",
        icon_name="rotate",
        order=1200,
        model=Delivery,
    )


@hooks.register("register_permissions")
def register_delivery_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label="cms_eventlog", codename="change_delivery"
    )
