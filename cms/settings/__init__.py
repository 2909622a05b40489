"""Settings, one module per environment: FLEDGE_ENV names it."""

import os

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
