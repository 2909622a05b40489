"""What Django, allauth and Wagtail say to visitors and learners, and what they do not translate.

Wagtail and allauth have no Swahili, and Django's catalogues have gaps. What is missing stands in
locale/upstream, in the same form as our own messages: `makemessages` reads our source alone and
would take these for obsolete.
"""

import ast
from importlib.util import find_spec
from pathlib import Path

import polib
from django.apps import apps

Key = tuple[str | None, str, str]

# Modules with messages for people who are not in the admin, by package. Patterns are relative to
# the package. What only the admin shows is left out, and so are templates: the pages are ours.
SOURCES: dict[str, tuple[str, ...]] = {
    "django": (
        "contrib/auth/forms.py",
        "contrib/auth/password_validation.py",
        "contrib/auth/validators.py",
        "core/paginator.py",
        "core/validators.py",
        "db/models/base.py",
        "db/models/constraints.py",
        "db/models/fields/*.py",
        "forms/*.py",
        "template/defaultfilters.py",
        "utils/dateformat.py",
        "utils/dates.py",
        "utils/ipv6.py",
        "utils/text.py",
        "utils/timesince.py",
    ),
    "allauth": ("account/adapter.py", "account/fields.py", "account/forms.py"),
    # The password of a closed page. All of Wagtail's pages for visitors are replaced by ours.
    "wagtail": ("forms.py",),
}
# Which arguments of a marking function are context, message and plural.
FUNCTIONS: dict[str, tuple[int | None, int, int | None]] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (None, 0, None)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (None, 0, 1)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (0, 1, None)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (0, 1, 2)),
}


def messages_for_people() -> set[Key]:
    """Return every message of the packages that a visitor or a learner can meet."""
    return {
        key
        for package, patterns in SOURCES.items()
        for pattern in patterns
        for path in _files(package, pattern)
        for key in _messages(path)
    }


def missing_upstream(language: str) -> set[Key]:
    """Return which of them no installed package translates into the language."""
    known = _translated_by_packages(language)
    return {key for key in messages_for_people() if key[:2] not in known}


def _files(package: str, pattern: str) -> list[Path]:
    spec = find_spec(package)
    files = sorted(Path(spec.origin).parent.glob(pattern)) if spec and spec.origin else []
    if not files:
        # A module that was moved must not take its messages out of sight.
        raise LookupError(f"{package} has no {pattern}: mend SOURCES in {__name__}.")
    return files


def _messages(path: Path) -> set[Key]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {key for call in calls if (key := _marked(call)) is not None}


def _marked(call: ast.Call) -> Key | None:
    """Return the message that a call marks for translation, or None."""
    name = getattr(call.func, "id", None) or getattr(call.func, "attr", None)
    if name not in FUNCTIONS:
        return None
    context, message, plural = FUNCTIONS[name]
    text = _string(call, message)
    if text is None:
        return None
    return (
        _string(call, context) if context is not None else None,
        text,
        (_string(call, plural) or "") if plural is not None else "",
    )


def _string(call: ast.Call, position: int) -> str | None:
    if position >= len(call.args):
        return None
    argument = call.args[position]
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    return None


def _translated_by_packages(language: str) -> set[tuple[str | None, str]]:
    folders = [Path(config.path) for config in apps.get_app_configs()]
    folders += _files("django", "conf")
    known: set[tuple[str | None, str]] = set()
    for folder in folders:
        compiled = folder / "locale" / language / "LC_MESSAGES" / "django.mo"
        if compiled.exists():
            # The compiled form is what the site reads; it leaves doubtful entries out.
            catalogue = polib.mofile(str(compiled))
            known |= {(entry.msgctxt, entry.msgid) for entry in catalogue}
    return known
