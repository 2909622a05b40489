"""An instructor, a co-instructor, another instructor and a visitor meet a course, by hand alone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.counting import Counted
from tests.browser.lesson_editor import LessonEditor
from tests.browser.people import Person, enter, instructors, sign_in
from tests.browser.test_story_a import PDF
from tests.core.upload_samples import picture
from tests.factories.media import made
from tests.servers.local_site import LocalSite

TITLE = "Bread from a Cold Kitchen"
# Every word that a visitor of the free lesson reads, by the block that it was written into.
WORDS = {
    "Heading": "Why it rises",
    "Text": "Yeast works in the cold, only slower.",
    "Quotation": "Bread is patience made visible.",
    "Callout": "Flour dust burns.",
    "Accordion": "The dough should double.",
    "Table": "Rye",
    "Image": "A loaf on a board",
    "Video": "The fold, filmed from above",
    "Audio": "The sound of a done loaf",
    "Code": "hours = 24 * cold",
    "Quiz": "What makes it rise?",
    "Document": "shopping-list",
    "Downloads": "To take home",
    "Two columns": "Before the night",
}
SECRET = "Whoever reads this has been let in"


@pytest.fixture
def browsers(chromium: Browser):
    """Return a maker of further browsers, one per person."""
    contexts = []

    def another(**options) -> Page:
        context = chromium.new_context(locale="en-GB", **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield another
    for context in contexts:
        context.close()


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    contents = {
        "loaf.jpg": picture("JPEG", (640, 400)),
        "fold.mp4": made("film.mp4"),
        "loaf.mp3": made("sound.mp3"),
        "proof.py": WORDS["Code"].encode() + b"\n",
        "shopping-list.pdf": PDF,
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in contents]


def write_text(block: Locator, words: str) -> None:
    box = block.locator("[contenteditable=true]").first
    box.click()
    block.page.keyboard.type(words)


def create(page: Page, title: str) -> None:
    page.get_by_role("link", name="Create a course").first.click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Category").select_option(label="Hands and craft")
    page.get_by_label("What people can do afterwards").fill("Bake bread where it is cold")
    page.get_by_role("button", name="Create course").click()
    expect(page.get_by_text("What the course still needs")).to_be_visible()


def write_words(editor: LessonEditor) -> None:
    """Fill the blocks that consist of words."""
    heading = editor.add("Heading")
    heading.get_by_role("textbox", name=re.compile("^Heading")).fill(WORDS["Heading"])
    write_text(editor.add("Text"), WORDS["Text"])
    editor.add("Quotation").locator("textarea").first.fill(WORDS["Quotation"])
    callout = editor.add("Callout")
    callout.get_by_role("combobox", name=re.compile("^Kind")).select_option(label="Warning")
    write_text(callout, WORDS["Callout"])
    write_text(editor.add("Accordion"), WORDS["Accordion"])
    columns = editor.add("Two columns")
    for at, words in enumerate((WORDS["Two columns"], "After the night")):
        column = columns.locator("[data-streamfield-stream-container]").nth(at)
        column.locator("button.c-sf-add-button").first.click()
        editor.choose("Text")
        write_text(column.locator(":scope > div[data-streamfield-child]").first, words)
    editor.add("Divider")


def write_table(editor: LessonEditor) -> None:
    """Give a table one column and one row."""
    block = editor.add("Table")
    block.locator("button.append-column").click()
    block.page.get_by_role("button", name="Words", exact=True).click()
    block.get_by_placeholder("Column heading").fill("Flour")
    block.get_by_role("button", name="Add row").click()
    block.locator("td input[type=text]").first.fill(WORDS["Table"])


def add_files(editor: LessonEditor, files: list[Path]) -> None:
    """Add five files at once; each becomes its own block, and the picture asks for words."""
    before = editor.blocks().count()
    editor.hand.add_files(editor.page.get_by_role("button", name="Add files").first, files)
    expect(editor.blocks()).to_have_count(before + len(files), timeout=60_000)
    editor.page.get_by_label("Alternative text").first.fill(WORDS["Image"])
    rows = editor.blocks()
    rows.nth(before + 1).get_by_role("textbox", name="Title").fill(WORDS["Video"])
    rows.nth(before + 1).get_by_label("Nothing is spoken in it").check()
    rows.nth(before + 2).get_by_role("textbox", name="Title").fill(WORDS["Audio"])


def write_quiz(editor: LessonEditor) -> None:
    quiz = editor.add("Quiz")
    single = editor.add_question(quiz, "Single choice")
    single.locator("textarea").first.fill(WORDS["Quiz"])
    options = single.get_by_label(re.compile("^Text"))
    options.nth(0).fill("Yeast")
    options.nth(1).fill("Salt")
    single.get_by_label("Right", exact=True).first.check()


def choose_download(editor: LessonEditor) -> None:
    """Choose the document that was added before, in the chooser."""
    block, page = editor.add("Downloads"), editor.page
    block.get_by_role("textbox", name="Title").fill(WORDS["Downloads"])
    block.get_by_role("button", name="Choose a document").click()
    page.locator(".modal-content").get_by_role("link", name="shopping-list").first.click()
    expect(block.get_by_text("shopping-list").first).to_be_visible()


def order_blocks(editor: LessonEditor) -> None:
    """Move the heading down by keyboard, and up again by dragging."""
    first, second = editor.blocks().nth(0), editor.blocks().nth(1)
    key = first.get_attribute("data-contentpath")
    first.get_by_role("button", name="Move down").first.focus()
    editor.page.keyboard.press("Enter")
    expect(editor.blocks().nth(1)).to_have_attribute("data-contentpath", key or "")
    second = editor.blocks().nth(1)
    handle = second.get_by_role("button", name="Drag").first
    handle.drag_to(editor.blocks().nth(0).locator("[data-panel-heading]").first)
    expect(editor.blocks().nth(0)).to_have_attribute("data-contentpath", key or "")


def write_every_block(page: Page, files: list[Path]) -> None:
    """Fill one lesson with all kinds of blocks, and order them by hand and by key."""
    editor = LessonEditor(Counted(page))
    write_words(editor)
    write_table(editor)
    add_files(editor, files)
    write_quiz(editor)
    choose_download(editor)
    order_blocks(editor)
    page.get_by_label("Free preview").check()
    editor.is_saved()


def look_beside(page: Page) -> None:
    """See the unsaved lesson beside the editor, as wide as a phone and as a desktop."""
    page.get_by_role("button", name="Toggle preview").click()
    frame = page.frame_locator("#w-preview-iframe")
    expect(frame.get_by_text(WORDS["Text"])).to_be_visible(timeout=30_000)
    for size, pixels in (("desktop", 1280), ("phone", 390)):
        page.get_by_label(f"As wide as a {size}").check(force=True)
        page.wait_for_function(
            "width => document.querySelector('#w-preview-iframe').clientWidth === width",
            arg=pixels,
        )
    page.get_by_role("button", name="Toggle preview").click()


def look_as_others(page: Page) -> None:
    """See a locked lesson as a learner, who reads it, and as a guest, who is told why not."""
    page.get_by_role("button", name="Toggle preview").click()
    frame = page.frame_locator("#w-preview-iframe")
    expect(frame.get_by_text(SECRET)).to_be_visible(timeout=30_000)
    page.get_by_label("Preview mode").select_option(label="As a guest")
    expect(frame.get_by_text("This lesson is locked")).to_be_visible(timeout=30_000)
    expect(frame.get_by_text(SECRET)).to_have_count(0)
    page.get_by_role("button", name="Toggle preview").click()


def titles(page: Page) -> list[str]:
    return page.locator(".desk-lesson .desk-name a").all_inner_texts()


def order_lessons(page: Page) -> None:
    """Add two lessons, bring the last one up by keyboard and down again by dragging."""
    field = page.get_by_placeholder("Title of a new lesson").first
    for title in ("Shaping", "Baking"):
        field.fill(title)
        field.press("Enter")
        expect(page.locator(".desk-lesson .desk-name a", has_text=title)).to_be_visible()
    assert titles(page) == ["First lesson", "Shaping", "Baking"]
    page.get_by_role("button", name="Move “Baking” up").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".desk-lesson .desk-name a").nth(1)).to_have_text("Baking")
    # What is dragged is moved by a script, which has to have come with the page.
    page.wait_for_load_state()
    handle = page.locator(".desk-lesson", has_text="Baking").locator("[data-desk-handle]")
    box = page.locator(".desk-lesson", has_text="Shaping").bounding_box()
    start = handle.bounding_box()
    assert box is not None and start is not None
    page.mouse.move(start["x"] + 4, start["y"] + 4)
    page.mouse.down()
    page.mouse.move(start["x"] + 4, box["y"] + box["height"] / 2, steps=5)
    page.mouse.move(start["x"] + 4, box["y"] + box["height"] + 6, steps=5)
    page.mouse.up()
    expect(page.locator(".desk-lesson .desk-name a").nth(2)).to_have_text("Baking")


def write_locked(page: Page) -> None:
    """Write a lesson that is not for everybody."""
    page.get_by_role("link", name="Shaping", exact=True).click()
    editor = LessonEditor(Counted(page))
    write_text(editor.add("Text"), SECRET)
    editor.is_saved()
    look_as_others(page)
    page.get_by_role("link", name="Course desk").first.click()


def submit(page: Page, site: LocalSite) -> None:
    """Submit the course, once the recording has its words, which stand on a page of its own."""
    desk = page.url
    page.goto(f"{site.url}/admin/audio/")
    page.locator("main").get_by_role("link", name="loaf").first.click()
    page.get_by_role("textbox", name="Transcript").fill(
        "A knock on the bottom of a loaf, and a dull echo."
    )
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator(".messages .success")).to_be_visible()
    page.goto(desk)
    page.get_by_role("link", name="Submit the course").click()
    page.get_by_role("button", name="Submit the course").click()
    expect(page.get_by_text("The course is submitted.")).to_be_visible()


def approve(page: Page, site: LocalSite) -> None:
    """As the site's reviewer."""
    sign_in(page, site, *site.accounts()["reviewer"], "/admin/courses/reviews/")
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("heading", name="Waiting for review")).to_be_visible()


