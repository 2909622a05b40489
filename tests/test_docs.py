"""What the pages of docs/ list is what the code has, both ways."""

import ast
import json
import re
import tomllib
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.architecture.tree import committed_files

REPOSITORY = Path(__file__).resolve().parent.parent
DOCS = REPOSITORY / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), REPOSITORY / "README.md"])
READERS = {"str", "int", "bool", "float", "list", "dict", "json", "url", "path", "enum"}


def settings_in(source: str) -> set[str]:
    """Return the names that this source reads from the environment."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = ast.unparse(node.func)
        name = node.args[0]
        is_reader = re.fullmatch(r"env\.(\w+)", called)
        reads = is_reader[1] in READERS if is_reader else called in {"os.environ.get", "os.getenv"}
        if reads and isinstance(name, ast.Constant):
            found.add(name.value)
    return found


def names_listed(page: str) -> set[str]:
    """Return the settings that a page names, in backquotes, in a table or in its last line."""
    lines = [
        line.split("|")[1] if line.startswith("|") else line
        for line in page.splitlines()
        if line.startswith(("| `", "Read by the local"))
    ]
    return {name for line in lines for name in re.findall(r"`([A-Z][A-Z0-9_]+)`", line)}


def settings_of_the_code() -> set[str]:
    from cms.settings.mail import PROVIDER_KEYS

    sources = (REPOSITORY / "cms" / "settings").glob("*.py")
    found = {name for path in sources for name in settings_in(path.read_text())}
    return found | {key for keys in PROVIDER_KEYS.values() for key in keys}


def settings_of_the_entry() -> set[str]:
    script = (REPOSITORY / "docker" / "entrypoint.sh").read_text()
    return set(re.findall(r"\$\{(FLEDGE_\w+)", script))


def test_every_setting_is_explained_and_none_beside() -> None:
    listed = names_listed((DOCS / "running-in-production.md").read_text())
    assert listed == settings_of_the_code() | settings_of_the_entry()
    assert len(listed) > 25


def test_a_setting_is_found_however_it_is_read() -> None:
    source = """
A = env.str("FLEDGE_ONE")
B = env.list("FLEDGE_TWO", subcast=int)
def late():
    return os.environ.get("FLEDGE_THREE") or env.refuse("FLEDGE_NOT", "a problem")
"""
    assert settings_in(source) == {"FLEDGE_ONE", "FLEDGE_TWO", "FLEDGE_THREE"}


def test_a_setting_named_in_passing_does_not_count_as_explained() -> None:
    page = "| `FLEDGE_ONE` | like `FLEDGE_TWO` |\nAlso `FLEDGE_THREE`.\n"
    assert names_listed(page) == {"FLEDGE_ONE"}


def test_every_dependency_has_its_reason_and_none_beside() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"]]
    for extra in project["optional-dependencies"].values():
        wanted += extra
    packages = json.loads((REPOSITORY / "package.json").read_text())
    names = {re.split(r"[\[<>=~! ]", requirement)[0] for requirement in wanted}
    names |= set(packages.get("dependencies", {})) | set(packages.get("devDependencies", {}))
    rows = re.findall(r"^\| `([^`]+)` \|", (DOCS / "dependencies.md").read_text(), re.MULTILINE)
    assert len(rows) == len(set(rows))
    assert set(rows) == names


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_links_lead_to_files_that_are_there(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text())
    missing = [
        link
        for link in links
        if not link.startswith(("http", "mailto:")) and not (page.parent / link).exists()
    ]
    assert missing == []


def test_commands_that_pages_name_exist() -> None:
    commands = set(get_commands())
    for page in PAGES:
        named = set(re.findall(r"manage\.py ([a-z_]+)", page.read_text()))
        assert named <= commands, page.name


def test_files_that_pages_name_exist() -> None:
    known = {path.as_posix() for path in committed_files(REPOSITORY)}
    known |= {folder.as_posix() for path in map(Path, known) for folder in path.parents}
    for page in PAGES:
        named = re.findall(
            r"`((?:docker|docs|cms|tests|requirements|\.ci|courses)/[\w./-]+)", page.read_text()
        )
        assert {name.rstrip("/") for name in named} <= known, page.name


def test_decisions_say_context_decision_and_what_was_rejected() -> None:
    pages = sorted((DOCS / "decisions").glob("*.md"))
    assert len(pages) >= 4
    for page in pages:
        headings = re.findall(r"^## (.+)$", page.read_text(), re.MULTILINE)
        assert {"Context", "Decision"} <= set(headings), page.name
        assert any(heading.startswith("Rejected") for heading in headings), page.name
    numbers = [page.name[:5] for page in pages]
    assert all(re.fullmatch(r"\d{4}-", number) for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_words_are_british() -> None:
    american = r"\b(enrollments?|catalogs?|behaviors?|colors?|centers?|licenses?|organizations?)\b"
    for page in PAGES:
        text = re.sub(r"`[^`]*`", "", page.read_text())
        if page.name != "glossary.md":
            assert not re.findall(american, text, re.IGNORECASE), page.name
