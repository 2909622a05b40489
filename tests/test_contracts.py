"""The import contracts in pyproject.toml catch a planted wrong import of each kind."""

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
ROOT_PACKAGES = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["importlinter"][
    "root_packages"
]
INSIDE_A_FUNCTION = "\n\ndef planted():\n    from cms.pages import models\n"
# What is planted (file: line), and which contract must break.
PLANTED = {
    "up": ({"cms/core/planted.py": "import cms.accounts"}, "Between packages"),
    "up, inside one package": (
        {"courses/outline/__init__.py": "import courses.pages"},
        "Inside courses",
    ),
    "up, inside a function": ({"cms/core/planted.py": INSIDE_A_FUNCTION}, "Between packages"),
    "sideways": (
        {
            "learning/progress/__init__.py": "",
            "learning/assessments/__init__.py": "import learning.progress",
        },
        "Inside learning",
    ),
    "sideways, below": (
        {"cms/sandbox/__init__.py": "import cms.notifications"},
        "Between packages",
    ),
    "an app that is not listed": ({"courses/extras/__init__.py": ""}, "Inside courses"),
    "an app of cms that is not listed": ({"cms/extras/__init__.py": ""}, "Inside cms"),
    "search to commerce": ({"search/planted.py": "import commerce"}, "Between packages"),
    "commerce to search": ({"commerce/planted.py": "import search"}, "Between packages"),
    "offers to orders": (
        {
            "commerce/orders/__init__.py": "",
            "commerce/offers/__init__.py": "import commerce.orders",
        },
        "Inside commerce",
    ),
    "a lower app of cms to courses": (
        {"cms/accounts/planted.py": "from courses.pages.models import CatalogPage"},
        "Only the top of cms reaches what stands on it",
    ),
    "settings to courses": (
        {"cms/settings/planted.py": "import courses.pages"},
        "Only the top of cms reaches what stands on it",
    ),
    "an app to the composition root": ({"cms/pages/planted.py": "import cms.urls"}, "Inside cms"),
}
ALLOWED = {
    "down": {"cms/pages/planted.py": "import courses.pages\nimport cms.core"},
    "for type checkers": {
        "cms/core/planted.py": (
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import cms.accounts"
        )
    },
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("planted")
    for package in ROOT_PACKAGES:
        shutil.copytree(
            REPOSITORY / package, root / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(REPOSITORY / "pyproject.toml", root)
    return root


@pytest.fixture
def plant(copy: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """Add the lines of one case, and take them away afterwards."""
    before: dict[Path, str | None] = {}
    for name, text in request.param.items():
        path = copy / name
        # An app of that name may be there or not yet: both must do.
        before[path] = path.read_text() if path.exists() else None
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{before[path] or ''}\n{text}\n")
    yield copy
    for path, text in before.items():
        if text is not None:
            path.write_text(text)
            continue
        path.unlink()
        if not any(path.parent.iterdir()):
            path.parent.rmdir()


def lint(root: Path) -> tuple[int, str]:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache", "--no-logo"],
        cwd=root,
        # Only the copy may be found, wherever the tests themselves were started.
        env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_tree_as_it_is_keeps_its_contracts(copy: Path) -> None:
    code, output = lint(copy)
    assert code == 0, output
    assert "0 broken" in output


@pytest.mark.parametrize(
    ("plant", "contract"), PLANTED.values(), ids=PLANTED.keys(), indirect=["plant"]
)
def test_a_wrong_import_is_caught(plant: Path, contract: str) -> None:
    code, output = lint(plant)
    assert code == 1, output
    assert f"{contract} BROKEN" in output


@pytest.mark.parametrize("plant", ALLOWED.values(), ids=ALLOWED.keys(), indirect=True)
def test_a_right_import_is_let_through(plant: Path) -> None:
    code, output = lint(plant)
    assert code == 0, output
