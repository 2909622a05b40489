"""Names of files, snippets and pages: fetched together, and nothing of foreign drafts."""

import pytest
from wagtail.models import Locale, Page

from cms.core.models import SiteDocument
from courses.media.models import Video
from courses.outline.models import Tag
from courses.pages.comparing import compare, describe
from tests.courses.pages.comparing.states import course, leaves, lesson

# No page that these tests make has this key.
FAR = 900_001
pytestmark = pytest.mark.django_db


@pytest.fixture
def locale():
    return Locale.objects.get_or_create(language_code="en")[0]


def documents(*titles):
    made = [SiteDocument(title=title, file=f"{title}.pdf") for title in titles]
    return SiteDocument.objects.bulk_create(made)


def state(*keys):
    """Return a course whose one lesson has these documents, one block each."""
    body = [
        {"type": "document", "value": {"document": key, "caption": ""}, "id": str(place)}
        for place, key in enumerate(keys)
    ]
    return course((2, [lesson(3, body=body)]))


def rows(changes):
    told = [line for change in changes for line in leaves(change.parts)]
    return [line[1] for line in told if isinstance(line, tuple)]


def test_files_are_called_by_their_titles():
    old, new = documents("Old sheet", "New sheet")
    changes = describe(compare(state(old.pk), state(new.pk)))
    assert rows(changes) == [("[Old sheet]", "{New sheet}")]


def test_another_file_of_the_same_name_is_told():
    one, other = documents("Sheet", "Sheet")
    (change,) = describe(compare(state(one.pk), state(other.pk)))
    row = change.parts[0].parts[0].rows[0]
    assert [note.label for note in row.notes] == ["Another one of the same name"]


def test_what_is_gone_is_said_to_be():
    (kept,) = documents("Sheet")
    changes = describe(compare(state(kept.pk), state(kept.pk + 1000)))
    assert rows(changes) == [("[Sheet]", "{deleted since}")]


@pytest.mark.parametrize("count", [2, 40])
def test_all_names_take_one_statement_for_each_kind(count, locale, django_assert_num_queries):
    files = documents(*(f"Sheet {number}" for number in range(count)))
    tag = Tag.objects.create(name="Water", slug="water", locale=locale)
    video = Video.objects.create(title="Floats")
    link = '<p><a linktype="page" id="999999">this</a></p>'
    old = course((2, [lesson(3)]), intro_video=None, tags=[])
    body = state(*(file.pk for file in files)).items[2].content["body"]
    body.append({"type": "text", "value": link, "id": "text"})
    new = course((2, [lesson(3, body=body)]), intro_video=video.pk, tags=[tag.pk])
    changes = compare(old, new)
    with django_assert_num_queries(4):
        described = describe(changes)
    names = [row[1] for row in rows(described)]
    assert names[:2] == ["{Floats}", "{Water}"]
    assert len([name for name in names if name and "Sheet" in name]) == count


def test_comparing_itself_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert len(compare(state(1), state(2))) == 1


def test_a_foreign_page_has_its_title_only_when_it_is_live():
    root = Page.objects.first()
    pages = [
        root.add_child(instance=Page(title="Secret", slug="secret", live=False)),
        root.add_child(instance=Page(title="Open", slug="open", live=True)),
    ]

    def told(page):
        value = f'<p><a linktype="page" id="{page.pk}">this</a></p>'
        body = [{"type": "text", "value": value, "id": "a"}]
        (change,) = describe(
            compare(course((2, [lesson(FAR)])), course((2, [lesson(FAR, body=body)])))
        )
        return change.parts[0].rows[0].notes[0].new.text

    assert told(pages[0]) == "a page that is not live"
    assert told(pages[1]) == "Open"


@pytest.mark.parametrize("key", ["1 OR 1=1", "9" * 40, "-1", "\u0663", {"a": 1}, True])
def test_what_is_no_key_is_nothing(key):
    (change,) = describe(compare(state(None), state(key)))
    assert "{deleted since}" in rows([change])[0]
