"""Kinds of people, and who of them may see which class of thing: the rules, stated once.

There are two courses. `first` belongs to the owner and waits for a review; `second` belongs to
another instructor and waits for nothing. Whoever is not named by a rule may not see.
"""

from enum import StrEnum

FIRST, SECOND = "first", "second"


class Who(StrEnum):
    """Everybody as whom the site is walked."""

    GUEST = "guest"
    UNVERIFIED = "unverified"
    LEARNER = "learner"
    OWNER = "owner"
    EDITOR = "co-instructor"
    COURSE_REVIEWER = "reviewer of the course"
    OTHER = "other instructor"
    HELPER = "co-instructor of another course"
    LOOKER = "reviewer of another course"
    REMOVED = "removed co-instructor"
    REVIEWER = "reviewer"
    TRANSLATOR = "translator"
    ADMINISTRATOR = "administrator"
    # Without an account, by a link to the first course's drafts.
    SHOWN_AS_LEARNER = "holder of a link, as a learner"
    SHOWN_AS_GUEST = "holder of a link, as a guest"


Seers = frozenset[Who]

EVERYBODY: Seers = frozenset(Who)
NOBODY: Seers = frozenset()
ADMINISTRATORS: Seers = frozenset({Who.ADMINISTRATOR})
# Whoever works in the admin.
COLLEAGUES: Seers = EVERYBODY - {
    Who.GUEST,
    Who.UNVERIFIED,
    Who.LEARNER,
    Who.SHOWN_AS_LEARNER,
    Who.SHOWN_AS_GUEST,
}
WRITERS: dict[str, Seers] = {
    FIRST: frozenset({Who.OWNER, Who.EDITOR}),
    SECOND: frozenset({Who.OTHER, Who.HELPER}),
}
# Whoever has a role in the course.
READERS: dict[str, Seers] = {
    FIRST: ADMINISTRATORS | WRITERS[FIRST] | {Who.COURSE_REVIEWER},
    SECOND: ADMINISTRATORS | WRITERS[SECOND] | {Who.LOOKER},
}
# Reviewers of the site read what waits for one of them, with all that hangs on it; whoever reviews
# one course has that role as well.
SITE_REVIEWERS: Seers = frozenset({Who.COURSE_REVIEWER, Who.LOOKER, Who.REVIEWER})
MEMBERS: dict[str, Seers] = {FIRST: READERS[FIRST] | SITE_REVIEWERS, SECOND: READERS[SECOND]}
SHOWN_DRAFTS: dict[str, Seers] = {FIRST: frozenset({Who.SHOWN_AS_LEARNER}), SECOND: NOBODY}
SHOWN_FREE: dict[str, Seers] = {
    FIRST: frozenset({Who.SHOWN_AS_LEARNER, Who.SHOWN_AS_GUEST}),
    SECOND: NOBODY,
}


class Shelf(StrEnum):
    """Classes of things in a course, by what of it is meant for whom."""

    # What a live course shows of itself, live free lessons, what the outline says of lessons.
    OPEN = "open"
    # What is live and for learners.
    LOCKED = "locked"
    # What is written and not released yet: where it will be free or part of the course's page,
    # and where it will be for learners.
    DRAFT_OPEN = "draft, open"
    DRAFT_LOCKED = "draft, locked"
    # Keys, feedback, explanations; comments, notes, reasons; what readers once had; files' titles.
    HIDDEN = "hidden"


def may_see(course: str, shelf: Shelf) -> Seers:
    """Return who may see what of a course stands on this shelf."""
    members = MEMBERS[course]
    return {
        Shelf.OPEN: EVERYBODY,
        Shelf.LOCKED: members,
        Shelf.DRAFT_OPEN: members | SHOWN_FREE[course],
        Shelf.DRAFT_LOCKED: members | SHOWN_DRAFTS[course],
        Shelf.HIDDEN: members,
    }[shelf]


def own(who: Who) -> Seers:
    """Return who may see what a person keeps to themselves: they, and administrators."""
    return ADMINISTRATORS | {who}
