"""Each rule by itself, on drafts that no database knows."""

import pytest

from courses.pages.readiness.known import Known, Target
from tests.courses.pages.readiness.drafts import (
    CALLOUT,
    CODE,
    EDITOR,
    QUIZ,
    audio,
    block,
    codes,
    course,
    document,
    found,
    lesson,
    picture,
    video,
)
from tests.courses.questions.quizzes import option, question, quiz, single_choice

TEXT = ("text", "<p>Water flows.</p>")


def one(page, known=None):
    (only,) = found(page, known)
    return only


def text(html):
    return lesson(("text", html))


def test_a_lesson_of_every_kind_of_block_has_no_defect():
    page = lesson(
        ("heading", {"text": "Flow", "level": "2"}),
        ("text", '<h2>One</h2><h3>Two</h3><p><a href="https://example.org/a">there</a></p>'),
        ("quotation", {"text": "All flows.", "source_url": "https://example.org/"}),
        ("callout", CALLOUT),
        ("accordion", {"parts": [{"kind": "hint", "body": "<p>Slowly.</p>"}]}),
        ("image", picture()),
        ("image", picture(decorative=True, alt_text="")),
        ("video", {"video": video(spoken=False)}),
        ("video", {"address": "https://vimeo.com/76979871", "title": "Flow"}),
        ("audio", {"audio": audio()}),
        ("code", CODE),
        ("code", {**CODE, "language": "text"}),
        ("quiz", QUIZ),
        ("document", {"document": document()}),
        ("downloads", {"documents": [document()]}),
        (
            "columns",
            {"first": [block("image", picture(), "i")], "second": [block("code", CODE, "c")]},
        ),
        ("divider", None),
    )
    assert found(page) == []
    assert found(course()) == []


UNANSWERED = "Question 2 of the quiz in block 2: "
KEYS = [
    (single_choice(options=[option(1), option(2)]), "options", "Tick the option that is right."),
    (single_choice(options=[option(1, right=True)]), "options", "Give at least two options."),
    (
        question("true_false", answer=""),
        "answer",
        "The right answer is missing. Give it, or delete the question.",
    ),
    (
        question("number", answer=" "),
        "answer",
        "The right answer is missing. Give it, or delete the question.",
    ),
    (
        question("number", answer="many"),
        "answer",
        "Write a number in digits, with a point for decimals: 0.29.",
    ),
    (
        question("short_text", accepted=""),
        "accepted",
        "The right answer is missing. Give it, or delete the question.",
    ),
]


@pytest.mark.parametrize(("asked", "field", "words"), KEYS)
def test_a_question_needs_a_right_answer(asked, field, words):
    asked = {**asked, "id": "q2"}
    page = lesson(TEXT, ("quiz", quiz(single_choice(), asked)))
    place = f"body.b2.questions.q2.{field}"
    assert one(page) == ("question_without_answer", "q2", place, UNANSWERED + words)


def test_an_essay_needs_no_right_answer():
    assert found(lesson(("quiz", quiz(question("essay"))))) == []


def test_an_option_that_stands_there_twice_is_unfinished():
    twice = [option(1, right=True), {**option(1), "id": "option-2"}]
    page = lesson(("quiz", quiz(single_choice(options=twice))))
    assert one(page) == (
        "unfinished_block",
        "option-2",
        "body.b1.questions.question-single_choice.options.option-2.text",
        "Option 2 of question 1 of the quiz in block 1, “Text”: "
        "This option is there already. Change one of them.",
    )


@pytest.mark.parametrize(
    ("mark", "points", "words"),
    [
        (101, 1, "Nobody can pass with 101 percent. Give 100 or less."),
        (1, 0, "Nobody can pass: no question is worth a point."),
    ],
)
def test_a_pass_mark_must_be_within_reach(mark, points, words):
    page = lesson(("quiz", quiz(single_choice(points=points), pass_mark_percent=mark)))
    place = "body.b1.pass_mark_percent"
    assert one(page) == ("pass_mark_too_high", "b1", place, f"Block 1 (Quiz): {words}")


def test_a_pass_mark_of_all_points_or_of_none_can_be_reached():
    for mark, points in ((100, 1), (0, 0)):
        page = lesson(("quiz", quiz(single_choice(points=points), pass_mark_percent=mark)))
        assert found(page) == []


def test_a_picture_needs_words_wherever_it_stands():
    bare = picture(alt_text=" ")
    words = "Describe the picture, or mark it as decorative."
    place = "body.b1.alt_text"
    assert one(lesson(("image", bare))) == (
        "image_without_alt", "b1", place, f"Block 1 (Image): {words}",
    )  # fmt: skip
    page = lesson(
        TEXT,
        ("columns", {"first": [], "second": [block("code", CODE, "c"), block("image", bare, "i")]}),
    )
    assert [defect for defect in found(page) if defect[0] == "image_without_alt"] == [
        (
            "image_without_alt",
            "i",
            "body.b2.second.i.alt_text",
            f"“Image”, number 2 in the second column of block 2: {words}",
        )
    ]


