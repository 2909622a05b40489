"""What can be wrong with one message's translation."""

import re

import polib

# Django's own forms, so that its catalogue and ours merge into one.
PLURAL_FORMS = {
    "fr": "nplurals=2; plural=(n > 1);",
    "sw": "nplurals=2; plural=(n != 1);",
    "ar": (
        "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
        "n%100>=11 && n%100<=99 ? 4 : 5;"
    ),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-zA-Z]|%[a-zA-Z]|\{\w*\}")
TAG = re.compile(r"</?[a-z]+[^<>]*>")
# What stands for itself in every language: placeholders, tags, addresses, code words, times and
# lists of numbers.
UNTRANSLATABLE = re.compile(
    rf"{PLACEHOLDER.pattern}|{TAG.pattern}|\S+@\S+|https?://|\[\[.*?\]\]|\[?\[?[A-Z:.]{{2,}}\b[\w:.\[\]]*"
    r"|[0-9][0-9:.,-]*[0-9]|\b[a-z]+:[a-z]+\b|`[^`]+`"
)
ENDS = {"؟": "?", "،": ",", "؛": ";", "。": "."}
END_SIGNS = ".?!:;,…"
# Words that a language really has in common with English. A word that is not listed here and
# equals its source was forgotten.
SAME_AS_ENGLISH = {
    "fr": {
        "%(counter)s page",
        "%(counter)s pages",
        "%(hours)s h",
        "%(hours)s h %(minutes)s min",
        "%(minutes)s min",
        "%(points)s point",
        "%(points)s points",
        "Audio",
        "Code",
        "Collection",
        "Cookies",
        "Document",
        "Documents",
        "Europe",
        "Image",
        "Menu",
        "Notifications",
        "Option",
        "Options",
        "Page %(number)s",
        "Pages",
        "Points",
        "Question",
        "Questions",
        "Quiz",
        "Source",
        "Type",
        "catalogue",
        "catalogues",
        "collection",
        "description",
        "document",
        "documents",
        "image",
        "images",
        "introduction",
        "logo",
        "minutes",
        "notification",
        "notifications",
        "page",
        "version",
    },
    "sw": {"Asia", "Australia", "IPv4", "IPv6", "Video", "Video: %(title)s", "video"},
    "ar": {"IPv4", "IPv6"},
}
ARABIC_INDIC_DIGITS = re.compile("[\u0660-\u0669\u06f0-\u06f9]")
LATIN_SIGNS = re.compile(r"[?,;]")
FRENCH_SIGNS = re.compile(r"'|[^\u00a0][:»]|[^\u202f\u00a0][;?!]|«[^\u00a0]")


def fault(entry: polib.POEntry, language: str) -> str | None:
    """Return what is wrong with one message's translation, or None."""
    if entry.fuzzy:
        return "fuzzy"
    forms = _forms(entry)
    if not forms or not all(forms):
        return "untranslated"
    if entry.msgid_plural and len(forms) != _number_of_forms(language):
        return "other plural forms"
    if not _placeholders_agree(entry, forms):
        return "other placeholders"
    sources = [entry.msgid, *([entry.msgid_plural] if entry.msgid_plural else [])]
    for form in forms:
        if wrong := _fault_of_form(sources[-1], form, language):
            return wrong
    return None


def _fault_of_form(source: str, form: str, language: str) -> str | None:
    checks = (
        (sorted(TAG.findall(source)) != sorted(TAG.findall(form)), "other tags"),
        (_edges(source) != _edges(form), "other spaces at the ends"),
        (source.count("\n") != form.count("\n"), "other lines"),
        (_end(source) != _end(form), "other sign at the end"),
        (_is_untranslated(source, form, language), "the same as in English"),
        (not _is_in_its_script(form, language), "signs of another language"),
    )
    return next((text for wrong, text in checks if wrong), None)


def _forms(entry: polib.POEntry) -> list[str]:
    if entry.msgid_plural:
        return [entry.msgstr_plural[number] for number in sorted(entry.msgstr_plural)]
    return [entry.msgstr]


def _number_of_forms(language: str) -> int:
    return int(PLURAL_FORMS[language].split("=", 1)[1].split(";", 1)[0])


def _placeholders_agree(entry: polib.POEntry, forms: list[str]) -> bool:
    wanted = set(PLACEHOLDER.findall(entry.msgid + (entry.msgid_plural or "")))
    found = [set(PLACEHOLDER.findall(form)) for form in forms]
    # A form for none, one or two may say the number in words; the last one is for many.
    return found[-1] == wanted and all(each <= wanted for each in found)


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _end(text: str) -> str:
    last = text.rstrip()[-1:]
    last = ENDS.get(last, last)
    return last if last in END_SIGNS else ""


def _is_untranslated(source: str, form: str, language: str) -> bool:
    if form != source or source in SAME_AS_ENGLISH[language]:
        return False
    return any(sign.isalpha() for sign in UNTRANSLATABLE.sub("", source))


def _is_in_its_script(form: str, language: str) -> bool:
    text = UNTRANSLATABLE.sub("", form)
    if language == "ar":
        return not (ARABIC_INDIC_DIGITS.search(text) or LATIN_SIGNS.search(text))
    if language == "fr":
        return FRENCH_SIGNS.search(text) is None
    return True
