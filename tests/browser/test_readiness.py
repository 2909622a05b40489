"""Each message of readiness opens the editor at what is to be mended."""

import json

from playwright.sync_api import Page, expect

from tests.browser.test_accounts import sign_in
from tests.servers.beside import run_beside
from tests.servers.local_site import LocalSite

SCRIPT = """
from tests.browser.unready import made_unready
print(made_unready("Una Ready"))
"""
KINDS = {
    "no_outcome",
    "no_lesson",
    "question_without_answer",
    "pass_mark_too_high",
    "image_without_alt",
    "link_to_nowhere",
    "heading_skips_level",
    "video_without_captions",
    "code_without_language",
    "empty_document",
    "audio_without_words",
    "unfinished_block",
}
# What has the focus, and whether it can be seen.
FOCUSED = """place => {
  const active = document.activeElement;
  const names = [];
  for (let at = active; at; at = at.parentElement) {
    if (at.dataset?.contentpath) names.unshift(at.dataset.contentpath);
  }
  const box = active.getBoundingClientRect();
  const middle = document.elementFromPoint(
    box.left + Math.min(box.width / 2, 20), Math.min(Math.max(box.top + 4, 0), innerHeight - 1));
  return {
    place: names.join("."),
    isSeen: box.bottom > 0 && box.top < innerHeight && box.height > 0,
    isOnTop: !!middle && (active.contains(middle) || middle.contains(active)
      || !!middle.closest("[data-contentpath]")),
  };
}"""

# Resolves when nothing has moved what has the focus for half a second.
AT_REST = """() => new Promise((resolve) => {
    const place = () => [document.activeElement.getBoundingClientRect().top,
        document.documentElement.scrollHeight].join();
    let [before, times] = [place(), 0];
    const timer = setInterval(() => {
        const now = place();
        times = now === before ? times + 1 : 0;
        before = now;
        if (times < 5) return;
        clearInterval(timer);
        resolve();
    }, 100);
})"""


def follow(page: Page, site: LocalSite, defect: dict) -> dict:
    """Open the defect's address; return what has the focus once the form has come to rest."""
    page.goto(site.url + defect["url"])
    place = defect["url"].partition("contentpath=")[2]
    expect(page.locator("[data-edit-form]")).to_be_visible()
    page.wait_for_function(
        f"place => ({FOCUSED})(place).place.startsWith(place)", arg=place, timeout=15_000
    )
    # Texts above it wake meanwhile, and grow.
    page.evaluate(AT_REST)
    return {"wanted": place, **page.evaluate(FOCUSED, place)}


def test_each_message_leads_to_what_is_to_be_mended(page: Page, local_site: LocalSite):
    defects = json.loads(run_beside(local_site.folder / "var", SCRIPT).splitlines()[-1])
    assert {one["code"] for one in defects} == KINDS
    sign_in(page, local_site, "administrator", "/admin/")
    for at, defect in enumerate(defects):
        # A load of its own for some; the others are followed within the page that is open.
        if at % 3 == 0:
            page.goto("about:blank")
        found = follow(page, local_site, defect)
        assert found["place"].startswith(found["wanted"]), (defect["code"], found)
        assert found["isSeen"], (defect["code"], found)
        assert found["isOnTop"], (defect["code"], found)
