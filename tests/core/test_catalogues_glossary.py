"""The catalogues use the glossary's words."""

import re

import polib
import pytest
from django.conf import settings

from cms.core.catalogues import COMPLETE_LANGUAGES, catalogue_path

COLUMNS = ("en", *COMPLETE_LANGUAGES)


def words_in_languages() -> list[dict[str, str]]:
    page = (settings.BASE_DIR / "docs" / "glossary.md").read_text()
    table = page.split("## In other languages")[1]
    rows = [re.split(r"\s*\|\s*", line.strip("| ")) for line in table.splitlines() if "|" in line]
    assert rows[0] == ["English", "French", "Swahili", "Arabic"]
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows[2:]]


@pytest.mark.parametrize("language", COMPLETE_LANGUAGES)
def test_word_that_stands_alone_is_the_glossarys(language):
    catalogue = polib.pofile(str(catalogue_path(settings.BASE_DIR, language)))
    shown = {entry.msgid.lower(): entry.msgstr.lower() for entry in catalogue}
    pairs = {word["en"]: word[language] for word in words_in_languages() if word["en"] in shown}
    assert len(pairs) >= 12
    assert {word: shown[word] for word in pairs} == pairs
