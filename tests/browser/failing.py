"""What every open page and its site said when a test failed, for whoever reads why."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, Page

from tests.servers.running import started

LETTERS, LINES = 600, 40
# A page that is stuck answers never: the question must not wait for it any longer.
PATIENCE_MILLISECONDS = 3_000
# In one question, since each may be the one that is never answered. A page says itself how its
# address answered, whether or not anybody listened at the time.
ASKED = f"""() => JSON.stringify({{
    title: document.title,
    status: performance.getEntriesByType("navigation")[0]?.responseStatus ?? 0,
    state: document.readyState,
    text: (document.body?.innerText ?? "").trim().slice(0, {LETTERS}),
}})"""


def said_by(page: Page) -> str:
    """Return what one page shows."""
    try:
        asked = page.wait_for_function(ASKED, timeout=PATIENCE_MILLISECONDS, polling=100)
        found: dict[str, Any] = json.loads(asked.json_value())
    except Error as error:
        return f"{page.url}\nDoes not say what it shows: {error}"
    head = f"{page.url}\n“{found['title']}”, answered {found['status']}, {found['state']}"
    return f"{head}\n{found['text']}"


def last_lines(log: Path) -> str:
    """Return how a log ends."""
    if not log.exists():
        return f"{log} is not there."
    lines = log.read_text(errors="replace").splitlines()
    return "\n".join([f"The last of {len(lines)} lines of {log}:", *lines[-LINES:]])


def told_of(browser: Browser) -> str:
    """Return what every open page shows, and how the logs of their sites end."""
    pages = [page for context in browser.contexts for page in context.pages]
    addresses = [page.url for page in pages]
    # Of a page that never came, nobody knows whose it is.
    logs = [
        log
        for url, log in started.items()
        if not addresses or any(address.startswith(url) for address in addresses)
    ]
    return "\n\n".join([*map(said_by, pages), *map(last_lines, logs)])
