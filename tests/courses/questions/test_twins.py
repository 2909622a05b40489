"""Two quizzes that differ in what is right only are one to learners, to the byte."""

import json
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client

from courses.pages.access import OPEN, register_policy
from courses.pages.models import CoursePage, LessonPage
from tests.courses.questions.quizzes import full_quiz
from tests.courses.questions.test_keys import as_page, body_of
from tests.factories.accounts import UserFactory
from tests.factories.courses import lessons_of, make_course, publish_all, write_lesson
from tests.factories.site import make_site

# Every field of a quiz is one or the other; a new one has to be put into a list here.
KEYS = {
    "accents_count",
    "accepted",
    "answer",
    "case_counts",
    "explanation",
    "feedback",
    "feedback_false",
    "feedback_true",
    "feedback_wrong",
    "guidance",
    "is_pattern",
    "is_right",
    "model_answer",
    "relative_tolerance_percent",
    "rule",
    "spaces_count",
    "tolerance",
    "units",
}
# `left` and `right` are seen, but not which stand together; of a step not where it stands.
SEEN = {
    "attempts",
    "distractors",
    "fewest_words",
    "is_required",
    "left",
    "most_words",
    "pass_mark_percent",
    "points",
    "prompt",
    "right",
    "text",
    "title",
    "unit",
}
# By these the text is put together with its blanks; what they are called is not seen.
NAMES = {"name"}
Place = tuple[str | int, ...]


def leaves(value: Any, place: Place = ()) -> Iterator[tuple[str, Place]]:
    """Yield the name of the field of every single value, and where it stands."""
    if isinstance(value, dict) and {"type", "value"} <= value.keys():
        yield from leaves(value["value"], (*place, "value"))
    elif isinstance(value, dict):
        for name, child in value.items():
            yield from leaves(child, (*place, name))
    elif isinstance(value, list):
        for at, child in enumerate(value):
            yield from leaves(child, (*place, at))
    else:
        yield [str(part) for part in place if part != "value" and isinstance(part, str)][-1], place


def changed(raw: dict[str, Any], place: Place) -> dict[str, Any]:
    """The quiz with another value at one place."""
    twin = deepcopy(raw)
    holder = twin
    for part in place[:-1]:
        holder = holder[part]
    was = holder[place[-1]]
    holder[place[-1]] = (
        not was if isinstance(was, bool) else was + 1 if isinstance(was, int) else f"{was} else"
    )
    return twin


def api_of(raw: dict[str, Any]) -> str:
    body = body_of(raw)
    return json.dumps(body.stream_block.get_api_representation(body))


LEAVES = list(leaves(full_quiz()))


def test_every_field_is_known_for_a_key_or_for_what_is_seen():
    assert {name for name, _ in LEAVES} == KEYS | SEEN | NAMES
    assert set() == KEYS & SEEN


@pytest.mark.parametrize("place", [place for name, place in LEAVES if name in KEYS])
def test_a_key_that_changes_alone_changes_no_byte(place):
    twin = changed(full_quiz(), place)
    assert twin != full_quiz()
    assert as_page(twin) == as_page(full_quiz())
    assert api_of(twin) == api_of(full_quiz())


@pytest.mark.parametrize("place", [place for name, place in LEAVES if name in SEEN])
def test_what_is_seen_changes_the_page(place):
    """The control: the comparison does see what learners see."""
    assert as_page(changed(full_quiz(), place)) != as_page(full_quiz())


def parts(raw: dict[str, Any], kind: str, field: str) -> list[Any]:
    (asked,) = [one["value"] for one in raw["questions"] if one["type"] == kind]
    return asked[field]


def rotate(items: list[Any], name: str) -> None:
    """Let the words of the items change places, while their ids stay."""
    words = [item["value"][name] for item in items]
    for item, word in zip(items, [*words[1:], words[0]], strict=True):
        item["value"][name] = word


def pairing_retyped(raw: dict[str, Any]) -> None:
    rotate(parts(raw, "matching", "pairs"), "right")


def pairing_with_an_extra_answer(raw: dict[str, Any]) -> None:
    pair, extra = parts(raw, "matching", "pairs")[0], parts(raw, "matching", "distractors")[0]
    pair["value"]["right"], extra["value"] = extra["value"], pair["value"]["right"]


def steps_moved(raw: dict[str, Any]) -> None:
    parts(raw, "ordering", "items").reverse()


def steps_retyped(raw: dict[str, Any]) -> None:
    rotate(parts(raw, "ordering", "items"), "text")


def blanks_moved(raw: dict[str, Any]) -> None:
    parts(raw, "fill_blanks", "blanks").reverse()


def blank_renamed(raw: dict[str, Any]) -> None:
    """A name may be what is right, or say it."""
    asked = next(one["value"] for one in raw["questions"] if one["type"] == "fill_blanks")
    asked["text"] = asked["text"].replace("[[flow]]", "[[0.29 m³/s]]")
    next(one for one in asked["blanks"] if one["value"]["name"] == "flow")["value"]["name"] = (
        "0.29 m³/s"
    )


