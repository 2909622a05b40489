"""The guards that `make controls` takes away, one module per area; each has a list CONTROLS.

To add one: name the guard, give the text that is the guard (it must occur exactly once in
its file) with what stands in its place, and the test that must then fail.
"""

import importlib
import pkgutil
from dataclasses import dataclass


@dataclass(frozen=True)
class Control:
    """One guard, how it is taken away, and the test that notices."""

    name: str
    path: str
    old: str
    new: str
    test: str
    # Whether the guard is in a migration, so that the database must be made anew.
    is_schema: bool = False


def all_controls() -> list[Control]:
    """Return the controls of all modules in this package."""
    return [
        control
        for module in pkgutil.iter_modules(__path__, f"{__name__}.")
        for control in importlib.import_module(module.name).CONTROLS
    ]
