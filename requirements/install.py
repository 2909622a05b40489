"""Install what Fledge needs into this checkout: `python3 requirements/install.py [--dev]`.

This file is also read by Pythons that are too old, so that they can say so in one
sentence: it keeps to what Python 3.6 can parse, and imports the rest only after
the check.
"""

import sys

NEEDED = (3, 11)


def main():  # type: ignore[no-untyped-def]  # an annotation here is run by old Pythons, too
    """Check the version, then install."""
    if sys.version_info < NEEDED:
        needed = f"{NEEDED[0]}.{NEEDED[1]}"
        found = f"{sys.executable or 'python3'} is {sys.version_info[0]}.{sys.version_info[1]}"
        sys.stderr.write(
            f"Fledge needs Python {needed} or newer, and {found}: install a newer one,"
            f" or name it: make run PYTHON=/path/to/python3\n"
        )
        return 1
    import installation

    return installation.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
