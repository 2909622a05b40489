#!/usr/bin/env python
"""Django's command line. Settings that are missing or unsafe are listed, not traced."""

import sys


def main() -> None:
    """Run the command of the arguments."""
    from django.core.management import execute_from_command_line

    from cms.settings import load_settings

    load_settings()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
