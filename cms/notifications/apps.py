from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "cms.notifications"
    label = "cms_notifications"
