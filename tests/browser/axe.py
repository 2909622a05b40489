"""Accessibility of a page as axe-core sees it."""

from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.servers.guarded import REPOSITORY

AXE = REPOSITORY / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def _source() -> str:
    return AXE.read_text()


def _line(violation: dict[str, Any]) -> str:
    nodes = [
        f"    {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for node in violation["nodes"]
    ]
    return "\n".join([f"{violation['id']}: {violation['help']}", *nodes])


def axe_violations(page: Page, within: str = "") -> list[str]:
    """Return what axe finds on the page as it is now, one text per rule.

    The program is evaluated, not added to the page, whose policy would refuse it. `within` is a
    selector for the part that is ours, where the frame around it is Wagtail's.
    """
    page.evaluate(_source())
    result = page.evaluate(
        "([rules, within]) => axe.run(within || document,"
        " {runOnly: rules, resultTypes: ['violations']})",
        [RULES, within],
    )
    assert result["passes"], "axe looked at nothing"
    return [_line(violation) for violation in result["violations"]]


def assert_axe_clean(page: Page) -> None:
    """Fail with every violation that axe finds on the page as it is now."""
    violations = axe_violations(page)
    assert violations == [], f"{page.url}\n" + "\n".join(violations)
