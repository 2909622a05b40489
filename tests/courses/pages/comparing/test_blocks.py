"""What changed within one block: its own structure decides how it is told."""

import copy

import pytest

from courses.pages.blocks import LessonBodyBlock
from courses.pages.comparing import compare
from tests.courses.pages.comparing.states import blocks_compared, found, with_body

TABLE = {
    "caption": "Factors",
    "columns": [{"type": "text", "heading": "Bed"}, {"type": "number", "heading": "Factor"}],
    "rows": [{"values": ["smooth", "0.85"]}, {"values": ["gravel", "0.8"]}],
}


def item(value, key):
    return {"type": "item", "value": value, "id": key}


def child(name, value, key):
    return {"type": name, "value": value, "id": key}


def option(text, is_right=False, feedback=""):
    return {"text": text, "is_right": is_right, "feedback": feedback}


OPTIONS = [item(option("A float"), "o1"), item(option("A mirror"), "o2")]
QUIZ = {
    "title": "Check",
    "pass_mark_percent": 80,
    "attempts": None,
    "is_required": True,
    "questions": [
        child("single_choice", {"prompt": "Which one?", "options": OPTIONS, "points": 1}, "q1"),
        child("multiple_choice", {"prompt": "Which?", "options": OPTIONS, "points": 2}, "q2"),
        child("true_false", {"prompt": "It flows.", "answer": "true", "points": 1}, "q3"),
        child("number", {"prompt": "How many?", "answer": "0.8", "points": 1}, "q4"),
        child("short_text", {"prompt": "Its name?", "accepted": "median", "points": 1}, "q5"),
        child("essay", {"prompt": "Describe it.", "most_words": 200, "points": 5}, "q6"),
    ],
}
# One of each block, with all that it has.
BLOCKS = {
    "heading": {"text": "The surface", "level": "2"},
    "text": "<p>One <b>two</b>.</p>",
    "quotation": {"text": "Everything flows.", "attribution": "Heraclitus", "source_url": ""},
    "callout": {"kind": "note", "title": "Field note", "body": "<p>Use the median.</p>"},
    "accordion": {
        "parts": [item({"kind": "hint", "title": "", "body": "<p>The bed is slow.</p>"}, "p1")]
    },
    "image": {"image": 5, "decorative": False, "alt_text": "A stream", "caption": "", "credit": ""},
    "video": {"video": 7, "address": "", "title": "Floats"},
    "audio": {"audio": 8, "title": "Water"},
    "code": {"code": "a = 1\n", "language": "python", "file_name": "", "highlighted_lines": ""},
    "quiz": QUIZ,
    "document": {"document": 3, "caption": "The sheet"},
    "downloads": {"title": "Sheets", "documents": [item(3, "d1"), item(4, "d2")]},
    "table": {"table": TABLE, "row_headings": False},
    "columns": {
        "first": [child("text", "<p>Fast.</p>", "c1")],
        "second": [child("code", {"code": "x", "language": "text"}, "c2")],
    },
    "divider": None,
}


def test_there_is_one_of_each_block():
    assert list(BLOCKS) == list(LessonBodyBlock().child_blocks)


@pytest.mark.parametrize("name", BLOCKS)
def test_nothing_changed_is_nothing(name):
    assert blocks_compared([(name, BLOCKS[name])], [(name, copy.deepcopy(BLOCKS[name]))]) == ()


@pytest.mark.parametrize("name", BLOCKS)
def test_what_is_added_or_removed_is_told_once_with_what_it_says(name):
    heading = ("heading", {"text": "Stays", "level": "2"}, "stays")
    block = (name, BLOCKS[name], "new")
    (added,) = blocks_compared([heading], [heading, block])
    assert (added.what, added.block_id, added.field) == ("added", "new", "body")
    (removed,) = blocks_compared([heading, block], [heading])
    assert (removed.what, removed.block_id) == ("removed", "new")
    assert bool(added.rows or added.parts) == (name != "divider")


