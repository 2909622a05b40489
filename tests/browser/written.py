"""A course that is written already, for stories that begin after the writing.

It is made beside a running site, by a process of its own.
"""

import json
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.browser.people import Person
from tests.servers.beside import run_beside
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
print({name}(**{options!r}))
"""
SPEAK = """
from cms.accounts.models import User
assert User.objects.filter(email__in={addresses!r}).update(language={language!r}) == 2
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


def _made(var: Path, module: str, name: str, options: dict[str, object]) -> Any:
    printed = run_beside(var, SCRIPT.format(module=module, name=name, options=options))
    return json.loads(printed.splitlines()[-1])


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
    var, name = site.folder / "var", "make_written_course"
    pages, path = _made(var, "written_course", name, {**given, **options})
    return Written(title, pages, path, instructor, reviewer)


def write_scene(var: Path, language: str = "en") -> Scene:
    """Make the courses for the screens, and people who read the editor in the language."""
    instructor, reviewer = _people()
    given = {"instructor": instructor.address, "reviewer": reviewer.address, "language": language}
    return Scene(_made(var, "scene_course", "make_scene", given), instructor, reviewer)


def speak(var: Path, scene: Scene, language: str) -> None:
    """Let both people of the scene read the editor in the language."""
    addresses = [scene.instructor.address, scene.reviewer.address]
    run_beside(var, SPEAK.format(addresses=addresses, language=language))
