"""Which pages came, went, moved and changed; and their fields."""

import pytest

from courses.pages.comparing import compare
from courses.pages.comparing.matching import STEPS_FOR_ALL, Effort
from courses.pages.comparing.parts import Move, Ref
from courses.pages.comparing.summing import in_few_words
from courses.pages.enums import PageKind
from tests.courses.pages.comparing.states import course, item, leaves, lesson, said


def told(old, new):
    """Return what became of each page in few words."""
    found = []
    for change in compare(old, new):
        move = change.move
        found.append((change.key.int, str(change.what), move and (move.old_place, move.new_place)))
    return found


def fields(old, new):
    """Return what is told of one lesson whose fields changed."""
    (change,) = compare(course((2, [lesson(3, **old)])), course((2, [lesson(3, **new)])))
    return [(part.field, *leaves([part])) for part in change.parts]


def test_nothing_changed_is_nothing():
    state = course((2, [3, 4]), (5, [6]))
    assert compare(state, state) == []


def test_all_of_a_first_release_is_new():
    state = course((2, [3]))
    assert told(None, state) == [(1, "added", None), (2, "added", None), (3, "added", None)]
    (_course, _chapter, new) = compare(None, state)
    assert (new.kind, new.title, new.page_id, new.chapter) == (
        PageKind.LESSON,
        "Lesson 3",
        3,
        "Chapter 2",
    )
    # The title stands over it; fields that say nothing are left out.
    assert [part.field for part in new.parts] == ["is_required", "slug"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # One lesson moves: the others are not told, nor is its chapter.
        (
            [(2, [3, 4, 5])],
            [(2, [5, 3, 4])],
            [(5, "moved", (3, 1))],
        ),
        ([(2, [3, 4]), (5, [6])], [(2, [3]), (5, [6, 4])], [(4, "moved", (2, 2))]),
        ([(2, [3]), (5, [6])], [(5, [6]), (2, [3])], [(5, "moved", (2, 1))]),
        # What is gone stands where it was.
        ([(2, [3, 4, 5])], [(2, [3, 5])], [(4, "removed", None)]),
        ([(2, [3]), (5, [6])], [(5, [6])], [(2, "removed", None), (3, "removed", None)]),
        ([(2, [3])], [(2, [3, 4])], [(4, "added", None)]),
        # A chapter that goes leaves a lesson to another.
        ([(2, [3]), (5, [6])], [(5, [6, 3])], [(2, "removed", None), (3, "moved", (1, 2))]),
    ],
)
def test_pages_that_came_went_and_moved(old, new, expected):
    assert sorted(told(course(*old), course(*new))) == expected


def test_what_is_gone_comes_where_it_stood():
    found = told(
        course((2, [3, 4, 5]), (6, [7])), course((2, [3, lesson(5, summary="New")]), (6, []))
    )
    assert [key for key, *_what in found] == [4, 5, 7]


def test_a_move_says_from_and_to_which_chapter_and_behind_what():
    old, new = course((2, [3, 4]), (5, [6])), course((2, [3]), (5, [6, 4]))
    (change,) = compare(old, new)
    assert change.move == Move(2, 2, "Lesson 6", "Chapter 2", "Chapter 5")
    assert change.chapter == "Chapter 5"


def test_a_page_can_move_and_change_and_be_called_otherwise():
    old = course((2, [3, lesson(4, title="Float")]))
    new = course((2, [lesson(4, title="Floats"), 3]))
    (change,) = compare(old, new)
    assert (change.what, change.old_title, change.title) == ("changed", "Float", "Floats")
    assert change.move == Move(2, 1)
    assert list(leaves(change.parts)) == [("Title", ("[Float]", "{Floats}"))]


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("summary", "Look once.", "Look twice.", ("Summary", ("Look [once].", "Look {twice}."))),
        ("duration_minutes", None, 12, ("Minutes", (None, "{12}"))),
        ("is_free_preview", False, True, ("Free preview", ("[no]", "{yes}"))),
        (
            "is_required",
            True,
            False,
            ("Needed to complete the course", ("[yes]", "{no}")),
        ),
        ("share_image", 4, 5, ("Share image", ("[4]", "{5}"))),
        ("not_known", [1], [2], ("Not known", ("[[1]]", "{[2]}"))),
    ],
)
def test_fields_of_a_lesson(name, old, new, expected):
    assert fields({name: old}, {name: new}) == [(name, expected)]


