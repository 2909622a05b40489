from django.urls import path

from cms.accounts.teach_views import TeachView

urlpatterns = [path("", TeachView.as_view(), name="teach")]
