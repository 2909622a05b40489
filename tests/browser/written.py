"""A course that is written already, for stories that begin after the writing.

It is made beside a running site, by a process of its own: see `beside`.
"""

import json
import os
import subprocess
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path

from tests.browser.people import Person
from tests.servers.guarded import REPOSITORY
from tests.servers.local_site import LocalSite

TITLE = "Salt, Flour, Time"
# Chapter, then lessons with the words that stand in them and nowhere else.
OUTLINE = (
    (
        "Before the night",
        (
            ("Flour", "Rye drinks more than wheat does."),
            ("Water", "Cold from the tap is warm enough."),
            ("Salt", "Two parts in a hundred, weighed."),
        ),
    ),
    (
        "After the night",
        (
            ("Shaping", "Fold it towards you and turn it."),
            ("Baking", "A loaf is done when it sounds hollow."),
        ),
    ),
)
OUTCOME = "Bake a loaf in a cold kitchen"
ALTERNATIVE = "A loaf on a board, cut in two"
SCRIPT = """
from tests.browser.{module} import {name}
print("MADE", {name}(**{options!r}))
"""


@dataclass(frozen=True)
class Written:
    """The course's pages by their titles (its own is "course"), and its people."""

    title: str
    pages: dict[str, int]
    path: str
    instructor: Person
    reviewer: Person

    @property
    def course(self) -> int:
        """The id of the course's page."""
        return self.pages["course"]


def beside(var: Path, script: str, word: str) -> str:
    """Run a script beside the site with this folder, and return what it printed after `word`."""
    env = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "FLEDGE_ENV")
    }
    run = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", script],
        cwd=REPOSITORY,
        env={**env, "FLEDGE_VAR": str(var)},
        timeout=180,
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    return next(
        line[len(word) + 1 :] for line in run.stdout.splitlines() if line.startswith(f"{word} ")
    )


@dataclass(frozen=True)
class Scene:
    """Courses in each state that a screen can show: ids and addresses by name, and their people."""

    places: dict[str, int | str]
    instructor: Person
    reviewer: Person


def _people() -> tuple[Person, Person]:
    instructor, reviewer = (
        Person(name, f"{uuid.uuid4().hex[:8]}@example.org")
        for name in ("Ida Instructor", "Rob Reviewer")
    )
    return instructor, reviewer


def write_course(site: LocalSite, **options: object) -> Written:
    """Make a course with an instructor of its own, and a reviewer of the site.

    `is_ready=False` leaves out an outcome and the words for the picture; `is_live=True` releases
    it as number 1; `allows_corrections=True` opens the short way; `is_submitted=True` leaves it
    waiting.
    """
    instructor, reviewer = _people()
    # One site serves many stories.
    title = f"{TITLE} ({instructor.address[:4]})"
    given = {"title": title, "instructor": instructor.address, "reviewer": reviewer.address}
    name = "make_written_course"
    script = SCRIPT.format(module="written_course", name=name, options={**given, **options})
    pages, path = json.loads(beside(site.folder / "var", script, "MADE"))
    return Written(title, pages, path, instructor, reviewer)


def write_scene(var: Path, language: str = "en") -> Scene:
    """Make the courses for the screens, and people who read the editor in the language."""
    instructor, reviewer = _people()
    given = {"instructor": instructor.address, "reviewer": reviewer.address, "language": language}
    script = SCRIPT.format(module="scene_course", name="make_scene", options=given)
    return Scene(json.loads(beside(var, script, "MADE")), instructor, reviewer)
