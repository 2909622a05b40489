"""Which rules there are. Each is a function, registered under the code of what it finds."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Page

from courses.pages.readiness.known import Known
from courses.pages.readiness.nodes import Node
from courses.pages.readiness.strict import Fault


@dataclass(frozen=True)
class Finding:
    """What a rule has found: the words for its author and where it is."""

    words: str
    node: Node | None = None
    # Where it stands in no block: the page's field, if it is one field's.
    field: str = ""
    # The name of the field, where the words do not make clear which one is meant.
    label: str = ""
    # Beside it, or in the place of it, where the editor opens.
    page: Page | None = None
    url: str = ""


@dataclass
class PageFacts:
    """A draft, and all that rules look at: nothing in here asks the database."""

    page: Page
    trees: list[Node]
    known: Known
    faults: list[Fault] = field(default_factory=list)
    # Where a rule has found something already.
    named: list[Node] = field(default_factory=list)

    def nodes(self, *kinds: type[Any]) -> Iterable[Node]:
        """Yield what is of these kinds of blocks, in reading order; without kinds, all."""
        for tree in self.trees:
            yield from (one for one in tree.walk() if not kinds or isinstance(one.block, kinds))


@dataclass
class CourseFacts:
    """A whole course as it would go live."""

    course_page: Page
    drafts: Sequence[Page]
    known: Known


PageRule = Callable[[PageFacts], Iterable[Finding]]
CourseRule = Callable[[CourseFacts], Iterable[Finding]]

page_rules: dict[str, PageRule] = {}
course_rules: dict[str, CourseRule] = {}
# Rules that speak only of what no other has named; they come last.
last_rules: dict[str, PageRule] = {}


def page_rule(code: str) -> Callable[[PageRule], PageRule]:
    """Have the function asked of every page; `code` names what it finds."""

    def register(rule: PageRule) -> PageRule:
        page_rules[code] = rule
        return rule

    return register


def last_rule(code: str) -> Callable[[PageRule], PageRule]:
    """Have the function asked of every page, once all others have spoken."""

    def register(rule: PageRule) -> PageRule:
        last_rules[code] = rule
        return rule

    return register


def course_rule(code: str) -> Callable[[CourseRule], CourseRule]:
    """Have the function asked of whole courses."""

    def register(rule: CourseRule) -> CourseRule:
        course_rules[code] = rule
        return rule

    return register
