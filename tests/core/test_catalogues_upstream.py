"""What Django, allauth and Wagtail leave untranslated is translated by us, in every language."""

from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, ngettext

from cms.core import catalogues, upstream_messages
from cms.core.catalogues import COMPLETE_LANGUAGES, check_upstream
from cms.core.upstream_messages import messages_for_people, missing_upstream


@pytest.fixture
def package(tmp_path: Path, monkeypatch) -> Path:
    """One package with two messages stands for all the installed ones."""
    monkeypatch.setattr(catalogues, "COMPLETE_LANGUAGES", ("sw",))
    monkeypatch.setattr(upstream_messages, "SOURCES", {"parcel": ("forms.py", "page.py")})
    monkeypatch.syspath_prepend(tmp_path)
    package = tmp_path / "parcel"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "forms.py").write_text(
        "SHORT = ngettext('%(num)d word is missing.', '%(num)d words are missing.', 2)\n"
        "LABEL = pgettext_lazy('label', 'Parcel')\n"
        "NAME = variable_name(_(name))\n"
    )
    (package / "page.py").write_text("TITLE = translation.gettext('Open the parcel')\n")
    return package


def entry(**values: object) -> polib.POEntry:
    return polib.POEntry(**values)


def write(tree: Path, *entries: polib.POEntry) -> None:
    path = catalogues.upstream_path(tree, "sw")
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue = polib.POFile()
    catalogue.metadata = {"Plural-Forms": "nplurals=2; plural=(n != 1);"}
    catalogue.extend(entries)
    catalogue.save(str(path))


WORDS = {
    "msgid": "%(num)d word is missing.",
    "msgid_plural": "%(num)d words are missing.",
    "msgstr_plural": {0: "Neno %(num)d linakosekana.", 1: "Maneno %(num)d yanakosekana."},
}
LABEL = {"msgctxt": "label", "msgid": "Parcel", "msgstr": "Kifurushi"}
OPEN = {"msgid": "Open the parcel", "msgstr": "Fungua kifurushi"}


def test_messages_are_read_from_code(package):
    assert messages_for_people() == {
        (None, "%(num)d word is missing.", "%(num)d words are missing."),
        ("label", "Parcel", ""),
        (None, "Open the parcel", ""),
    }


def test_complete_catalogue_has_no_fault(package, tmp_path):
    write(tmp_path, entry(**WORDS), entry(**LABEL), entry(**OPEN))
    assert check_upstream(tmp_path) == []


def test_upgrade_that_brings_a_message_is_named(package, tmp_path):
    write(tmp_path, entry(**WORDS), entry(**LABEL), entry(**OPEN))
    with (package / "forms.py").open("a") as file:
        file.write("NEW = _('The parcel is lost.')\n")
    assert check_upstream(tmp_path) == ["upstream sw: missing: 'The parcel is lost.'"]


def test_message_that_upstream_dropped_is_named(package, tmp_path):
    gone = entry(msgid="Gone", msgstr="Imeondoka")
    write(tmp_path, entry(**WORDS), entry(**LABEL), entry(**OPEN), gone)
    assert check_upstream(tmp_path) == ["upstream sw: stale: 'Gone'"]


def test_translation_that_is_not_there_or_wrong_is_named(package, tmp_path):
    short = {**WORDS, "msgstr_plural": {0: "Neno %(num)d linakosekana.", 1: "Maneno."}}
    write(tmp_path, entry(**short), entry(**LABEL), entry(msgid="Open the parcel"))
    assert check_upstream(tmp_path) == [
        "upstream sw: other placeholders: '%(num)d word is missing.'",
        "upstream sw: untranslated: 'Open the parcel'",
    ]


def test_what_a_package_translates_itself_is_not_asked_for_but_may_be_said_better(
    package, tmp_path, monkeypatch
):
    known = {("label", "Parcel")}
    monkeypatch.setattr(upstream_messages, "_translated_by_packages", lambda language: known)
    write(tmp_path, entry(**WORDS), entry(**OPEN))
    assert check_upstream(tmp_path) == []
    write(tmp_path, entry(**WORDS), entry(**OPEN), entry(**LABEL))
    assert check_upstream(tmp_path) == []


def test_module_that_was_moved_is_an_error(package, monkeypatch):
    monkeypatch.setattr(upstream_messages, "SOURCES", {"parcel": ("fields.py",)})
    with pytest.raises(LookupError, match=r"parcel has no fields\.py"):
        messages_for_people()


def test_installed_versions_are_complete():
    assert check_upstream(settings.BASE_DIR) == []


def test_swahili_lacks_what_this_is_for():
    """Wagtail and allauth have no Swahili: when they get one, ours can go."""
    missing = {message for _context, message, _plural in missing_upstream("sw")}
    assert {
        "Incorrect password.",
        "The password you have entered is not correct. Please try again.",
        "Enter a valid duration.",
    } <= missing


@pytest.mark.parametrize(
    ("language", "required", "incorrect", "days"),
    [
        ("fr", "Ce champ est obligatoire.", "Mot de passe incorrect.", "3 jours"),
        ("sw", "Sehemu hii ni lazima.", "Nenosiri si sahihi.", "siku 3"),
        ("ar", "هذا الحقل مطلوب.", "كلمة مرور خاطئة.", "3 أيام"),
    ],
)
def test_site_speaks_them(language, required, incorrect, days):
    with translation.override(language):
        assert gettext("This field is required.") == required
        assert gettext("Incorrect password.") == incorrect
        assert ngettext("%(num)d day", "%(num)d days", 3) % {"num": 3} == days


@pytest.mark.parametrize("language", COMPLETE_LANGUAGES)
def test_every_plural_of_ours_counts_right(language):
    """One form for each class of numbers, chosen by the header."""
    forms = {
        "fr": {0: 0, 1: 0, 2: 1, 11: 1},
        "sw": {0: 1, 1: 0, 2: 1, 11: 1},
        "ar": {0: 0, 1: 1, 2: 2, 3: 3, 10: 3, 11: 4, 99: 4, 100: 5, 103: 3},
    }[language]
    path = catalogues.catalogue_path(settings.BASE_DIR, language)
    entries = {entry.msgid: entry for entry in polib.pofile(str(path))}
    message = entries["The link works for %(days)s day."]
    with translation.override(language):
        for number, form in forms.items():
            shown = ngettext(message.msgid, message.msgid_plural, number)
            assert shown == message.msgstr_plural[form], number
