"""Closing the site for a while without a restart: by a setting or by a file.

The file is named by MAINTENANCE_FILE; what it holds is the number of minutes to announce. Its
place is one folder per machine, so on several machines each has to be told.
"""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from cms.core.problems import problem_page

DEFAULT_MINUTES = 10
LONGEST_MINUTES = 24 * 60
# Whoever may change how the site presents itself may also look at it while it is closed.
PERMISSION = "cms_core.change_sitesettings"


def closed_for_minutes() -> int | None:
    """Return for how many minutes the site says it is closed, None when it is open."""
    try:
        with open(settings.MAINTENANCE_FILE, encoding="utf-8", errors="replace") as file:
            written = file.read(10).strip()
    except FileNotFoundError:
        return DEFAULT_MINUTES if settings.MAINTENANCE else None
    except OSError:  # it is there, though it cannot be read
        return DEFAULT_MINUTES
    if not (written.isascii() and written.isdigit()):
        return DEFAULT_MINUTES
    return min(max(int(written), 1), LONGEST_MINUTES)


def is_open_address(request: HttpRequest) -> bool:
    """Say whether the address answers while the site is closed: health and signing in."""
    path = request.path_info
    if path.startswith("/health/"):
        return True
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    with translation.override(language):
        doors = (reverse(settings.LOGIN_URL), reverse("wagtailadmin_login"))
    return path in doors


def closed_page(request: HttpRequest, minutes: int) -> HttpResponse:
    """Return the page that says so, with 503 and Retry-After."""
    return problem_page(
        request,
        HTTPStatus.SERVICE_UNAVAILABLE,
        template="maintenance.html",
        retry_after_seconds=minutes * 60,
    )
