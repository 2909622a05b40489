"""Wagtail loads this module at start; each part registers its own hooks."""

from courses.pages.admin import hooks as admin  # noqa: F401  # registers by being imported
from courses.pages.editor import hooks as editor  # noqa: F401  # registers by being imported
from courses.pages.roads import hooks as roads  # noqa: F401  # registers by being imported
from courses.pages.walls import hooks as walls  # noqa: F401  # registers by being imported