CHANGES = [
    pairing_retyped,
    pairing_with_an_extra_answer,
    steps_moved,
    steps_retyped,
    blanks_moved,
    blank_renamed,
]


@pytest.mark.parametrize("change", CHANGES)
def test_what_stands_where_changes_no_byte(change: Callable[[dict[str, Any]], None]):
    twin = full_quiz()
    change(twin)
    assert twin != full_quiz()
    assert as_page(twin) == as_page(full_quiz())
    assert api_of(twin) == api_of(full_quiz())


# From here on: a lesson that is released, changed in its keys, and released again.


def other_key() -> dict[str, Any]:
    """The quiz with everything that is right, and all that is said about it, another one."""
    twin = full_quiz("quite another mark", first_right=False)
    text = next(one["value"] for one in twin["questions"] if one["type"] == "fill_blanks")
    assert text["text"] == parts(full_quiz(), "fill_blanks", "text")
    return twin


def reworded() -> dict[str, Any]:
    twin = full_quiz()
    twin["questions"][0]["value"]["prompt"] += "?"
    return twin


def without_ids(value: Any) -> Any:
    """The quiz without its ids: no two lessons have the same ones."""
    if isinstance(value, dict):
        return {name: without_ids(child) for name, child in value.items() if name != "id"}
    return [without_ids(child) for child in value] if isinstance(value, list) else value


class Shelf:
    """A course of a free lesson, one that the learner has, and one that she has not."""

    def __init__(self) -> None:
        make_site(["en"])
        self.course = make_course(title="Reading a River", lessons=3, live=False)
        self.lessons = lessons_of(self.course)
        write_lesson(self.lessons[0], is_free_preview=True)
        self.guest, self.learner = Client(), Client()
        self.learner.force_login(UserFactory())

    def open_to_learner(self, viewer: Any, lessons: Any, at: Any) -> dict[int, Any]:
        """Leave the last lesson locked, and for guests all but the free one."""
        free, had, _locked = (lesson.pk for lesson in self.lessons)
        given = {free, had} if viewer.is_authenticated else {free}
        return {one.pk: OPEN for one in lessons if one.pk in given}

    def release(self, raw: dict[str, Any]) -> None:
        for lesson in lessons_of(self.course):
            body = [{"type": "quiz", "id": f"quiz-{lesson.pk}", "value": deepcopy(raw)}]
            write_lesson(lesson.get_latest_revision_as_object(), body)
        publish_all(self.course)
        live = LessonPage.objects.get(pk=self.lessons[0].pk).body.get_prep_value()
        assert without_ids(live[0]["value"]) == without_ids(raw)

    def addresses(self) -> list[str]:
        course = CoursePage.objects.get(pk=self.course.pk)
        catalogue = course.get_parent()
        chapters = [chapter.url for chapter in course.get_children()]
        lessons = [lesson.url for lesson in lessons_of(course)]
        return ["/", catalogue.get_parent().url, catalogue.url, course.url, *chapters, *lessons]

    def seen(self) -> dict[tuple[str, str], tuple[int, str, dict[str, str], list[str]]]:
        """Return all that comes back, headers included."""
        found = {}
        for who, client in (("guest", self.guest), ("learner", self.learner)):
            for address in self.addresses():
                answer = client.get(address)
                headers = {name: masked(value) for name, value in answer.headers.items()}
                # Made up for each request, for the logs.
                assert headers.pop("X-Request-ID")
                found[who, address] = (
                    answer.status_code,
                    masked(answer.content.decode()),
                    headers,
                    sorted(answer.cookies),
                )
        return found


def masked(text: str) -> str:
    """Take out what is another one at each answer: the form's token and the policy's nonce."""
    text = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]{64}"', r'\1"', text)
    return re.sub(r"(nonce[-=]\"?)[\w+/=-]{16,}", r"\1", text)


@pytest.fixture
def shelf(db, monkeypatch):
    made = Shelf()
    monkeypatch.setattr("courses.pages.access._policies", [None])
    register_policy(made.open_to_learner)
    return made


def test_a_release_that_changes_keys_alone_changes_no_byte_of_any_answer(shelf):
    shelf.release(full_quiz())
    before = shelf.seen()
    free, had, locked = shelf.addresses()[-3:]
    statuses = [before[who, at][0] for who in ("guest", "learner") for at in (free, had, locked)]
    assert statuses == [200, 403, 403, 200, 200, 403]
    assert "Prompt of matching" in before["guest", free][1]
    # Nothing says by a hash or a date of the content that it is another one.
    for _status, _text, headers, _cookies in before.values():
        assert {"ETag", "Last-Modified", "Content-MD5", "Digest"} & set(headers) == set()
    shelf.release(other_key())
    assert shelf.seen() == before
    # The control: one character that learners see is found, in the lessons that show it alone.
    shelf.release(reworded())
    after = shelf.seen()
    shown = {
        (who, address) for who, address in before if before[who, address] != after[who, address]
    }
    assert shown == {("guest", free), ("learner", free), ("learner", had)}
