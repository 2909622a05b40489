#!/usr/bin/env python
"""Django's command line. Settings that are missing or unsafe are listed, not traced."""

import os
import sys


def main() -> None:
    """Run the command of the arguments."""
    from django.core.management import execute_from_command_line

    from cms.settings import settings_module
    from cms.settings.environment import SettingsError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings_module())
    try:
        execute_from_command_line(sys.argv)
    except SettingsError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