def course_fields(old, new):
    (change,) = compare(course(**old), course(**new))
    return change.parts


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("promise", "Measure", "Measure rivers", [("Promise", ("Measure", "Measure{ rivers}"))]),
        (
            "about",
            "<p>Rivers.</p>",
            "<p>Streams.</p>",
            [("About the course", ("[Rivers.]", "{Streams.}"))],
        ),
        ("level", "beginner", "all", [("Level", ("[Beginner]", "{All levels}"))]),
        ("level", "", "all", [("Level", (None, "{All levels}"))]),
        (
            "spoken_languages",
            ["en"],
            ["fr", "en"],
            [("Spoken languages", ("English", "{Français}English"))],
        ),
        ("category", 4, 5, [("Category", ("[4]", "{5}"))]),
        ("tags", [1, 2], [2, 3], [("Tags", ("[1]2", "2{3}"))]),
        ("cover", 4, None, [("Cover", ("[4]", None))]),
        ("intro_video", None, 6, [("Introductory video", (None, "{6}"))]),
        (
            "outcomes",
            [{"type": "item", "value": "Measure", "id": "a"}],
            [{"type": "item", "value": "Draw", "id": "a"}],
            [("Outcomes / Line 1", ("[Measure]", "{Draw}"))],
        ),
        (
            "faq",
            [{"type": "item", "value": {"question": "Why?", "answer": "So."}, "id": "a"}],
            [{"type": "item", "value": {"question": "Why?", "answer": "Look."}, "id": "a"}],
            [("Questions and answers / Question and answer 1 / Answer", ("[So.]", "{Look.}"))],
        ),
    ],
)
def test_fields_of_a_course(name, old, new, expected):
    parts = course_fields({name: old}, {name: new})
    assert [part.field for part in parts] == [name]
    assert list(leaves(parts)) == expected


def test_the_order_of_tags_says_nothing():
    assert compare(course(tags=[1, 2]), course(tags=[2, 1])) == []


def test_what_is_chosen_is_known_by_its_kind():
    (tags,) = course_fields({"tags": [1]}, {"tags": [3]})
    assert [piece.ref for piece in tags.rows[0].new] == [Ref("courses_outline.Tag", 3)]
    (video,) = course_fields({"intro_video": None}, {"intro_video": 6})
    assert video.rows[0].new[0].ref == Ref("courses_media.Video", 6)


def test_fields_of_a_chapter():
    def state(summary):
        chapter = item(2, PageKind.CHAPTER, {"title": "A", "slug": "a", "summary": summary})
        rest = course()
        return type(rest)((*rest.items, chapter), {"chapters": []})

    (change,) = compare(state("Why"), state("What for"))
    assert list(leaves(change.parts)) == [("Summary", ("[Why]", "{What for}"))]


def test_links_to_pages_of_the_course_have_their_titles():
    link = '<p><a linktype="page" id="3">this</a></p>'
    body = [{"type": "text", "value": link, "id": "a"}]
    (change,) = compare(course((2, [3, 4])), course((2, [3, lesson(4, body=body)])))
    note = change.parts[0].rows[0].notes[0]
    assert (said([note.new]), note.new.ref) == ("{Lesson 3}", None)


def test_blocks_that_stayed_cost_nothing():
    """The work for 20 changed blocks is the same whether 20 others or 180 stay as they are."""

    def lesson_of(count, changed):
        texts = [f"<p>Block {place} says what it says.</p>" for place in range(count)]
        for place in range(changed):
            texts[place] = f"<p>Block {place} says another thing.</p>"
        body = [
            {"type": "text", "value": text, "id": str(place)} for place, text in enumerate(texts)
        ]
        return course((2, [lesson(3, body=body)]))

    spent = []
    for count in (40, 200):
        effort = Effort()
        (change,) = compare(lesson_of(count, 0), lesson_of(count, 20), effort)
        assert (len(change.parts), change.unchanged) == (20, count - 20)
        spent.append(STEPS_FOR_ALL - effort.left)
    assert spent[0] == spent[1]
    assert 0 < spent[0] < 20 * 200


def test_few_words_name_the_parts():
    def state(*texts, **fields):
        body = [
            {"type": "heading", "value": {"text": text, "level": "2"}, "id": str(key)}
            for key, text in enumerate(texts)
        ]
        return course((2, [lesson(3, body=body, **fields)]))

    (change,) = compare(state("A", "B", "C"), state("D", "E", title="New"))
    assert in_few_words(change) == "Title, Heading (2), Heading removed"
    many = {"summary": "x", "duration_minutes": 5, "is_free_preview": True, "slug": "y"}
    (change,) = compare(state("A"), state("B", title="New", **many))
    assert in_few_words(change) == "Title, Summary, Minutes, Free preview, 2 more"
    assert in_few_words(compare(None, state("A"))[0]) == ""
