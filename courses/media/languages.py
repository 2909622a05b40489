"""The languages that captions may be in: any that is known, not only the site's own."""

from django.conf import settings
from django.conf.locale import LANG_INFO


def language_name(code: str) -> str:
    """Return what a language calls itself; an unknown one goes by its code."""
    known = LANG_INFO.get(code) or LANG_INFO.get(code.partition("-")[0]) or {}
    return dict(settings.LANGUAGES).get(code) or str(known.get("name_local") or code)


def language_direction(code: str) -> str:
    """Return `rtl` or `ltr`."""
    known = LANG_INFO.get(code) or LANG_INFO.get(code.partition("-")[0]) or {}
    return "rtl" if known.get("bidi") else "ltr"


def language_choices() -> list[tuple[str, str]]:
    """Return every known language, each by its own name, in the order of these names."""
    names = {code: language_name(code) for code, info in LANG_INFO.items() if "bidi" in info}
    return sorted(names.items(), key=lambda pair: pair[1].casefold())
