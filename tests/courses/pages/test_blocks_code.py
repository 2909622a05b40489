"""Code is kept to the character, from the form to the reader and back."""

import html as markup
import json
import re
import time

import pytest
from django.urls import reverse
from django.utils.html import strip_tags
from pygments.lexers import get_lexer_by_name

from courses.pages.blocks import LessonBodyBlock
from courses.pages.blocks.highlighting import LANGUAGES, highlighted, line_count, parse_lines
from courses.pages.models import LessonPage
from tests.courses.pages.editing import lesson_form
from tests.factories.courses import make_course
from tests.factories.site import make_site

# Empty lines around, tabs, spaces at ends, what HTML and Markdown would eat, other scripts.
AWKWARD = (
    "\n\n\tif a < b && c > d:   \n"
    "\t\t**bold** *not* _this_ &lt;kept&gt; &amp; \"quoted\" 'too' \\n \\\\ `x`\n"
    "  \t \n"
    "</textarea></code></pre><script>alert(1)</script>\n"
    "naïve = 'Œuvre' # العربية 🐦\n"
    "\f end   \n\n"
)
BODY = LessonBodyBlock()


def shown(html: str) -> str:
    """Return what a browser shows, and the copy button copies, of code in a page."""
    # An HTML parser drops a line feed right after <pre>, but not after <code>.
    found = re.search(r"<pre[^>]*><code>(.*?)</code></pre>", html, re.DOTALL)
    return markup.unescape(re.sub(r"<[^>]*>", "", found[1]))


@pytest.mark.parametrize("language", [name for name, _ in LANGUAGES])
def test_no_language_changes_a_character(language):
    for code in (
        AWKWARD,
        "",
        " ",
        "\n",
        "x",
        "#!/bin/sh\n",
        "\ufeffa = 1\n",
        "<?php echo 1 ?>\n\n",
    ):
        coloured = highlighted(code, language)
        # Nothing but spans of ours: the code cannot bring markup of its own.
        without = re.sub(r'<span class="k-\w+">|</span>', "", coloured)
        assert not set("<>\"'") & set(without)
        assert markup.unescape(without) == code


def test_a_language_is_coloured():
    coloured = highlighted('def f():  # "no"\n    return "a" * 3', "python")
    assert coloured == (
        '<span class="k-k">def</span> <span class="k-nf">f</span>():  '
        '<span class="k-c1"># &quot;no&quot;</span>\n    <span class="k-k">return</span> '
        '<span class="k-s2">&quot;</span><span class="k-s2">a</span>'
        '<span class="k-s2">&quot;</span> * <span class="k-mi">3</span>'
    )


def test_the_last_line_is_coloured_like_the_others():
    """Some lexers know whole lines only."""
    assert highlighted("-a\n-b", "diff") == (
        '<span class="k-gd">-a</span>\n<span class="k-gd">-b</span>'
    )


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("cpp", " \n" * 10_000),
        ("csharp", "$" * 999),
        ("c", " \n" * 999),
        ("matlab", "\n" * 20_000),
        ("ini", "=" * 20_000),
    ],
)
def test_nobody_can_keep_readers_waiting_with_code(language, code):
    """Without limits these took up to 32 seconds of a processor."""
    highlighted.cache_clear()
    started = time.thread_time()
    assert markup.unescape(re.sub(r"<[^>]*>", "", highlighted(code, language))) == code
    assert time.thread_time() - started < 1


def test_code_that_takes_too_long_is_shown_without_colours(monkeypatch):
    highlighted.cache_clear()
    monkeypatch.setattr("courses.pages.blocks.highlighting._COLOURING_SECONDS", 0)
    assert highlighted("a = 1\n", "python") == "a = 1\n"
    highlighted.cache_clear()


def test_every_language_has_a_lexer_and_a_name():
    assert len(LANGUAGES) == len({str(label) for _, label in LANGUAGES}) == 45
    assert [name for name, _ in LANGUAGES if name not in get_lexer_by_name(name).aliases] == []


@pytest.mark.parametrize(
    ("written", "lines"),
    [("", ()), ("  ", ()), ("3", (3,)), ("3,5-7", (3, 5, 6, 7)), (" 7 - 8 , 3,3", (3, 7, 8))],
)
def test_lines_to_highlight(written, lines):
    assert parse_lines(written, 8) == lines


@pytest.mark.parametrize(
    ("code", "count"), [("", 0), ("a", 1), ("a\n", 1), ("a\nb", 2), ("a\n\n", 2), ("\n\na", 3)]
)
def test_lines_are_counted_as_the_reader_sees_them(code, count):
    assert line_count(code) == count


def test_highlighted_lines_are_marked_and_said():
    value = {"code": "a = 1\nb = 2\nc = 3\n", "language": "python", "highlighted_lines": "2-3"}
    html = BODY.to_python([{"type": "code", "value": value}])[0].render()
    marked = re.findall(r'<span class="hll">(.*?\n)</span>', html)
    assert [strip_tags(line) for line in marked] == ["b = 2\n", "c = 3\n"]
    assert '<span class="vh">Highlighted lines: 2-3</span>' in re.sub(r"\s*\n\s*", "", html)
    assert shown(html) == value["code"]


def test_the_button_that_copies_is_hidden_until_a_script_shows_it():
    value = {"code": "a = 1\n", "language": "python"}
    html = BODY.to_python([{"type": "code", "value": value}])[0].render()
    assert re.search(r'<button[^>]*\shidden\s[^>]*data-copy="Copied"', html)


def test_the_language_decides_no_more_than_the_colours():
    """A lesson of another version, or one that was tampered with, is shown as plain text."""
    value = {"code": "a < b", "language": "no-such", "file_name": "", "highlighted_lines": "9"}
    html = BODY.to_python([{"type": "code", "value": value}])[0].render()
    assert shown(html) == "a < b"
    assert "hll" not in html


@pytest.mark.django_db
def test_code_is_kept_through_saving_editing_and_reading(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_site(["en"])
    course = make_course()
    lesson = LessonPage.objects.descendant_of(course).get()
    client.force_login(course.owner)
    edit = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    # A browser sends every end of a line as CR LF.
    sent = AWKWARD.replace("\n", "\r\n")
    block = {"code": sent, "language": "text", "file_name": " a.txt ", "highlighted_lines": ""}
    for _again in range(2):
        response = client.post(edit, lesson_form(lesson, [("code", block)]))
        assert response.status_code == 302
        draft = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
        kept = draft.body[0].value["code"]
        assert kept == AWKWARD
        assert draft.body[0].value["file_name"] == "a.txt"
        # What the editor is given is JSON, which keeps every character; it goes into the field.
        assert AWKWARD in _texts(json.loads(_form_state(client.get(edit).content.decode())))
        block["code"] = kept.replace("\n", "\r\n")
    page = client.get(reverse("wagtailadmin_pages:view_draft", args=[lesson.pk])).content.decode()
    assert shown(page) == AWKWARD
    assert 'href="/static/lesson.css"' in page


def _form_state(html: str) -> str:
    """Return what the editor of the stream is made of."""
    return markup.unescape(re.search(r'data-w-block-arguments-value="([^"]*)"', html)[1])


def _texts(state):
    """Yield every text in the editor's state, however deep."""
    if isinstance(state, str):
        yield state
    elif isinstance(state, dict | list):
        for inner in state.values() if isinstance(state, dict) else state:
            yield from _texts(inner)
