from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "courses.media"
    label = "courses_media"
