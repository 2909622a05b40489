"""The account pages: allauth's that are offered, under the names its code looks up, and ours."""

from allauth.account.views import (
    AccountInactiveView,
    EmailView,
    PasswordResetFromKeyDoneView,
)
from django.urls import path, re_path

from cms.accounts import views
from cms.accounts.profile_views import ProfileView
from cms.accounts.terms_views import TermsView
from cms.accounts.views import account_page

allauth_patterns = [
    path("login/", account_page(views.SignInView.as_view()), name="account_login"),
    path("logout/", account_page(views.SignOutView.as_view()), name="account_logout"),
    path("signup/", account_page(views.SignUpView.as_view()), name="account_signup"),
    path("inactive/", account_page(AccountInactiveView.as_view()), name="account_inactive"),
    path(
        "reauthenticate/",
        account_page(views.ReauthenticateView.as_view()),
        name="account_reauthenticate",
    ),
    path("email/", account_page(EmailView.as_view()), name="account_email"),
    path(
        "confirm-email/",
        account_page(views.VerificationSentView.as_view()),
        name="account_email_verification_sent",
    ),
    re_path(
        r"^confirm-email/(?P<key>[-:\w]+)/$",
        account_page(views.ConfirmEmailView.as_view()),
        name="account_confirm_email",
    ),
    path(
        "password/change/",
        account_page(views.PasswordChangeView.as_view()),
        name="account_change_password",
    ),
    path(
        "password/set/",
        account_page(views.PasswordSetView.as_view()),
        name="account_set_password",
    ),
    path(
        "password/reset/",
        account_page(views.PasswordResetView.as_view()),
        name="account_reset_password",
    ),
    path(
        "password/reset/done/",
        account_page(views.PasswordResetDoneView.as_view()),
        name="account_reset_password_done",
    ),
    path(
        "password/reset/key/done/",
        account_page(PasswordResetFromKeyDoneView.as_view()),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-\w]+)/$",
        account_page(views.ChoosePasswordView.as_view()),
        name="account_reset_password_from_key",
    ),
]

own_patterns = [
    path("profile/", account_page(ProfileView.as_view()), name="account_profile"),
    path("terms/", account_page(TermsView.as_view()), name="account_terms"),
]

urlpatterns = [*allauth_patterns, *own_patterns]
