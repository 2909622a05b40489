from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "courses.pages"
    label = "courses_pages"
