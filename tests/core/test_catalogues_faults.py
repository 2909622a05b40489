"""What the check finds wrong with one translation."""

import polib
import pytest

from cms.core.message_faults import fault

MINUTES = "%(count)s minute", "%(count)s minutes"
ARABIC_MINUTES = [
    "أقل من دقيقة",
    "دقيقة واحدة",
    "دقيقتان",
    "%(count)s دقائق",
    "%(count)s دقيقة",
    "%(count)s دقيقة",
]


def found(language: str, source: str, translation: str) -> str | None:
    return fault(polib.POEntry(msgid=source, msgstr=translation), language)


def found_in_forms(language: str, forms: list[str]) -> str | None:
    singular, plural = MINUTES
    return fault(
        polib.POEntry(msgid=singular, msgid_plural=plural, msgstr_plural=dict(enumerate(forms))),
        language,
    )


@pytest.mark.parametrize(
    ("language", "source", "translation"),
    [
        ("fr", "Good morning", "Bonjour"),
        ("fr", "Do you want to go?", "Voulez-vous partir\u202f?"),
        ("fr", "It says: stop", "Il dit\u00a0: stop"),
        ("fr", "It begins with https://.", "Elle commence par https://."),
        ("fr", "Pages", "Pages"),
        ("sw", "Your name is %(name)s.", "Jina lako ni %(name)s."),
        ("sw", "IPv4", "IPv4"),
        ("sw", "%(site_name)s", "%(site_name)s"),
        ("ar", "Do you want to go?", "هل تود الخروج؟"),
        ("ar", "Hello,", "تحية طيبة،"),
        ("ar", "At least 10 characters", "10 أحرف على الأقل"),
        ("ar", "<bdi>%(name)s</bdi> left.", "خرج <bdi>%(name)s</bdi>."),
    ],
)
def test_good_translation_has_no_fault(language, source, translation):
    assert found(language, source, translation) is None


@pytest.mark.parametrize(
    ("language", "source", "translation", "wrong"),
    [
        ("fr", "Good morning", "", "untranslated"),
        ("sw", "%(count)s lessons", "masomo", "other placeholders"),
        ("sw", "%(count)s lessons", "masomo %(total)s", "other placeholders"),
        ("sw", "{zone} it is", "ndiyo {eneo}", "other placeholders"),
        ("ar", "<b>Now</b>", "الآن", "other tags"),
        ("sw", "Hello ", "Habari", "other spaces at the ends"),
        ("sw", "One\nTwo", "Moja mbili", "other lines"),
        ("sw", "It is saved.", "Imehifadhiwa", "other sign at the end"),
        ("sw", "Save", "Hifadhi.", "other sign at the end"),
        ("ar", "Is it saved?", "حُفظ.", "other sign at the end"),
        ("sw", "Save the page", "Save the page", "the same as in English"),
        ("ar", "Pages", "Pages", "the same as in English"),
        ("ar", "10 lessons", "\u0661\u0660 دروس", "signs of another language"),
        ("ar", "One, two", "واحد, اثنان", "signs of another language"),
        ("fr", "The name", "L'autre nom", "signs of another language"),
        ("fr", "Do you want to go?", "Voulez-vous partir ?", "signs of another language"),
        ("fr", "It says: stop", "Il dit: stop", "signs of another language"),
    ],
)
def test_fault_is_named(language, source, translation, wrong):
    assert found(language, source, translation) == wrong


def test_fuzzy_is_a_fault_though_it_is_translated():
    entry = polib.POEntry(msgid="Good morning", msgstr="Bonjour", flags=["fuzzy"])
    assert fault(entry, "fr") == "fuzzy"


def test_arabic_has_six_forms_and_the_small_ones_may_leave_the_number_out():
    assert found_in_forms("ar", ARABIC_MINUTES) is None


@pytest.mark.parametrize(
    ("language", "forms", "wrong"),
    [
        ("ar", ARABIC_MINUTES[:2], "other plural forms"),
        ("sw", ["dakika %(count)s"], "other plural forms"),
        ("ar", [*ARABIC_MINUTES[:5], ""], "untranslated"),
        ("ar", [*ARABIC_MINUTES[:5], "دقيقة"], "other placeholders"),
        ("ar", ["%(total)s", *ARABIC_MINUTES[1:]], "other placeholders"),
        ("sw", ["dakika %(count)s", "dakika %(count)s."], "other sign at the end"),
    ],
)
def test_fault_of_one_form_is_a_fault(language, forms, wrong):
    assert found_in_forms(language, forms) == wrong
