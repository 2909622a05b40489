"""CI calls what the Makefile has, and nothing that only it has."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

REPOSITORY = Path(__file__).resolve().parent.parent
TARGETS = set(re.findall(r"^([a-z-]+):(?!=)", (REPOSITORY / "Makefile").read_text(), re.MULTILINE))
WORKFLOW = yaml.safe_load((REPOSITORY / ".github" / "workflows" / "ci.yml").read_text())


def workflow_commands() -> list[str]:
    return [step["run"] for step in WORKFLOW["jobs"]["check"]["steps"] if "run" in step]


def targets_of(commands: list[str]) -> list[str]:
    return [target for line in commands for target in re.findall(r"\bmake ([a-z-]+)", line)]


def script_commands() -> list[str]:
    lines = (REPOSITORY / ".ci" / "run").read_text().splitlines()
    return [line for line in lines if line.startswith("step ")]


def test_both_call_only_targets_that_exist() -> None:
    assert targets_of(script_commands()) == ["lint", "test"]
    assert targets_of(workflow_commands()) == ["services", "lint", "test"]
    assert {"services", "lint", "test"} <= TARGETS


def test_the_workflow_runs_nothing_but_make() -> None:
    assert all(re.fullmatch(r"(sudo )?make [a-z]+", line) for line in workflow_commands())


def test_the_workflow_has_no_secret_and_may_only_read() -> None:
    text = (REPOSITORY / ".github" / "workflows" / "ci.yml").read_text()
    assert "secrets." not in text
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert WORKFLOW["jobs"]["check"]["strategy"]["matrix"]["python"] == ["3.11", "3.13"]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A checkout with the real script and a Makefile that says what was asked of it."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(REPOSITORY / ".ci" / "run", tmp_path / ".ci")
    (tmp_path / "Makefile").write_text(
        'lint:\n\t@echo "lint with CI=$(CI)"; test -z "$(BAD)"\n'
        'test:\n\t@echo "test with CI=$(CI) in $(notdir $(CURDIR))"\n'
    )
    return tmp_path


def run(clone: Path, **env: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if key not in {"CI", "MAKEFLAGS"}}
    return subprocess.run(
        [clone / ".ci" / "run"],
        cwd="/",
        env={**kept, **env},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_script_runs_both_from_anywhere_and_prints_times(clone: Path) -> None:
    done = run(clone)
    assert done.returncode == 0, done.stderr
    assert "lint with CI=true" in done.stdout
    assert f"test with CI=true in {clone.name}" in done.stdout
    assert re.search(r"^lint +passed +\d+ s\ntest +passed +\d+ s\nall +\d+ s$", done.stdout, re.M)


def test_the_script_fails_when_one_fails_and_still_runs_the_other(clone: Path) -> None:
    done = run(clone, BAD="yes")
    assert done.returncode == 1
    assert "test with CI=true" in done.stdout
    assert re.search(r"^lint +failed", done.stdout, re.M)
    assert done.stderr.endswith("Failed: make lint\n")