def add_co_instructor(page: Page, person: Person) -> None:
    page.get_by_role("link", name="Members").click()
    page.get_by_label("E-mail address").fill(person.address)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".desk-members").get_by_text(person.name, exact=True)).to_be_visible()


def meets_this_course_only(page: Page, site: LocalSite, person: Person, other: str) -> str:
    """As a co-instructor: one course in the list, and its lesson opens; return its address."""
    enter(page, site, person, "/admin/courses/")
    expect(page.get_by_role("link", name=TITLE)).to_be_visible()
    expect(page.get_by_text(other)).to_have_count(0)
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Shaping", exact=True).click()
    expect(page.locator("#body-root").get_by_text(SECRET).first).to_be_visible()
    return page.url


def meets_nothing(page: Page, site: LocalSite, person: Person, lesson: str) -> None:
    """As another instructor: neither list, search, choosers nor address show anything of it."""
    enter(page, site, person, "/admin/courses/")
    expect(page.get_by_text(TITLE)).to_have_count(0)
    for path in ("/admin/pages/search/?q=Shaping", "/admin/images/", "/admin/documents/"):
        page.goto(site.url + path)
        for words in (TITLE, "Shaping", "loaf", "shopping-list"):
            expect(page.locator("main").get_by_text(words, exact=True)).to_have_count(0)
    page.goto(lesson)
    expect(page.get_by_text(SECRET)).to_have_count(0)
    expect(page.get_by_text("you do not have permission")).to_be_visible()


