"""Addresses of what courses show beside their pages."""

from django.urls import URLPattern, path, re_path

from courses.pages.covers import drawn_cover
from courses.pages.walk.views import walk_page

app_name = "courses_pages"

urlpatterns: list[URLPattern] = [
    # The number changes when the drawings do, for browsers keep them for ever.
    re_path(r"^covers/1/(?P<tint>[a-z]+)/(?P<seed>[0-9a-f]{8})\.svg$", drawn_cover, name="cover"),
    # Without a language: the token says it.
    path("walk/<str:token>/<int:page_id>/", walk_page, name="walk"),
]
