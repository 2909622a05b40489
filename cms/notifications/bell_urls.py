"""Addresses of people's own notifications, below the language."""

from django.urls import path

from cms.notifications import bell_views, preference_views

app_name = "notifications"
urlpatterns = [
    path("", bell_views.notification_list, name="list"),
    path("<int:pk>/open/", bell_views.open_notification, name="open"),
    path("mark-all-read/", bell_views.mark_all_as_read, name="mark_all_read"),
    path("clear/", bell_views.clear_all, name="clear"),
    path("preferences/", preference_views.preferences, name="preferences"),
    path("unsubscribe/<str:token>/", preference_views.unsubscribe, name="unsubscribe"),
    path("unsubscribe/<str:token>/undo/", preference_views.undo_unsubscribe, name="resubscribe"),
]
