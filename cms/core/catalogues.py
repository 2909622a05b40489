"""The catalogues of translated messages: gathering, checking, compiling."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import polib

from cms.core.message_faults import PLURAL_FORMS, fault
from cms.core.upstream_messages import Key, messages_for_people, missing_upstream

# The languages whose catalogues we keep complete. English is the source.
COMPLETE_LANGUAGES = ("fr", "sw", "ar")
SOURCE_FOLDERS = ("cms", "courses", "learning", "commerce", "search", "templates")
SOURCE_SUFFIXES = {".py", ".html", ".txt"}
PROGRAMS = ("xgettext", "msgmerge", "msguniq", "msgattrib")
# Django's command, which is also told the name that gettext goes by beside a lazy `_`.
GATHER = """
from django.core.management import execute_from_command_line
from django.core.management.commands.makemessages import Command
Command.xgettext_options = [*Command.xgettext_options, "--keyword=translate"]
execute_from_command_line()
"""


class CatalogueError(Exception):
    """The catalogues cannot be worked on; the message says what to do."""


def catalogue_path(root: Path, language: str) -> Path:
    """Return where the language's catalogue of our own messages lies below the checkout."""
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def upstream_path(root: Path, language: str) -> Path:
    """Return where our translations of other packages' messages lie."""
    return root / "locale" / "upstream" / language / "LC_MESSAGES" / "django.po"


def update_catalogues(root: Path) -> list[Path]:
    """Bring every catalogue up to the source and return their paths."""
    paths = []
    for language, fresh in _gather(root).items():
        paths.append(_write(fresh, catalogue_path(root, language), language))
    for language in COMPLETE_LANGUAGES:
        path = upstream_path(root, language)
        paths.append(_write(_upstream_catalogue(path, language), path, language))
    return paths


def check_catalogues(root: Path) -> list[str]:
    """Return what is wrong, one line each; the tree is left as it is."""
    problems: list[str] = []
    for language, fresh in _gather(root).items():
        path, wanted = catalogue_path(root, language), _keys(fresh)
        problems += _check(path, wanted, wanted, language=language, name=language)
    return problems + check_upstream(root)


def check_upstream(root: Path) -> list[str]:
    """Return what is wrong with our translations of other packages; needs no gettext."""
    problems: list[str] = []
    for language in COMPLETE_LANGUAGES:
        path = upstream_path(root, language)
        # More than the missing ones is welcome: a translation that we say better.
        wanted, allowed = missing_upstream(language), messages_for_people()
        problems += _check(path, wanted, allowed, language=language, name=f"upstream {language}")
    return problems


def compile_catalogues(root: Path) -> list[Path]:
    """Write the compiled form beside each catalogue; needs no gettext."""
    compiled = []
    for path in sorted((root / "locale").glob("**/LC_MESSAGES/*.po")):
        target = path.with_suffix(".mo")
        # Written aside: a process that starts meanwhile must not read half a file.
        aside = target.with_suffix(f".{os.getpid()}.new")
        polib.pofile(str(path)).save_as_mofile(str(aside))
        aside.replace(target)
        compiled.append(target)
    return compiled


def _check(
    path: Path, wanted: set[Key], allowed: set[Key], *, language: str, name: str
) -> list[str]:
    """Return what is wrong with one catalogue, given what it must and what it may hold."""
    if not path.exists():
        return [f"{name}: there is no catalogue."]
    catalogue = polib.pofile(str(path))
    present = _keys(catalogue)
    problems = []
    if catalogue.metadata.get("Plural-Forms") != PLURAL_FORMS[language]:
        problems.append(f"{name}: Plural-Forms should be {PLURAL_FORMS[language]}")
    problems += _lines(name, "missing", wanted - present)
    problems += _lines(name, "stale", present - allowed)
    problems += _lines(name, "obsolete", _keys(catalogue, obsolete=True))
    for entry in catalogue:
        if not entry.obsolete and (wrong := fault(entry, language)):
            problems.append(f"{name}: {wrong}: {entry.msgid!r}")
    return problems


