from django.urls import path

from cms.core import views
from cms.core.files import views as file_views

app_name = "core"
urlpatterns = [
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
    path("files/<str:token>/<str:shown_name>", file_views.private_file, name="file"),
    path("media/public/<path:path>", file_views.public_file, name="public_file"),
]
