# ruff: noqa: RUF001 - signs that look alike are what this is about
"""How two ways of writing the same answer become one, whatever keyboard they were typed on.

Nothing here asks for a language: an answer is worth the same in each of them.
"""

import re
import unicodedata

# What keyboards, phones and word processors make of the same few signs.
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′ʹʻʼʽ´`＇", "'"),
        **dict.fromkeys("“”„‟″«»＂", '"'),
        **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
        "⁄": "/",
        "∕": "/",
    }
)
# Letters that Unicode does not take apart into a letter and an accent.
_PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ħ": "h", "Ħ": "H"}
    | {"æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ı": "i"}
)
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱ"
_RAISED = re.compile(f"[{_SUPERSCRIPTS}]+")
_FRACTION_AFTER_DIGIT = re.compile(r"(?<=\d)(?=[¼-¾⅐-⅞])")
# Vowel signs that writers of Arabic and Hebrew put or leave out as they like, and the tatweel,
# which only stretches a word.
_OPTIONAL = re.compile(
    "[\u0610-\u061a\u0640\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\ufe00-\ufe0f]"
)
# Accents proper. The marks of other scripts are not among them: in Devanagari they are vowels.
_ACCENTS = re.compile("[\u0300-\u036f\u0653-\u0655\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]")
_DOTTED_I = re.compile("i\u0307")
_UNSEEN = {"Cc", "Cf", "Cs"}


def comparable(
    answer: str, *, case_counts: bool, spaces_count: bool, accents_count: bool = True
) -> str:
    """Return the form in which two answers are compared."""
    answer = spelt(answer, case_counts=case_counts, accents_count=accents_count)
    return answer if spaces_count else " ".join(answer.split())


def spelt(text: str, *, case_counts: bool, accents_count: bool) -> str:
    """Return the text in one spelling; its spaces stay where they are."""
    # Once more, for what one step makes of another's: a capital of a letter made plain, say.
    once = _spelt(text, case_counts, accents_count)
    return _spelt(once, case_counts, accents_count)


def _spelt(text: str, case_counts: bool, accents_count: bool) -> str:
    text = without_unseen(text.translate(_SIGNS))
    text = _RAISED.sub(lambda raised: f"^{raised[0]}", text)
    text = _FRACTION_AFTER_DIGIT.sub(" ", text)
    text = unicodedata.normalize("NFKC", text).translate(_SIGNS)
    if not case_counts:
        # All four letters i are one, or Istanbul would be right in one language only.
        text = text.replace("ı", "i").casefold()
        text = _DOTTED_I.sub("i", unicodedata.normalize("NFKC", text))
    if not accents_count:
        text = _ACCENTS.sub("", unicodedata.normalize("NFD", text)).translate(_PLAIN_LETTERS)
    return unicodedata.normalize("NFC", _OPTIONAL.sub("", text))


def without_unseen(text: str) -> str:
    """Leave out what nobody sees: marks of direction, zero-width signs, halves of characters."""
    return "".join(
        letter for letter in text if letter.isspace() or unicodedata.category(letter) not in _UNSEEN
    )
