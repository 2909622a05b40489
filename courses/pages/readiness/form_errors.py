"""What readiness finds, as errors of the editor's form: each shown at its field or block."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Page

from courses.pages.readiness.checking import findings_of_page
from courses.pages.readiness.nodes import Node
from courses.pages.readiness.registry import Finding

Errors = dict[str, ValidationError]


def form_errors(draft: Page) -> Errors:
    """Return the errors by the names of the page's fields; nothing for a page that is ready."""
    by_field: dict[str, list[Finding]] = {}
    for finding in findings_of_page(draft):
        name = finding.node.place[0] if finding.node is not None else finding.field
        by_field.setdefault(name, []).append(finding)
    return {name: _of_field(findings) for name, findings in by_field.items()}


def _of_field(findings: list[Finding]) -> ValidationError:
    words = [finding.words for finding in findings if finding.node is None]
    at: dict[int, list[str]] = {}
    root: Node | None = None
    for finding in findings:
        if finding.node is not None:
            at.setdefault(id(finding.node), []).append(finding.words)
            root = _root(finding.node)
    if root is None or words:
        return ValidationError(words or [finding.words for finding in findings])
    return _at(root, at) or ValidationError("")


def _root(node: Node) -> Node:
    while node.parent is not None:
        node = node.parent
    return node


def _at(node: Node, words: dict[int, list[str]]) -> ValidationError | None:
    """Return the error of a place, with those of all places in it."""
    own = words.get(id(node), [])
    inner: dict[Any, ValidationError] = {
        child.key: error for child in node.children if (error := _at(child, words)) is not None
    }
    if not own and not inner:
        return None
    if isinstance(node.block, blocks.BaseStreamBlock):
        return StreamBlockValidationError(block_errors=inner, non_block_errors=own or None)
    if isinstance(node.block, blocks.ListBlock):
        return ListBlockValidationError(block_errors=inner, non_block_errors=own or None)
    if isinstance(node.block, blocks.BaseStructBlock):
        return StructBlockValidationError(block_errors=inner, non_block_errors=own or None)
    return ValidationError(own)