def changed(name, path, value):
    """Return what is found when one value within the block of this name changes."""
    new = copy.deepcopy(BLOCKS)
    place = new
    *way, last = [name, *path]
    for step in way:
        place = place[step]
    place[last] = value
    return found([(name, BLOCKS[name])], [(name, new[name])])


QUESTION = ("questions",)


@pytest.mark.parametrize(
    ("name", "path", "value", "where", "row"),
    [
        ("heading", ["text"], "The bed", "Heading / Heading", ("The [surface]", "The {bed}")),
        (
            "heading",
            ["level"],
            "3",
            "Heading / Level",
            ("[Level 2: a part of the lesson]", "{Level 3: a section of a part}"),
        ),
        ("text", [], "<p>One <b>three</b>.</p>", "Text", ("One [two].", "One {three}.")),
        ("quotation", ["attribution"], "", "Quotation / Who said it", ("Heraclitus", None)),
        (
            "quotation",
            ["source_url"],
            "https://a.example",
            "Quotation / Address of the source",
            (None, "{https://a.example}"),
        ),
        ("callout", ["kind"], "tip", "Callout / Kind", ("[Note]", "{Tip}")),
        (
            "callout",
            ["body"],
            "<p>Use a median.</p>",
            "Callout / Text",
            ("Use [the] median.", "Use {a} median."),
        ),
        (
            "accordion",
            ["parts", 0, "value", "kind"],
            "solution",
            "Accordion / Parts / Part 1 / Kind",
            ("[Hint]", "{Solution}"),
        ),
        ("image", ["decorative"], True, "Image / Decorative", ("[no]", "{yes}")),
        ("image", ["image"], 6, "Image / Picture", ("[5]", "{6}")),
        ("video", ["video"], None, "Video / Video", ("[7]", None)),
        ("audio", ["audio"], 9, "Audio / Audio", ("[8]", "{9}")),
        ("code", ["language"], "css", "Code / Language", ("[Python]", "{CSS}")),
        ("code", ["highlighted_lines"], "1", "Code / Lines to highlight", (None, "1")),
        ("document", ["document"], 4, "Document / Document", ("[3]", "{4}")),
        (
            "downloads",
            ["documents", 1, "value"],
            5,
            "Downloads / Documents / Document 2",
            ("[4]", "{5}"),
        ),
        (
            "table",
            ["row_headings"],
            True,
            "Table / The first column names the rows",
            ("[no]", "{yes}"),
        ),
        (
            "table",
            ["table", "caption"],
            "All factors",
            "Table / Table / Caption",
            ("[Factors]", "{All factors}"),
        ),
        (
            "columns",
            ["second", 0, "value", "language"],
            "css",
            "Two columns / Second column / Code 1 / Language",
            ("[Plain text]", "{CSS}"),
        ),
        (
            "quiz",
            ["pass_mark_percent"],
            70,
            "Quiz / Pass mark in percent",
            ("[80]", "{70}"),
        ),
        ("quiz", ["attempts"], 3, "Quiz / Attempts", (None, "{3}")),
        ("quiz", ["is_required"], False, "Quiz / Needed to complete the lesson", ("[yes]", "{no}")),
        (
            "quiz",
            [*QUESTION, 0, "value", "options"],
            [OPTIONS[0], item(option("A mirror", is_right=True), "o2")],
            "Quiz / Questions / Single choice 1 / Options / Option 2 / Right",
            ("[no]", "{yes}"),
        ),
        (
            "quiz",
            [*QUESTION, 1, "value", "options"],
            [OPTIONS[0], item(option("A mirror", feedback="No."), "o2")],
            "Quiz / Questions / Multiple choice 2 / Options / Option 2"
            " / Feedback to those who choose it",
            (None, "No."),
        ),
        (
            "quiz",
            [*QUESTION, 2, "value", "answer"],
            "false",
            "Quiz / Questions / True or false 3 / The statement is",
            ("[True]", "{False}"),
        ),
        (
            "quiz",
            [*QUESTION, 3, "value", "tolerance"],
            "0.1",
            "Quiz / Questions / Number 4 / Tolerance",
            (None, "0.1"),
        ),
        (
            "quiz",
            [*QUESTION, 4, "value", "case_counts"],
            True,
            "Quiz / Questions / Short text 5 / Capital letters matter",
            ("[no]", "{yes}"),
        ),
        (
            "quiz",
            [*QUESTION, 5, "value", "most_words"],
            100,
            "Quiz / Questions / Essay 6 / At most this many words",
            ("[200]", "{100}"),
        ),
    ],
)
def test_one_change_is_told_and_nothing_else(name, path, value, where, row):
    assert changed(name, path, value) == [(where, row)]