def reads_what_is_free(page: Page, site: LocalSite) -> None:
    """As a visitor: catalogue, course, free lesson with every block, and a locked one."""
    page.goto(f"{site.url}/en/courses/")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    page.locator("main").get_by_role("link", name="First lesson").first.click()
    content = page.locator("main").inner_html() + page.locator("main").inner_text()
    assert [name for name, words in WORDS.items() if words not in content] == []
    assert page.locator(".lesson-block[id]").count() == 15
    course = page.url.split("/first-chapter/")[0]
    refused = page.goto(f"{course}/first-chapter/shaping/")
    assert refused is not None and refused.status == 403
    assert SECRET not in page.content()
    expect(page.get_by_role("heading", name="Shaping", level=1)).to_be_visible()


def test_four_people_and_a_course(page: Page, browsers, local_site: LocalSite, files: list[Path]):
    owner, helper, stranger = instructors(local_site, "Ola Owner", "Hal Helper", "Sam Stranger")
    enter(page, local_site, owner, "/admin/courses/")
    create(page, "A course of the owner's own")
    page.goto(f"{local_site.url}/admin/courses/")
    create(page, TITLE)
    page.get_by_role("link", name="First lesson").click()
    write_every_block(page, files)
    look_beside(page)
    page.get_by_role("link", name="Course desk").first.click()
    order_lessons(page)
    write_locked(page)
    submit(page, local_site)
    approve(browsers(), local_site)
    page.reload()
    add_co_instructor(page, helper)
    lesson = meets_this_course_only(browsers(), local_site, helper, "A course of the owner's own")
    meets_nothing(browsers(), local_site, stranger, lesson)
    reads_what_is_free(browsers(viewport={"width": 390, "height": 844}), local_site)
