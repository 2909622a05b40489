"""What the browser gets: libraries by npm's lock, bundled from static/ into static/dist/.

Node and npm come with the Python packages; none of the machine is used.
"""

import contextlib
import os
from pathlib import Path

from progress import Progress
from stamps import digest, read_stamp, write_stamp

STAMP = ".fledge-stamp.json"


def bring_up_to_date(base: Path, *, venv: Path, progress: Progress) -> None:
    """Install the libraries and build the bundles, each when its sources have changed."""
    libraries = digest([base / "package-lock.json"], root=base)
    stamp = {"lock": libraries}
    stamp_path = base / "node_modules" / STAMP
    if read_stamp(stamp_path) != stamp:
        _forget(stamp_path)
        progress.say("Installing browser libraries.")
        _npm(["ci"], base, venv=venv, what="Installing browser libraries", progress=progress)
        write_stamp(stamp_path, stamp)
    static = base / "static"
    sources = [
        path
        for path in static.rglob("*")
        if path.is_file() and (static / "dist") not in path.parents
    ]
    stamp = {"lock": libraries, "sources": digest(sources, root=base)}
    # Inside the folder it speaks of: `make dev` empties that, and its build is no release's.
    stamp_path = static / "dist" / STAMP
    if read_stamp(stamp_path) != stamp:
        _forget(stamp_path)
        progress.say("Building style and script.")
        _npm(["run", "build"], base, venv=venv, what="Building style and script", progress=progress)
        write_stamp(stamp_path, stamp)


def _forget(stamp_path: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        stamp_path.unlink()


def _npm(arguments: list[str], base: Path, *, venv: Path, what: str, progress: Progress) -> None:
    env = dict(os.environ)
    env["PATH"] = f"{venv / 'bin'}{os.pathsep}{env.get('PATH', '')}"
    # Without production's habit of leaving out the bundler.
    env.pop("NODE_ENV", None)
    env["npm_config_include"] = "dev"
    home = env.get("HOME", "")
    if not home or not os.access(home, os.W_OK):
        env["npm_config_cache"] = str(base / "var" / "cache" / "npm")
    progress.run([str(venv / "bin" / "npm"), *arguments], what=what, cwd=base, env=env)
