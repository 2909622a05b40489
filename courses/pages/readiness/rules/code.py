"""Code: its author says in which language it is written."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from courses.pages.blocks.code import CodeBlock
from courses.pages.blocks.highlighting import LANGUAGES
from courses.pages.readiness.registry import Finding, PageFacts, page_rule

_KNOWN = {code for code, _name in LANGUAGES}


@page_rule("code_without_language")
def code_without_language(facts: PageFacts) -> Iterable[Finding]:
    """Find code of which nobody has said what it is; "plain text" is an answer too."""
    for node in facts.nodes(CodeBlock):
        if node.value.get("language") not in _KNOWN:
            yield Finding(
                _("Choose the language of the code, or “Plain text” if it has none."),
                node.child("language"),
            )
