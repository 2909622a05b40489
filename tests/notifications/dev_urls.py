"""The site's addresses with those that only local and dev have."""

from django.urls import include, path

from cms.urls import urlpatterns as site_patterns

urlpatterns = [path("dev/outbox/", include("cms.notifications.urls")), *site_patterns]
