"""Wagtail's own comparison of two revisions shows streams as a review does."""

import json
import re
from types import SimpleNamespace

from wagtail.admin.compare import comparison_class_registry

from courses.pages.blocks.comparing import StreamComparison
from courses.pages.models import LessonPage

FIELD = LessonPage._meta.get_field("body")


def comparison(old, new):
    names = ("type", "value", "id")
    bodies = [[dict(zip(names, block, strict=True)) for block in side] for side in (old, new)]
    pages = [SimpleNamespace(body=FIELD.to_python(json.dumps(body))) for body in bodies]
    return comparison_class_registry.get(FIELD)(FIELD, *pages)


def text(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_streams_of_all_our_pages_are_compared_so():
    assert comparison_class_registry.get(FIELD) is StreamComparison


def test_nothing_changed_is_nothing():
    body = [("heading", {"text": "Float", "level": "2"}, "a")]
    assert comparison(body, body).has_changed() is False


def test_a_moved_block_and_a_changed_line_of_code_are_told_and_the_rest_is_counted():
    code = {"code": "if a < b:\n\tprint('<b>')\n", "language": "python"}
    heading, quotation = {"text": "Float", "level": "2"}, {"text": "Everything flows."}
    old = [("heading", heading, "a"), ("code", code, "b"), ("quotation", quotation, "c")]
    changed = {**code, "code": "if a < b:\n\tprint('<i>')\n"}
    new = [("quotation", quotation, "c"), ("heading", heading, "a"), ("code", changed, "b")]
    found = comparison(old, new)
    assert found.has_changed() is True
    html = found.htmldiff()
    assert "It was number 3 and is the first now." in text(html)
    assert re.findall(r"<(?:del|ins)>.*?</(?:del|ins)>", html) == [
        '<del><span class="w-sr-only">[removed:] </span>b</del>',
        '<ins><span class="w-sr-only">[added:] </span>i</ins>',
    ]
    assert "1 other block is unchanged." in text(html)
