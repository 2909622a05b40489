from django.apps import AppConfig


class FloodConfig(AppConfig):
    name = "tests.eventlog.flood"
    label = "flood"
