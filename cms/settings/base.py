"""What every environment shares. Values that differ come from the environment."""

from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from cms.core.money import CURRENCIES

from .environment import env
from .media import *

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.str("FLEDGE_VAR", str(BASE_DIR / "var"))).resolve()

DEBUG = False

INSTALLED_APPS = [
    "cms.pages",
    "courses.pages",
    "courses.outline",
    "courses.media",
    "courses.questions",
    "cms.accounts.apps.AccountsConfig",
    "cms.notifications",
    "cms.eventlog",
    "cms.core",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "cms.accounts.apps.AdminUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    # Wagtail's search on PostgreSQL needs its field types, on other databases it does nothing.
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "cms.core.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "cms.core.middleware.SecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.core.middleware.MaintenanceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.core.middleware.SiteLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cms.accounts.middleware.AdminGateMiddleware",
    "courses.pages.walls.middleware.WallsMiddleware",
    "cms.accounts.middleware.TimeZoneMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "cms.core.middleware.ProblemMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "wagtail.contrib.settings.context_processors.settings",
            ],
            "builtins": ["cms.core.templatetags.site_tags", "cms.core.templatetags.part_tags"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Languages. A site uses a subset: those with a locale row (manage.py setup_site).
LANGUAGE_CODE = env.str("FLEDGE_LANGUAGE_CODE", "en")
LANGUAGES = [("en", "English"), ("fr", "Français"), ("sw", "Kiswahili"), ("ar", "العربية")]
env.refuse(
    LANGUAGE_CODE not in dict(LANGUAGES),
    f"FLEDGE_LANGUAGE_CODE: one of {', '.join(code for code, _ in LANGUAGES)}.",
)
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
# Our own messages, then what Django, allauth and Wagtail do not translate (docs/languages.md).
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "upstream"]
FORMAT_MODULE_PATH = "cms.core.formats"
TIME_ZONE = env.str("FLEDGE_TIME_ZONE", "UTC")
USE_TZ = True
env.refuse(
    TIME_ZONE not in available_timezones(),
    "FLEDGE_TIME_ZONE: give a time zone's name, such as Africa/Nairobi.",
)

# What a new site's prices are in, until its owner chooses another currency.
DEFAULT_CURRENCY = env.str("FLEDGE_CURRENCY", "USD")
env.refuse(
    DEFAULT_CURRENCY not in CURRENCIES,
    "FLEDGE_CURRENCY: give a code of ISO 4217, such as KES.",
)

# People.
AUTH_USER_MODEL = "cms_accounts.User"
AUTHENTICATION_BACKENDS = ["cms.accounts.backends.EmailBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": "cms.accounts.passwords.OwnWordsValidator",
        "OPTIONS": {"user_attributes": ("email", "display_name")},
    },
    {"NAME": "cms.accounts.passwords.LengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "cms.accounts.passwords.CommonValidator"},
    {"NAME": "cms.accounts.passwords.DigitsValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

# Sessions live in the cache for speed and in the database for safety: a flushed
# cache signs nobody out.
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "fledge_session"
CSRF_COOKIE_NAME = "fledge_csrf"
LANGUAGE_COOKIE_NAME = "fledge_language"

# Static files and media.
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static" / "dist"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES: dict[str, dict[str, Any]] = {
    **MEDIA_STORAGES,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# A large lesson posts thousands of form fields; Django's 1,000 would refuse it.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# Wagtail.
WAGTAIL_SITE_NAME = "Fledge"
WAGTAILADMIN_BASE_URL = env.str("FLEDGE_BASE_URL", "http://127.0.0.1:8000")
WAGTAILIMAGES_IMAGE_MODEL = "cms_core.SiteImage"
WAGTAILDOCS_DOCUMENT_MODEL = "cms_core.SiteDocument"
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
# Passwords are changed on the site's own pages, where the limits on attempts hold.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

CSRF_FAILURE_VIEW = "cms.core.problems.csrf_failure"
# The site is closed while either says so; the file works without a restart.
MAINTENANCE = env.bool("FLEDGE_MAINTENANCE", False)
MAINTENANCE_FILE = VAR_DIR / "maintenance"

# Behind how many proxies of our own a request arrives; forwarded addresses count only then.
TRUSTED_PROXIES = env.int("FLEDGE_TRUSTED_PROXIES", 0)

from .accounts import *  # noqa: E402
from .logging import *  # noqa: E402
from .security import *  # noqa: E402
from .tasks import *  # noqa: E402
from .uploads import *  # noqa: E402
