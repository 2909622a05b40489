"""A quiz in another language: words are the translator's, keys and ids the author's."""

from copy import deepcopy
from typing import Any

import pytest
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource

from courses.pages.models import LessonPage
from tests.courses.questions.quizzes import CANARY, full_quiz, lasting, uid
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db

BLOCK_ID = uid("block")
SAID = {"prompt", "explanation"}
CHOICE = {
    "prompt",
    "explanation",
    "options.#option-1.text",
    "options.#option-1.feedback",
    "options.#option-2.text",
    "options.#option-2.feedback",
}
OFFERED = {
    "single_choice": CHOICE,
    "multiple_choice": CHOICE,
    "true_false": SAID | {"feedback_true", "feedback_false"},
    "number": SAID | {"unit", "feedback_wrong"},
    "short_text": SAID | {"feedback_wrong"},
    "essay": SAID,
    "matching": SAID
    | {"feedback_wrong", "distractors.#extra-1"}
    | {f"pairs.#pair-{n}.{side}" for n in (1, 2, 3) for side in ("left", "right")},
    "ordering": SAID | {"feedback_wrong"} | {f"items.#step-{n}.text" for n in (1, 2, 3, 4)},
    "fill_blanks": SAID
    | {"feedback_wrong", "text"}
    | {f"blanks.#blank-speed.options.#{name}.text" for name in ("faster", "slower")},
}


@pytest.fixture
def lesson() -> LessonPage:
    make_site(["en", "fr"])
    home = Page.objects.get(depth=2, locale__language_code="en")
    return home.add_child(instance=LessonPage(title="Floats", body=body_of(full_quiz())))


def body_of(raw: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": "quiz", "id": BLOCK_ID, "value": lasting(raw)}]


def path_of(kind: str, field: str) -> str:
    """Return where a field stands; what has an id is named with a sign before it."""
    names, path = [kind], []
    for part in field.split("."):
        if part.startswith("#"):
            names.append(part[1:])
        path.append(uid(*names) if part.startswith("#") else part)
    return f"body.{BLOCK_ID}.questions.{uid(kind)}.{'.'.join(path)}"


def segments_of(source: TranslationSource) -> list[StringSegment]:
    segments = source.stringsegment_set.select_related("string", "context")
    return [segment for segment in segments if segment.context.path.startswith("body.")]


def into_french(source: TranslationSource) -> Any:
    """Translate every string that has no translation yet, and return the French quiz."""
    french = Locale.objects.get(language_code="fr")
    for segment in segments_of(source):
        StringTranslation.objects.get_or_create(
            translation_of=segment.string,
            locale=french,
            context=segment.context,
            defaults={"data": f"FR {segment.string.data}"},
        )
    page, _created = source.create_or_update_translation(french, publish=False, fallback=True)
    return page.get_latest_revision_as_object().body.get_prep_value()


def words_in_english(value: Any) -> Any:
    """Take the sign of being translated away again."""
    if isinstance(value, dict):
        return {name: words_in_english(child) for name, child in value.items()}
    if isinstance(value, list):
        return [words_in_english(child) for child in value]
    return value.removeprefix("FR ") if isinstance(value, str) else value


def test_translators_are_offered_words_and_no_keys(lesson):
    source, _created = TranslationSource.update_or_create_from_instance(lesson)
    offered = {segment.context.path: segment.string.data for segment in segments_of(source)}
    assert set(offered) == {f"body.{BLOCK_ID}.title"} | {
        path_of(kind, field) for kind, fields in OFFERED.items() for field in fields
    }
    for key in ("4711.5", f"{CANARY} one", f"{CANARY} guidance", f"{CANARY} model"):
        assert key not in " ".join(offered.values())


def test_keys_ids_points_and_order_follow_the_source(lesson):
    source, _created = TranslationSource.update_or_create_from_instance(lesson)
    french = into_french(source)
    assert french != body_of(full_quiz())
    assert words_in_english(french) == lesson.body.get_prep_value()

    # Options change places, the key moves to the other, points and tolerance change.
    changed = deepcopy(full_quiz(first_right=False))
    changed["questions"][0]["value"]["options"].reverse()
    changed["questions"][0]["value"]["points"] = 7
    changed["questions"].reverse()
    lesson.body = body_of(changed)
    lesson.save()
    source.update_from_db()

    french = into_french(source)[0]["value"]
    assert words_in_english(french) == lesson.body.get_prep_value()[0]["value"]
    single = french["questions"][-1]["value"]
    assert [(o["id"], o["value"]["is_right"]) for o in single["options"]] == [
        (uid("single_choice", "option-2"), True),
        (uid("single_choice", "option-1"), False),
    ]
    assert [o["value"]["text"] for o in single["options"]] == ["FR Option 2", "FR Option 1"]
    assert single["points"] == 7
