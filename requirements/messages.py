"""Compiles translations: each .po beside its .mo, when its content has changed."""

from pathlib import Path

from progress import Progress
from python_environment import python_of
from stamps import digest, read_stamp, write_stamp

# polib is in the environment and not in the Python that runs this file.
COMPILE = """
import os, sys, polib
for name in sys.argv[1:]:
    target = name[:-3] + ".mo"
    polib.pofile(name).save_as_mofile(target + ".new")
    os.replace(target + ".new", target)
"""


def bring_up_to_date(base: Path, *, venv: Path, progress: Progress) -> None:
    """Compile the .po files whose .mo is missing or was made from another text."""
    stamp_path = base / "var" / "messages-stamp.json"
    sources = sorted((base / "locale").glob("**/LC_MESSAGES/*.po"))
    wanted = {str(path.relative_to(base)): digest([path], root=base) for path in sources}
    known = read_stamp(stamp_path) or {}
    stale = [
        name
        for name, value in wanted.items()
        if known.get(name) != value or not (base / name).with_suffix(".mo").exists()
    ]
    if stale:
        progress.run(
            [str(python_of(venv)), "-c", COMPILE, *stale], what="Compiling translations", cwd=base
        )
    if wanted != known:
        write_stamp(stamp_path, wanted)
