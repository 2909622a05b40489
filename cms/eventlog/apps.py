from django.apps import AppConfig


class EventlogConfig(AppConfig):
    name = "cms.eventlog"
    label = "cms_eventlog"
