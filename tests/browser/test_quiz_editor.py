"""Questions wait outside the editor's form until somebody opens them, and lose nothing by it."""

import json
from typing import Any

from playwright.sync_api import Page, Response, expect

from tests.browser.lesson_editor import wait_until_kept
from tests.browser.test_accounts import sign_in
from tests.servers.local_site import LocalSite

# The last lesson of the demo course has a quiz of every type of question.
LESSON = "Check yourself"
SIGN = "Say why in a word."


def kept(page: Page) -> list[dict]:
    """What the form would send of the questions that nobody opened."""
    return json.loads(page.locator("input[name$='-questions-kept']").input_value())


def is_autosave(answer: Response) -> bool:
    """Whether the form was sent with what was typed."""
    sent = answer.request
    return sent.method == "POST" and "/edit/" in sent.url and SIGN in (sent.post_data or "")


def ids(value: Any) -> list[str]:
    """Every id in it: of questions, options, pairs, steps and blanks."""
    if isinstance(value, list):
        return [one for child in value for one in ids(child)]
    if not isinstance(value, dict):
        return []
    own = [value["id"]] if "id" in value else []
    return own + [one for child in value.values() for one in ids(child)]


def open_lesson(page: Page, site: LocalSite) -> None:
    page.goto(f"{site.url}/admin/pages/search/?q=%22{LESSON}%22")
    page.locator("a[href$='/edit/']", has_text=LESSON).first.click()
    expect(page.get_by_role("button", name="Edit the questions")).to_be_visible()


def test_questions_are_opened_changed_and_kept(page: Page, local_site: LocalSite):
    sign_in(page, local_site, "administrator", "/admin/")
    open_lesson(page, local_site)
    before = kept(page)
    asked = page.locator(".quiz-closed li")
    expect(asked).to_have_count(9)
    # Each of them has an answer that is right.
    expect(page.locator(".quiz-closed")).not_to_contain_text("No right answer yet")
    expect(asked.nth(2)).to_have_text(f"True or false: {before[2]['value']['prompt']}")
    assert page.locator("[name$='-value-prompt']").count() == 0

    page.get_by_role("button", name="Edit the questions").click()
    expect(page.locator("[name$='-value-prompt']")).to_have_count(9)
    assert page.locator("input[name$='-questions-kept']").count() == 0
    page.get_by_text(before[2]["value"]["prompt"]).click()
    prompt = page.locator("[name$='-questions-2-value-prompt']")
    with page.expect_response(is_autosave) as saved:
        prompt.fill(f"{before[2]['value']['prompt']}\n{SIGN}")
        prompt.press("Tab")
    assert saved.value.json()["success"] is True
    # Else the browser asks whether to leave.
    wait_until_kept(page)

    page.reload()
    after = kept(page)
    assert ids(after) == ids(before)
    assert after[2]["value"].pop("prompt") == f"{before[2]['value'].pop('prompt')}\n{SIGN}"
    assert after == before
