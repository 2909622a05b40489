"""Install from Debian's packages what tests and media want beside Python.

    python3 requirements/services.py [--if-missing]

As root on Debian it installs; otherwise it prints the line to run. Nothing is
started or enabled: the tests start servers of their own.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
# By path, not through the package, which imports what may not be installed yet.
sys.path.insert(0, str(BASE_DIR / "cms" / "core" / "process"))

from binaries import (  # type: ignore[import-not-found]  # noqa: E402  found by that path
    Program,
    missing_programs,
)
from progress import complain, say  # noqa: E402

# Debian asks this script before a package starts its server; 101 means "do not".
POLICY = Path("/usr/sbin/policy-rc.d")
POLICY_TEXT = "#!/bin/sh\nexit 101\n"


def is_root_on_debian() -> bool:
    """Whether this process may use apt-get."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_line(programs: Sequence[Program]) -> str:
    """Return the line that installs these programs."""
    packages = " ".join(dict.fromkeys(program.package for program in programs))
    return f"apt-get update && apt-get install -y --no-install-recommends {packages}"


def keep_from_starting_at_boot(programs: Sequence[Program]) -> None:
    """Undo what a package does on systems with systemd: its server starts with the machine."""
    systemctl = shutil.which("systemctl")
    units = [program.name for program in programs if program.name == "redis-server"]
    units += ["postgresql" for program in programs if program.name == "postgres"]
    if systemctl and units:
        subprocess.run([systemctl, "--quiet", "disable", *units], capture_output=True, check=False)


@contextmanager
def no_servers_started() -> Iterator[None]:
    """Keep packages from starting their servers; an existing policy of the machine stays."""
    if POLICY.exists():
        yield
        return
    POLICY.write_text(POLICY_TEXT)
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink(missing_ok=True)


def install(programs: Sequence[Program]) -> int:
    """Install the packages by apt-get; return its exit code."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    packages = list(dict.fromkeys(program.package for program in programs))
    commands = (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages],
    )
    with tempfile.TemporaryFile("w+") as output, no_servers_started():
        for command in commands:
            done = subprocess.run(command, env=env, stdout=output, stderr=output, check=False)
            if done.returncode:
                output.seek(0)
                last = "".join(output.readlines()[-5:]).strip()
                complain(
                    f"Debian's packages could not be installed ({' '.join(command[:2])}):\n{last}"
                )
                return done.returncode
    keep_from_starting_at_boot(programs)
    return 0


def main(arguments: Sequence[str]) -> int:
    """Install what is missing, or say how."""
    parser = argparse.ArgumentParser(prog="services.py", description="Install services.")
    parser.add_argument(
        "--if-missing",
        action="store_true",
        help="for tests: go on without what cannot be installed",
    )
    options = parser.parse_args(arguments)
    missing = missing_programs()
    if not missing:
        if not options.if_missing:
            say("Nothing is missing.")
        return 0
    names = ", ".join(f"{program.package} ({program.purpose})" for program in missing)
    if options.if_missing and os.environ.get("FLEDGE_SERVICES") == "off":
        say(f"Missing, and not installed because FLEDGE_SERVICES is off: {names}.")
        return 0
    if not is_root_on_debian():
        say(f"Missing: {names}. To install them, run as root:\n  {install_line(missing)}")
        return 0 if options.if_missing else 1
    say(f"Installing from Debian's packages: {names}.")
    code = install(missing)
    if code:
        return 0 if options.if_missing else 1
    still = ", ".join(program.package for program in missing_programs())
    if still:
        complain(f"Installed, but still not found: {still}.")
        return 0 if options.if_missing else 1
    say("Installed; none of them was started.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
