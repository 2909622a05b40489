from django.urls import path

from cms.notifications import views

app_name = "outbox"
urlpatterns = [
    path("", views.outbox, name="list"),
    path("<str:name>/", views.kept_mail, name="mail"),
    path("<str:name>/html/", views.kept_mail_html, name="html"),
]
