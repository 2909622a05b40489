"""What changed between two states of a course, so that people can read it.

`compare` is pure: it reads two drafts or releases and asks nothing of the database. `describe`
then gives files, snippets and pages their names, all together.
"""

from courses.pages.comparing.describing import describe
from courses.pages.comparing.pages import compare
from courses.pages.comparing.parts import PageChange, PartChange, What

__all__ = ["PageChange", "PartChange", "What", "compare", "describe"]
