"""Settings, one module per environment: FLEDGE_ENV names it."""

import os
import sys

# gunicorn stops for good when a worker leaves with this code, and tries again with any other.
UNUSABLE = 3
ENVIRONMENTS = ("local", "dev", "test", "production")


def settings_module() -> str:
    """Return the dotted name of the settings that FLEDGE_ENV asks for.

    Raises SystemExit with one sentence when the name is unknown: a typing
    mistake must not quietly run another environment.
    """
    name = os.environ.get("FLEDGE_ENV") or "local"
    if name not in ENVIRONMENTS:
        raise SystemExit(f"FLEDGE_ENV is {name!r}; it must be one of: {', '.join(ENVIRONMENTS)}.")
    return f"cms.settings.{name}"


def load_settings() -> None:
    """Read the settings now; on missing or unsafe ones list them all and exit, without a trace.

    Django would note the failure, go on without settings and stumble over something else.
    """
    from django.conf import settings

    from .environment import SettingsError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings_module())
    try:
        _ = settings.INSTALLED_APPS
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(UNUSABLE)
