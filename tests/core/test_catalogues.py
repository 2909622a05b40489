"""The catalogues: gathered from a small tree, checked without touching it, compiled by polib."""

import gettext
import re
import shutil
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from cms.core import catalogues, upstream_messages
from cms.core.catalogues import (
    CatalogueError,
    check_catalogues,
    compile_catalogues,
    update_catalogues,
)

needs_gettext = pytest.mark.skipif(
    shutil.which("xgettext") is None, reason="needs gettext: run `make services`"
)


@pytest.fixture
def tree(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.setattr(catalogues, "COMPLETE_LANGUAGES", ("fr",))
    monkeypatch.setattr(upstream_messages, "SOURCES", {})
    for name in catalogues.SOURCE_FOLDERS:
        (tmp_path / name).mkdir()
    (tmp_path / "cms" / "greeting.py").write_text(
        "from django.utils.translation import gettext as _\n"
        'HELLO = _("Good morning")\nCOUNT = _("%(count)s lessons")\n'
    )
    (tmp_path / "templates" / "page.html").write_text(
        '{% load i18n %}{% translate "Good night" %}\n'
    )
    (tmp_path / "cms" / "migrations").mkdir()
    (tmp_path / "cms" / "migrations" / "0001.py").write_text('_("old label")\n')
    return tmp_path


def translate(tree: Path, **words: str) -> None:
    path = catalogues.catalogue_path(tree, "fr")
    catalogue = polib.pofile(str(path))
    for entry in catalogue:
        entry.msgstr = words.get(entry.msgid.replace(" ", "_").replace("%(count)s", "n"), "")
    catalogue.save()


WORDS = {"Good_morning": "Bonjour", "Good_night": "Bonne nuit", "n_lessons": "%(count)s leçons"}


def state(tree: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in sorted(tree.rglob("*")) if file.is_file()}


@needs_gettext
class TestGathering:
    def test_update_finds_code_and_templates_but_no_migrations(self, tree):
        path, upstream = update_catalogues(tree)
        assert list(polib.pofile(str(upstream))) == []
        text = path.read_text()
        assert {entry.msgid for entry in polib.pofile(str(path))} == {
            "Good morning",
            "Good night",
            "%(count)s lessons",
        }
        assert "greeting.py" not in text
        assert "Date" not in text

    def test_update_finds_what_is_translated_at_once_beside_a_lazy_name(self, tree):
        (tree / "courses" / "said.py").write_text(
            "from django.utils.translation import gettext as translate\n"
            "from django.utils.translation import gettext_lazy as _\n"
            'LABEL = _("Good morning")\nSAID = translate("Good evening")\n'
        )
        path, _upstream = update_catalogues(tree)
        assert "Good evening" in {entry.msgid for entry in polib.pofile(str(path))}

    def test_second_update_changes_nothing(self, tree):
        update_catalogues(tree)
        translate(tree, **WORDS)
        update_catalogues(tree)
        before = state(tree)
        update_catalogues(tree)
        assert state(tree) == before

    def test_complete_catalogue_passes_and_nothing_is_touched(self, tree):
        update_catalogues(tree)
        translate(tree, **WORDS)
        before = state(tree)
        assert check_catalogues(tree) == []
        assert state(tree) == before

    def test_check_names_each_kind_of_gap(self, tree):
        update_catalogues(tree)
        translate(tree, **{**WORDS, "Good_morning": "", "n_lessons": "des leçons"})
        path = catalogues.catalogue_path(tree, "fr")
        catalogue = polib.pofile(str(path))
        catalogue.find("Good night").flags.append("fuzzy")
        catalogue.append(polib.POEntry(msgid="Gone", msgstr="Parti"))
        catalogue.save()
        (tree / "search" / "new.py").write_text('_("Brand new")\n')
        before = state(tree)
        assert sorted(check_catalogues(tree)) == [
            "fr: fuzzy: 'Good night'",
            "fr: missing: 'Brand new'",
            "fr: other placeholders: '%(count)s lessons'",
            "fr: stale: 'Gone'",
            "fr: untranslated: 'Good morning'",
        ]
        assert state(tree) == before

    def test_missing_catalogue_is_named(self, tree):
        assert check_catalogues(tree) == [
            "fr: there is no catalogue.",
            "upstream fr: there is no catalogue.",
        ]

    def test_obsolete_message_and_other_plural_forms_are_named(self, tree):
        update_catalogues(tree)
        translate(tree, **WORDS)
        path = catalogues.catalogue_path(tree, "fr")
        catalogue = polib.pofile(str(path))
        catalogue.append(polib.POEntry(msgid="Old", msgstr="Vieux", obsolete=True))
        catalogue.metadata["Plural-Forms"] = "nplurals=1; plural=0;"
        catalogue.save()
        assert check_catalogues(tree) == [
            "fr: Plural-Forms should be nplurals=2; plural=(n > 1);",
            "fr: obsolete: 'Old'",
        ]

    def test_ours_is_complete(self, capsys):
        call_command("messages", check=True)
        assert capsys.readouterr().out == "All messages are translated.\n"

    def test_command_fails_with_the_list(self, tree, settings):
        settings.BASE_DIR = tree
        with pytest.raises(CommandError, match=r"fr: there is no catalogue\."):
            call_command("messages", check=True)


def test_compiled_form_needs_no_gettext(tree, monkeypatch):
    path = catalogues.catalogue_path(tree, "fr")
    path.parent.mkdir(parents=True)
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "Good night"\nmsgstr "Bonne nuit"\n'
    )
    monkeypatch.setenv("PATH", "")
    (compiled,) = compile_catalogues(tree)
    with compiled.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Good night") == "Bonne nuit"
    assert [file.name for file in path.parent.iterdir() if file.suffix == ".new"] == []


def test_without_gettext_one_sentence_says_what_to_do(tree, monkeypatch):
    monkeypatch.setattr(catalogues.shutil, "which", lambda name: None)
    with pytest.raises(CatalogueError) as caught:
        update_catalogues(tree)
    assert "gettext is not installed" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_messages_are_marked_by_names_that_are_looked_for():
    """A name of one's own for gettext would leave its messages out of every catalogue."""
    renamed = re.compile(r"gettext(?:_lazy|_noop)? as (\w+)")
    files = [
        file
        for folder in catalogues.SOURCE_FOLDERS
        for file in (settings.BASE_DIR / folder).rglob("*.py")
    ]
    assert {name for file in files for name in renamed.findall(file.read_text())} == {
        "_",
        "translate",
    }


def test_arabic_message_begins_in_arabic():
    """A mail program takes a line's direction from its first letter. A number has none."""
    catalogue = polib.pofile(str(catalogues.catalogue_path(settings.BASE_DIR, "ar")))
    forms = [form for entry in catalogue for form in (entry.msgstr, *entry.msgstr_plural.values())]
    latin = re.compile(r"\W*(%\(|[A-Za-z])")
    silent = re.compile(r"<[^>]+>|%\((?:count|counter|hours|minutes|points|fewest|most)\)[ds]")
    assert [form for form in forms if latin.match(silent.sub("", form))] == []
