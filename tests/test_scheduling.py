"""Tests that share something share a process, and the longest are not begun last."""

import os
import re
import subprocess
import sys
from collections import defaultdict

import pytest

from tests.conftest import REPOSITORY
from tests.scheduling import FIRST, place_of, share_of

CASES = "import pytest\n@pytest.mark.parametrize('n', range(3))\ndef test_it(n): pass\n"
FILES = (
    "tests/browser/test_a.py",
    "tests/browser/test_b.py",
    "tests/browser/test_owner.py",
    "tests/test_c.py",
    "tests/test_d.py",
    "tests/test_e.py",
)
RAN = re.compile(r"\[(gw\d)\] \[ *\d+%\] PASSED (\S+)::")


@pytest.mark.parametrize(
    ("nodeid", "share"),
    [
        ("tests/core/test_look.py::test_a[x::y]", "tests/core/test_look.py"),
        ("tests/core/test_look.py::TestB::test_c", "tests/core/test_look.py"),
        ("tests/browser/test_axe.py::test_a", "tests/browser/"),
        ("tests/browser/test_reading.py::test_b[en]", "tests/browser/"),
        ("tests/browser/test_owner.py::test_c", "tests/browser/test_owner.py"),
    ],
)
def test_a_test_shares_with_its_file_or_with_all_browsers(nodeid, share):
    assert share_of(nodeid) == share


def test_what_comes_first_is_there():
    assert [path for path in FIRST if not (REPOSITORY / path).exists()] == []


def test_the_longest_come_first():
    names = ["tests/core/test_look.py::test_a", *(f"{path}::test_b" for path in reversed(FIRST))]
    assert [share_of(name) for name in sorted(names, key=place_of)] == [
        *FIRST,
        "tests/core/test_look.py",
    ]


def test_two_processes_share_files_and_no_browser(tmp_path):
    for name in FILES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(CASES)
    plugins = ["-p", "tests.scheduling", "-p", "no:django", "-p", "no:randomly"]
    own = ("PYTEST_", "DJANGO_")
    env = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-v", "-n", "2", "-c", "/dev/null", *plugins,
         f"--rootdir={tmp_path}", str(tmp_path)],
        cwd=tmp_path,
        env={**env, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    ran = RAN.findall(done.stdout)
    assert len(ran) == 3 * len(FILES)
    processes = defaultdict(set)
    for process, name in ran:
        processes[share_of(name)].add(process)
    assert {share: len(who) for share, who in processes.items()} == dict.fromkeys(
        ["tests/browser/", *FILES[2:]], 1
    )
    # And the other did not stand by.
    assert len({process for process, _name in ran}) == 2