def _gather(root: Path) -> dict[str, polib.POFile]:
    """Return each language's catalogue as the source asks for it, made in a copy of the tree."""
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing:
        raise CatalogueError(
            "gettext is not installed: run `make services`, or `apt-get install gettext` on Debian."
        )
    with tempfile.TemporaryDirectory(prefix="fledge-messages-") as folder:
        copy = Path(folder)
        _copy_sources(root, copy)
        (copy / "locale").mkdir()
        for language in COMPLETE_LANGUAGES:
            if (kept := catalogue_path(root, language)).exists():
                target = catalogue_path(copy, language)
                target.parent.mkdir(parents=True)
                shutil.copy(kept, target)
        # Without settings Django takes the folder it runs in, not the one of LOCALE_PATHS.
        environment = {
            name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"
        }
        command = [sys.executable, "-c", GATHER, "makemessages"]
        command += [f"--locale={language}" for language in COMPLETE_LANGUAGES]
        command += ["--no-location", "--no-obsolete", "--extension", "py,html,txt", "-v", "0"]
        done = subprocess.run(  # noqa: S603 - our own interpreter and fixed arguments
            command, cwd=copy, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise CatalogueError(f"The messages cannot be gathered:\n{done.stderr.strip()}")
        return {
            language: polib.pofile(str(catalogue_path(copy, language)))
            for language in COMPLETE_LANGUAGES
        }


def _copy_sources(root: Path, copy: Path) -> None:
    for name in SOURCE_FOLDERS:
        for file in sorted((root / name).rglob("*")):
            if file.suffix in SOURCE_SUFFIXES and "migrations" not in file.parts:
                target = copy / file.relative_to(root)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, target)


def _upstream_catalogue(path: Path, language: str) -> polib.POFile:
    """Return the catalogue with an entry for each missing message, translated ones kept."""
    kept = polib.pofile(str(path)) if path.exists() else polib.POFile()
    entries = {_key(entry): entry for entry in kept if not entry.obsolete}
    catalogue = polib.POFile()
    catalogue.metadata = {
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    better = messages_for_people() & {key for key, entry in entries.items() if entry.translated()}
    for key in missing_upstream(language) | better:
        catalogue.append(entries.get(key) or _empty_entry(key, language))
    return catalogue


def _empty_entry(key: Key, language: str) -> polib.POEntry:
    context, message, plural = key
    entry = polib.POEntry(msgctxt=context, msgid=message, msgid_plural=plural)
    if plural:
        number = int(PLURAL_FORMS[language].split("=", 1)[1].split(";", 1)[0])
        entry.msgstr_plural = dict.fromkeys(range(number), "")
    if "%(" in message or "%d" in message or "%s" in message:
        entry.flags.append("python-format")
    return entry


def _write(catalogue: polib.POFile, path: Path, language: str) -> Path:
    """Write without dates and in one order, so that only changed messages show as changes."""
    for name in ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team"):
        catalogue.metadata.pop(name, None)
    catalogue.metadata["Project-Id-Version"] = "Fledge"
    catalogue.metadata["Language"] = language
    catalogue.metadata["Plural-Forms"] = PLURAL_FORMS[language]
    catalogue.metadata_is_fuzzy = False
    catalogue.header = ""
    catalogue.wrapwidth = 100
    for entry in catalogue:
        entry.comment = ""
    catalogue.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))
    return path


def _key(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid, entry.msgid_plural or ""


def _keys(catalogue: polib.POFile, *, obsolete: bool = False) -> set[Key]:
    return {_key(entry) for entry in catalogue if bool(entry.obsolete) is obsolete}


def _lines(name: str, what: str, keys: Iterable[Key]) -> list[str]:
    return [f"{name}: {what}: {msgid!r}" for _context, msgid, _plural in sorted(keys, key=str)]