def test_no_picture_at_all_is_told_once():
    assert codes(lesson(("image", picture(image=None, alt_text="")))) == [
        ("unfinished_block", "b1")
    ]


VIDEO_WORDS = (
    "The video “Float” has no captions. Add them on the video's own page, or tick that nothing"
    " is spoken."
)


def test_a_video_needs_captions_in_a_lesson_and_before_the_course():
    assert one(lesson(("video", {"video": video()}))) == (
        "video_without_captions", "b1", "body.b1.video", f"Block 1 (Video): {VIDEO_WORDS}",
    )  # fmt: skip
    page = course(intro_video=video())
    assert one(page) == ("video_without_captions", "", "intro_video", VIDEO_WORDS)


def test_a_video_in_which_nothing_is_spoken_is_ticked_where_it_stands():
    for tick, codes_found in ((True, []), (False, [("video_without_captions", "b1")])):
        page = lesson(("video", {"video": video(), "nothing_is_spoken": tick}))
        assert codes(page) == codes_found


def test_a_recording_needs_a_transcript():
    assert one(lesson(("audio", {"audio": audio(" ")}))) == (
        "audio_without_words",
        "b1",
        "body.b1.audio",
        "Block 1 (Audio): The recording “Beck” has no transcript. Write down on the recording's own"
        " page what is said, or what is to be heard.",
    )


NO_DOCUMENT = "No document is chosen, or it was deleted. Choose one."
NOTHING_IN_IT = "There is nothing in the document “Field sheet”. Upload it again."


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda: None, NO_DOCUMENT),
        (lambda: document(size=0), NOTHING_IN_IT),
        (lambda: document(stored=False), NOTHING_IN_IT),
    ],
    ids=["gone", "empty", "lost"],
)
def test_a_document_has_something_in_it(made, words):
    page = lesson(("document", {"document": made()}))
    place = "body.b1.document"
    assert one(page) == ("empty_document", "b1", place, f"Block 1 (Document): {words}")


def test_a_document_among_downloads_has_something_in_it():
    page = lesson(("downloads", {"documents": [document(), document(size=0)]}))
    ((code, _block, _place, words),) = found(page)
    assert code == "empty_document"
    assert words == f"Document 2 of the downloads in block 1: {NOTHING_IN_IT}"


def test_a_code_sample_says_its_language():
    for given in ("", "klingon"):
        page = lesson(("code", {**CODE, "language": given}))
        assert one(page) == (
            "code_without_language",
            "b1",
            "body.b1.language",
            "Block 1 (Code): Choose the language of the code, or “Plain text” if it has none.",
        )


def heading(level, words="Flow"):
    return ("heading", {"text": words, "level": str(level)})


@pytest.mark.parametrize(
    ("parts", "where", "level", "right"),
    [
        ([heading(2), heading(4)], "b2", 4, 3),
        ([heading(2), ("text", "<h3>A</h3>"), heading(2), heading(4)], "b4", 4, 3),
        ([("quiz", QUIZ), heading(4)], "b2", 4, 3),
        ([("text", "<h2>A</h2>"), TEXT, heading(4)], "b3", 4, 3),
    ],
)
def test_a_heading_skips_no_level(parts, where, level, right):
    assert one(lesson(*parts)) == (
        "heading_skips_level",
        where,
        f"body.{where}.level",
        f"Block {where[1]} (Heading): The heading “Flow” is of level {level} and skips level"
        f" {right}. Make it level {right}, or put a heading of that level before it.",
    )


def test_the_first_heading_is_of_level_two():
    (only,) = found(lesson(("text", "<p>Look.</p><h3>Flow</h3>")))
    assert only == (
        "heading_skips_level",
        "b1",
        "body.b1",
        "Block 1 (Text): The heading “Flow” is of level 3 and the first. Make it level 2.",
    )


def test_headings_may_rise_by_any_number_of_levels():
    assert found(lesson(heading(2), heading(3), heading(4), heading(2), heading(3))) == []


def known_links():
    targets = {1: Target.OPEN, 2: Target.UNSEEN}
    return Known(targets=targets, titles={2: "Floats"}, documents={3: document()})


GONE = "The link “there” leads to a page that was deleted. Choose another one, or remove the link."
UNSEEN = (
    "The link “there” leads to “Floats”, which readers will not find: it is a draft. Let it go"
    " live first, choose another page, or remove the link."
)
NO_SHEET = (
    "The link “there” leads to a document that is gone or empty. Choose another one, or remove the"
    " link."
)
NO_ADDRESS = (
    "The link “{}” has no complete address. Give one that begins with https://, or remove the link."
)
NO_PART = (
    "The link “there” leads to a part of this page that is not there. Choose another target, or"
    " remove the link."
)


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ('linktype="page" id="9"', GONE),
        ('linktype="page"', GONE),
        ('linktype="page" id="2"', UNSEEN),
        ('linktype="document" id="9"', NO_SHEET),
        ('href="#"', NO_PART),
        ('href="#b-nothing"', NO_PART),
        ('href="http://"', NO_ADDRESS.format("there")),
        ('href="https:///flow"', NO_ADDRESS.format("there")),
        ('href="http://[::1"', NO_ADDRESS.format("there")),
        ('href="example.org/flow"', NO_ADDRESS.format("there")),
        ('href="//"', NO_ADDRESS.format("there")),
        ('href="mailto:"', NO_ADDRESS.format("there")),
        ('href=""', NO_ADDRESS.format("there")),
        ("", NO_ADDRESS.format("there")),
    ],
)  # fmt: skip
def test_a_link_leads_somewhere(attributes, words):
    page = text(f"<p>Look <a {attributes}>there</a>.</p>")
    assert one(page, known_links()) == (
        "link_to_nowhere",
        "b1",
        "body.b1",
        f"Block 1 (Text): {words}",
    )