def asked(options):
    return [("quiz", {"questions": [child("single_choice", {"options": options}, "q1")]})]


def test_options_that_moved_are_marked_and_only_these():
    four = [*OPTIONS, item(option("String"), "o3"), item(option("Tape"), "o4")]
    assert found(asked(four), asked([four[3], four[0], four[2], four[1]])) == [
        "Quiz / Questions / Single choice 1 / Options / Option 1: 4 to 1",
        "Quiz / Questions / Single choice 1 / Options / Option 3: 3 to 3",
    ]


def test_an_option_can_move_and_change():
    new = [item(option("A big mirror"), "o2"), item(option("String"), "o3"), OPTIONS[0]]
    assert found(asked(OPTIONS), asked(new)) == [
        "Quiz / Questions / Single choice 1 / Options / Option 1: 2 to 1",
        (
            "Quiz / Questions / Single choice 1 / Options / Option 1 / Text",
            ("A mirror", "A {big }mirror"),
        ),
        "Quiz / Questions / Single choice 1 / Options / Option 2: added",
        ("Quiz / Questions / Single choice 1 / Options / Option 2 / Text", (None, "String")),
    ]


def test_a_question_of_another_type_is_another_question():
    old = [("quiz", {"questions": [child("true_false", {"prompt": "A"}, "q1")]})]
    new = [("quiz", {"questions": [child("essay", {"prompt": "A"}, "q1")]})]
    assert [line for line in found(old, new) if isinstance(line, str)] == [
        "Quiz / Questions / True or false 1: removed",
        "Quiz / Questions / Essay 1: added",
    ]


def test_blocks_that_moved_are_the_fewest_and_stand_in_the_new_order():
    body = [("heading", {"text": text, "level": "2"}, text) for text in "ABCD"]
    new = [body[3], body[0], body[2], ("divider", None, "new")]
    parts = blocks_compared(body, new)
    assert [(part.what, part.title or part.label) for part in parts] == [
        ("moved", "D"),
        ("removed", "B"),
        ("added", "Divider"),
    ]
    move = parts[0].move
    assert (move.old_place, move.new_place, move.after) == (4, 1, "")


def test_how_many_others_are_as_they_were_is_counted():
    old = [("heading", {"text": text, "level": "2"}, text) for text in "ABCD"]
    new = [*old[:3], ("heading", {"text": "E", "level": "2"}, "D")]
    (change,) = compare(with_body(*old), with_body(*new))
    assert (len(change.parts), change.unchanged) == (1, 3)
    quiz = copy.deepcopy(QUIZ)
    quiz["questions"][0]["value"]["points"] = 3
    (part,) = blocks_compared([("quiz", QUIZ)], [("quiz", quiz)])
    assert part.parts[0].unchanged == 5


def plain(cell):
    return "".join(piece.text for piece in cell.pieces)


def grid(side):
    return [
        (
            row.number,
            row.what,
            [f"{cell.what}:{''.join(p.text for p in cell.pieces)}" for cell in row.cells],
        )
        for row in side.rows
    ]


