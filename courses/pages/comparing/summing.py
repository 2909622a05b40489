"""What changed on a page, in a few words."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.pages.comparing.parts import PageChange, What

# How many kinds of change are named before the others are only counted.
MOST_NAMED = 4


def in_few_words(change: PageChange) -> str:
    """Return which parts of a page changed, such as “Title, Text (2), Quiz added”."""
    if change.what in {What.ADDED, What.REMOVED}:
        return ""
    counts = Counter((part.label, part.what) for part in change.parts)
    named = [_named(label, what, count) for (label, what), count in counts.items()]
    shown, others = named[:MOST_NAMED], len(named) - MOST_NAMED
    if others > 0:
        more = ngettext("%(count)s more", "%(count)s more", others) % {"count": others}
        shown.append(more)
    # Arabic has a comma of its own; Django translates this one.
    return _(", ").join(shown)


def _named(label: str, what: What, count: int) -> str:
    part = label if count == 1 else f"{label} ({count})"
    sentences = {
        What.ADDED: _("%(part)s added"),
        What.REMOVED: _("%(part)s removed"),
        What.MOVED: _("%(part)s moved"),
        What.CHANGED: "%(part)s",
    }
    return sentences[what] % {"part": part}