@pytest.mark.parametrize(
    "attributes",
    [
        'linktype="page" id="1"',
        'linktype="document" id="3"',
        'href="#b-b1"',
        'href="#top"',
        'href="#outline"',
        'href="https://example.org"',
        'href="/en/privacy/"',
        'href="//example.org/flow"',
        'href="mailto:ines@example.org"',
        'href="tel:+4420"',
    ],
)
def test_a_link_that_leads_somewhere_is_no_defect(attributes):
    assert found(text(f"<p><a {attributes}>there</a></p>"), known_links()) == []


def test_links_are_looked_at_wherever_there_is_rich_text():
    html = '<p><a linktype="page" id="9">there</a></p>'
    parts = [{"type": "item", "id": "p1", "value": {"kind": "hint", "body": html}}]
    page = lesson(("callout", {**CALLOUT, "body": html}), ("accordion", {"parts": parts}))
    assert codes(page) == [("link_to_nowhere", "b1"), ("link_to_nowhere", "p1")]
    assert found(page)[1][2:] == (
        "body.b2.parts.p1.body",
        "Part 1 of the accordion in block 2: The link “there” leads to a page that was deleted."
        " Choose another one, or remove the link.",
    )
    (code, block, place, _words) = one(course(about=html))
    assert (code, block, place) == ("link_to_nowhere", "", "about")


def test_the_source_of_a_quotation_is_on_the_web():
    page = lesson(("quotation", {"text": "All flows.", "source_url": "javascript:alert(1)"}))
    assert one(page) == (
        "link_to_nowhere",
        "b1",
        "body.b1.source_url",
        "Block 1 (Quotation): This is no address of a page on the web. It begins with https://.",
    )


def test_whatever_else_a_block_refuses_is_unfinished():
    empty = "Write what stands here, or delete the block."
    page = lesson(
        ("callout", {**CALLOUT, "body": "<p></p>"}),
        ("quiz", quiz(question("essay", prompt="", points=-1))),
        ("text", ""),
        ("table", {"table": {"columns": [], "rows": []}}),
        ("columns", {"first": [block("code", CODE, "c")], "second": []}),
    )
    assert found(page) == [
        ("unfinished_block", "b1", "body.b1.body", f"Block 1 (Callout), “Text”: {empty}"),
        (
            "unfinished_block",
            "question-essay",
            "body.b2.questions.question-essay.prompt",
            "Question 1 of the quiz in block 2: “Question” is empty. Fill it in, or delete the"
            " block.",
        ),
        (
            "unfinished_block",
            "b3",
            "body.b3",
            "Block 3 (Text): Nothing is written here yet. Write it, or delete it.",
        ),
        (
            "unfinished_block",
            "b4",
            "body.b4.table",
            "Block 4 (Table), “Table”: Give the table at least one column and one row.",
        ),
        (
            "unfinished_block",
            "b5",
            "body.b5.second",
            "Block 5 (Two columns): “Second column” is empty. Fill it in, or delete the block.",
        ),
    ]


def test_what_the_pages_own_fields_refuse_is_unfinished():
    page = lesson(TEXT, title="", duration_minutes=0)
    assert found(page) == [
        ("unfinished_block", "", "title", "“Title”: This field cannot be blank."),
        (
            "unfinished_block",
            "",
            "duration_minutes",
            "“Minutes”: Ensure this value is greater than or equal to 1.",
        ),
    ]
    assert found(lesson(TEXT), Known(taken={7})) == [
        (
            "unfinished_block",
            "",
            "slug",
            "“Slug”: Another page beside this one has the same address. Change one of them.",
        )
    ]


def test_a_course_says_what_people_will_be_able_to_do():
    words = "The course has no outcome. Add what people will be able to do, line by line."
    assert one(course(outcomes=[])) == ("no_outcome", "", "outcomes", words)


def test_an_empty_lesson_is_a_defect_unless_it_is_asked_for():
    words = "The lesson is empty. Write it, or take it out of the course."
    assert one(lesson()) == ("empty_lesson", "", "body", words)
    assert found(lesson(), Known(with_empty=True)) == []


def test_a_defect_says_which_page_it_is_of_and_opens_its_editor():
    from courses.pages.readiness.checking import defects_of

    (defect,) = defects_of(lesson(("code", {**CODE, "language": ""})), Known())
    assert (defect.page_id, defect.page_title, defect.field) == (7, "Flow", "body")
    assert defect.url == f"{EDITOR}#:w:contentpath=body.b1.language"
