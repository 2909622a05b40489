from django.urls import path

from cms.core import views

app_name = "core"
urlpatterns = [
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
]