def test_a_table_is_compared_cell_by_cell():
    new = {
        **TABLE,
        "rows": [
            {"values": ["smooth", "0.85"]},
            {"values": ["gravel", "0.80"]},
            {"values": ["stones", None]},
        ],
    }
    (part,) = blocks_compared([("table", {"table": TABLE})], [("table", {"table": new})])
    table = part.parts[0].table
    assert grid(table.old) == [(2, "changed", [":gravel", "changed:0.8"])]
    assert grid(table.new) == [
        (2, "changed", [":gravel", "changed:0.80"]),
        (3, "added", [":stones", ":"]),
    ]
    assert table.unchanged == 1


def test_a_new_column_shows_every_row():
    new = copy.deepcopy(TABLE)
    new["columns"].insert(1, {"type": "text", "heading": "Seen"})
    for row in new["rows"]:
        row["values"].insert(1, "yes")
    (part,) = blocks_compared([("table", {"table": TABLE})], [("table", {"table": new})])
    table = part.parts[0].table
    assert [cell.what for cell in table.new.heads] == ["", "added", ""]
    assert grid(table.new) == [
        (1, "changed", [":smooth", "added:yes", ":0.85"]),
        (2, "changed", [":gravel", "added:yes", ":0.8"]),
    ]


def test_a_column_with_another_heading_or_kind_is_told_at_its_head_alone():
    new = copy.deepcopy(TABLE)
    new["columns"][0]["heading"] = "River bed"
    new["columns"][1]["type"] = "text"
    (part,) = blocks_compared([("table", {"table": TABLE})], [("table", {"table": new})])
    table = part.parts[0].table
    assert [plain(cell) for cell in table.old.heads] == ["Bed", "Factor (Numbers)"]
    assert [plain(cell) for cell in table.new.heads] == ["River bed", "Factor (Words)"]
    assert [cell.what for cell in table.new.heads] == ["changed", "changed"]
    assert (table.new.rows, table.unchanged) == ((), 2)


def test_a_list_without_ids_is_matched_by_what_it_says():
    old = {"parts": [{"kind": "hint", "body": f"<p>{text}</p>"} for text in ("One", "Two")]}
    new = {"parts": [item(old["parts"][1], "x"), item({"kind": "hint", "body": "<p>Six</p>"}, "y")]}
    assert found([("accordion", old)], [("accordion", new)]) == [
        "Accordion / Parts / Part 1: removed",
        ("Accordion / Parts / Part 1 / Kind", ("[Hint]", None)),
        ("Accordion / Parts / Part 1 / Text", ("One", None)),
        "Accordion / Parts / Part 2: added",
        ("Accordion / Parts / Part 2 / Kind", (None, "{Hint}")),
        ("Accordion / Parts / Part 2 / Text", (None, "Six")),
    ]


def test_a_field_that_old_content_does_not_have_counts_as_its_default():
    old, new = dict(BLOCKS["image"]), dict(BLOCKS["image"])
    del old["credit"], old["decorative"]
    assert blocks_compared([("image", old)], [("image", new)]) == ()
    del new["caption"]
    quiz = {key: value for key, value in QUIZ.items() if key != "is_required"}
    assert blocks_compared([("quiz", quiz)], [("quiz", QUIZ)]) == ()


def test_a_block_that_lessons_no_longer_have_is_told_as_it_is_stored():
    old, new = [("poll", {"text": "A"})], [("poll", {"text": "B"})]
    assert found(old, new) == [("poll", ('[{"text": "A"}]', '{{"text": "B"}}'))]


def test_an_id_that_is_there_twice_hides_nothing():
    def heading(text):
        return ("heading", {"text": text, "level": "2"}, "same")

    lines = found([heading("A"), heading("B")], [heading("A"), heading("C"), heading("D")])
    assert ("Heading / Heading", ("[B]", "{C}")) in lines
    assert "Heading: added" in lines
