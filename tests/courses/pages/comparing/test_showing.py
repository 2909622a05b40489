"""How changes are shown: every text escaped, and nothing said by colour alone."""

import copy
import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string

from courses.pages.comparing import compare
from tests.courses.pages.comparing.states import course, lesson
from tests.courses.pages.comparing.test_blocks import BLOCKS

EVIL = "<img src=x onerror=alert(1)>\"'&"
BOTH = ("courses/admin/changes.html", "courses/admin/changes_short.html")


def shown(changes, template=BOTH[0], **context):
    return render_to_string(template, {"changes": changes, **context})


def text(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def with_texts(value, word):
    """Put a hostile word behind every text within a stored value."""
    if isinstance(value, dict):
        return {key: with_texts(inner, word) for key, inner in value.items()}
    if isinstance(value, list):
        return [with_texts(inner, word) for inner in value]
    return f"{value} {word}" if isinstance(value, str) else value


def hostile(word):
    body = [
        {"type": name, "value": with_texts(copy.deepcopy(value), word), "id": f"{name}{word}"}
        for name, value in BLOCKS.items()
    ]
    chapter = (2, [lesson(3, title=word, summary=word, body=body, **{f"field {word}": word})])
    named = with_texts({"promise": "a", "about": "<p>b</p>", "level": "c"}, word)
    state = course(chapter, **named)
    chapters = [{**one, "title": word} for one in state.syllabus["chapters"]]
    return replace(state, syllabus={"chapters": chapters})


def assert_only_ours(html):
    """Refuse an element or an attribute that no template of ours writes."""
    found = BeautifulSoup(html, "html.parser").find_all(True)
    assert {element.name for element in found}.isdisjoint({"img", "script", "b", "i"})
    assert all(link["href"].startswith("#change-") for link in found if link.name == "a")
    assert {name for element in found for name in element.attrs} <= {
        "class",
        "id",
        "dir",
        "aria-labelledby",
        "aria-hidden",
        "data-block",
        "href",
        "scope",
        "tabindex",
        "role",
        "aria-label",
    }


@pytest.mark.parametrize("template", BOTH)
@pytest.mark.parametrize("old", [None, hostile(""), hostile("<b>")])
def test_every_text_is_escaped(template, old):
    html = shown(compare(old, hostile(EVIL)), template)
    assert "&lt;img src=x onerror=alert(1)&gt;" in html
    assert_only_ours(html)


def test_ids_and_anchors_cannot_break_out_of_their_attribute():
    assert_only_ours(shown(compare(None, hostile('"><script onerror="x">'))))


def quiz(pass_mark, right):
    value = copy.deepcopy(BLOCKS["quiz"])
    value["pass_mark_percent"] = pass_mark
    value["questions"][0]["value"]["options"][1]["value"]["is_right"] = right
    return course((2, [lesson(3, body=[{"type": "quiz", "value": value, "id": "b1"}])]))


def test_only_what_changed_of_a_quiz_is_shown():
    html = shown(compare(quiz(80, False), quiz(70, True)))
    said = text(html)
    assert "Number 2 Option A mirror Right [removed:] no → [added:] yes" in said
    assert "1 other is unchanged." in said
    assert "Pass mark in percent [removed:] 80 → [added:] 70" in said
    for unchanged in ("A float", "It flows.", "Its name?", "Attempts"):
        assert unchanged not in said


def test_what_came_and_went_is_said_to_those_who_do_not_see_it():
    html = shown(
        compare(course((2, [lesson(3, summary="ten")])), course((2, [lesson(3, summary="two")])))
    )
    assert '<del><span class="w-sr-only">[removed:] </span>ten</del>' in html
    assert '<ins><span class="w-sr-only">[added:] </span>two</ins>' in html


def test_code_keeps_its_spaces():
    def state(code):
        value = {"code": code, "language": "python"}
        return course((2, [lesson(3, body=[{"type": "code", "value": value, "id": "b1"}])]))

    html = shown(compare(state("if a:\n\tb()  \n"), state("if a:\n\tc()  \n")))
    lines = re.findall(r'<code class="change-text" dir="ltr">(.*?)</code>', html, re.DOTALL)
    unseen = r'<span class="w-sr-only">\[\w+:\] </span>'
    assert [re.sub(unseen, "", line) for line in lines] == [
        "if a:",
        "if a:",
        "\t<del>b</del>()  ",
        "\t<ins>c</ins>()  ",
        "",
        "",
    ]


def test_each_part_has_a_place_for_a_comment(settings, tmp_path):
    (tmp_path / "comment.html").write_text(
        "[{{ change.key }} {{ part.field }} {{ part.block_id }}]"
    )
    engines = copy.deepcopy(settings.TEMPLATES)
    engines[0]["DIRS"] = [*engines[0]["DIRS"], tmp_path]
    settings.TEMPLATES = engines
    old, new = quiz(80, False), quiz(70, False)
    new.items[2].content["summary"] = "New"
    html = shown(compare(old, new), comment_template="comment.html")
    key = new.items[2].key
    assert re.findall(r"\[0[^\]]*\]", html) == [f"[{key} summary ]", f"[{key} body b1]"]
    assert f'id="change-{key}-b1"' in html
    assert "[0" not in shown(compare(old, new))


def test_a_line_between_two_parts_is_named():
    def state(source):
        return course((2, [lesson(3, body=[{"type": "text", "value": source, "id": "b1"}])]))

    html = shown(compare(state("<p>One</p>"), state("<p>One</p><hr/>")))
    assert "1 paragraph is unchanged Now line between two parts" in text(html)


def test_nothing_changed_is_said():
    for template in BOTH:
        assert text(shown([], template)) == "Nothing has changed."


def test_many_pages_are_listed_first_each_with_what_became_of_it():
    old, new = course((2, [3, 4, 5])), course((2, [lesson(3, summary="a"), 6, 7]))
    html = shown(compare(old, new))
    links = re.findall(r'<a href="#(change-[^"]*)"[^>]*>(.*?)</a>\s*<span[^>]*>(\w+)', html)
    assert [(title, what) for _place, title, what in links] == [
        ("Lesson 3", "Changed"),
        ("Lesson 4", "Removed"),
        ("Lesson 5", "Removed"),
        ("Lesson 6", "Added"),
        ("Lesson 7", "Added"),
    ]
    assert all(f'id="{place}"' in html for place, _title, _what in links)
    assert "<nav" not in shown(compare(course((2, [3])), course((2, [4, 5]))))


def test_the_short_list_has_one_line_for_each_page():
    old, new = course((2, [3, 4]), (5, [])), course((2, [lesson(3, summary="New")]), (5, [4]))
    lines = re.findall(r"<summary>(.*?)</summary>", shown(compare(old, new), BOTH[1]), re.DOTALL)
    assert [text(line) for line in lines] == [
        "Changed Lesson 3 Lesson · Chapter 2 · Summary",
        "Moved Lesson 4 Lesson",
    ]


def test_a_move_is_told_in_a_sentence():
    old, new = course((2, [3, 4]), (5, [6])), course((2, [3]), (5, [6, 4]))
    assert (
        "Moved from “Chapter 2” to “Chapter 5”. It was number 2 and stands behind “Lesson 6” now."
    ) in text(shown(compare(old, new)))
