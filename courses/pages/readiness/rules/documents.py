"""Documents: there is a file, and something in it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from courses.pages.blocks.choosers import FileChooserBlock
from courses.pages.readiness.registry import Finding, PageFacts, page_rule


@page_rule("empty_document")
def empty_document(facts: PageFacts) -> Iterable[Finding]:
    """Find documents that give a reader nothing."""
    for node in facts.nodes(FileChooserBlock):
        if node.value is None:
            yield Finding(_("No document is chosen, or it was deleted. Choose one."), node)
        elif is_empty(node.value):
            words = _("There is nothing in the document “%(title)s”. Upload it again.")
            yield Finding(words % {"title": node.value.title}, node)


def is_empty(document: Any) -> bool:
    """Say whether there is no file, or none with anything in it.

    The size stands beside it in the database: asking the store for each of them would take
    longer than all the rest. A folder of our own is looked into.
    """
    if not document.file or document.file_size == 0:
        return True
    try:
        document.file.path  # noqa: B018  # a store elsewhere has no paths, and says so
    except NotImplementedError:
        return False
    return not document.file.storage.exists(document.file.name)
