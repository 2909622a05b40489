"""The catalogues of translated messages: gathering, checking, compiling."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

# The languages whose catalogue we keep complete. English is the source.
COMPLETE_LANGUAGES = ("fr", "sw", "ar")
SOURCE_FOLDERS = ("cms", "courses", "learning", "commerce", "search", "templates")
SOURCE_SUFFIXES = {".py", ".html", ".txt"}
PROGRAMS = ("xgettext", "msgmerge", "msguniq", "msgattrib")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
Key = tuple[str | None, str, str]


class CatalogueError(Exception):
    """The catalogues cannot be worked on; the message says what to do."""


def catalogue_path(root: Path, language: str) -> Path:
    """Return where the language's catalogue lies below the checkout."""
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def update_catalogues(root: Path) -> list[Path]:
    """Bring every catalogue up to the source and return their paths."""
    paths = []
    for language, fresh in _gather(root).items():
        path = catalogue_path(root, language)
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(fresh, path)
        paths.append(path)
    return paths


def check_catalogues(root: Path) -> list[str]:
    """Return what is wrong, one line each; the tree is left as it is."""
    problems: list[str] = []
    for language, fresh in _gather(root).items():
        path = catalogue_path(root, language)
        if not path.exists():
            problems.append(f"{language}: there is no catalogue.")
            continue
        kept = polib.pofile(str(path))
        wanted, present = _keys(fresh), _keys(kept)
        problems += _lines(language, "missing", wanted - present)
        problems += _lines(language, "stale", present - wanted)
        for entry in kept:
            if not entry.obsolete and (fault := _fault(entry)):
                problems.append(f"{language}: {fault}: {entry.msgid!r}")
    return problems


def compile_catalogues(root: Path) -> list[Path]:
    """Write the compiled form beside each catalogue; needs no gettext."""
    compiled = []
    for path in sorted((root / "locale").glob("*/LC_MESSAGES/*.po")):
        target = path.with_suffix(".mo")
        # Written aside: a process that starts meanwhile must not read half a file.
        aside = target.with_suffix(f".{os.getpid()}.new")
        polib.pofile(str(path)).save_as_mofile(str(aside))
        aside.replace(target)
        compiled.append(target)
    return compiled


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
        command = [sys.executable, "-m", "django", "makemessages"]
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


def _write(catalogue: polib.POFile, path: Path) -> None:
    """Write without dates and in one order, so that only changed messages show as changes."""
    for name in ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team"):
        catalogue.metadata.pop(name, None)
    catalogue.metadata["Project-Id-Version"] = "Fledge"
    catalogue.metadata["Language"] = path.parts[-3]
    catalogue.metadata_is_fuzzy = False
    catalogue.header = ""
    catalogue.wrapwidth = 100
    for entry in catalogue:
        entry.comment = ""
    catalogue.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    catalogue.save(str(path))


def _keys(catalogue: polib.POFile) -> set[Key]:
    return {
        (entry.msgctxt, entry.msgid, entry.msgid_plural)
        for entry in catalogue
        if not entry.obsolete
    }


def _lines(language: str, what: str, keys: set[Key]) -> list[str]:
    return [f"{language}: {what}: {msgid!r}" for _context, msgid, _plural in sorted(keys, key=str)]


def _fault(entry: polib.POEntry) -> str | None:
    """Return what is wrong with one message's translation, or None."""
    if entry.fuzzy:
        return "fuzzy"
    if not entry.translated():
        return "untranslated"
    wanted = set(PLACEHOLDER.findall(entry.msgid + (entry.msgid_plural or "")))
    # The form for one may leave the number out.
    forms = list(entry.msgstr_plural.values()) or [entry.msgstr]
    if set(PLACEHOLDER.findall(forms[-1])) != wanted:
        return "other placeholders"
    return None
