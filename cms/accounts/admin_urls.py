"""Stands before Wagtail's addresses: its sign-in, sign-out and reset lead to the site's own."""

from django.urls import path

from cms.accounts import views

urlpatterns = [
    path("login/", views.sign_in_for_admin),
    path("logout/", views.sign_out_of_admin),
    path("password_reset/", views.reset_for_admin),
    path("password_reset/<path:rest>", views.reset_for_admin),
]
