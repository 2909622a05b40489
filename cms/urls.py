"""The root list of addresses: machine, admin, apps, pages last."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from cms.core import dev_pages
from cms.core.files.views import document
from cms.pages.views import root

urlpatterns: list[URLPattern | URLResolver] = [
    path("", root, name="root"),
    path("", include("cms.core.urls")),
    path("", include("courses.pages.urls")),
    path("admin/", include("cms.accounts.admin_urls")),
    path("admin/", include(wagtailadmin_urls)),
    # In the place of Wagtail's own documents.urls, which would serve them to anybody.
    path("documents/<int:document_id>/<path:shown_name>", document, name="wagtaildocs_serve"),
]

if settings.DEV_PAGES_ENABLED:
    urlpatterns += [
        path("dev/outbox/", include("cms.notifications.urls")),
    ]

    urlpatterns += [path("dev/components", dev_pages.to_components)]
    urlpatterns += i18n_patterns(*dev_pages.dev_patterns())

urlpatterns += i18n_patterns(
    path("accounts/", include("cms.accounts.urls")),
    path("notifications/", include("cms.notifications.bell_urls")),
    path("teach/", include("cms.accounts.teach_urls")),
    # In the place of Wagtail's own form, which knows no limits and no confirmed addresses.
    path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("", include(wagtail_urls)),
)

handler400 = "cms.core.problems.bad_request"
handler403 = "cms.core.problems.permission_denied"
handler404 = "cms.core.problems.page_not_found"
handler500 = "cms.core.problems.server_error"
# allauth looks here for the page that a limit on attempts leads to.
handler429 = "cms.accounts.views.too_many_attempts"
