"""Stands before Wagtail's addresses: its sign-in, sign-out and reset lead to the site's own,
and its account page leaves to the site's profile page what stands there."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from cms.accounts import views
from cms.accounts.admin_account import AccountView

urlpatterns = [
    path("account/", require_admin_access(AccountView.as_view())),
    path("login/", views.sign_in_for_admin),
    path("logout/", views.sign_out_of_admin),
    path("password_reset/", views.reset_for_admin),
    path("password_reset/<path:rest>", views.reset_for_admin),
]
