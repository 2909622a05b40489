"""Scripts act beside a site with its settings, one after another, and say what went wrong."""

import pytest

from tests.servers.beside import _processes, run_beside

WHO = "import os; from django.conf import settings; print(os.getppid(), settings.VAR_DIR)"


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    path = tmp_path_factory.mktemp("beside") / "var"
    path.mkdir()
    yield path
    process = _processes.pop(path)
    process.stdin.close()
    assert process.wait(timeout=60) == 0
    process.stdout.close()


def test_two_scripts_share_one_start_and_nothing_else(var):
    first, second = run_beside(var, WHO + "; left = 1"), run_beside(var, WHO)
    assert first == second
    assert first.split()[1] == str(var)
    with pytest.raises(AssertionError, match="NameError"):
        run_beside(var, "print(left)")


def test_what_went_wrong_is_told_and_the_next_runs(var):
    with pytest.raises(AssertionError, match=r"no such table: \w+"):
        run_beside(var, "from wagtail.models import Page; Page.objects.count()")
    assert run_beside(var, "print('still here')") == "still here\n"
