"""Which process of a parallel run has which tests, and what it begins with.

Loaded by `-p` (pyproject.toml). Each file goes to one process as a whole, so that what its tests
share is made once; all browser tests go to one, with the browser and the site that they share.
xdist's own groups are not used: it hangs them on the tests' names, where pytest 9.2 keeps none.
"""

import pytest

BROWSER = "tests/browser/"
# Has a site of its own.
OWNER = "tests/browser/test_owner.py"
# They look at one planting.
CANARIES = "tests/canaries/"
# Begun last, each of these would have all others wait for it: what takes longest comes first.
FIRST = (
    "tests/eventlog/test_kill.py",
    BROWSER,
    OWNER,
    CANARIES,
    "tests/courses/pages/outline/test_sequences.py",
    "tests/courses/outline/test_kill.py",
    "tests/courses/pages/releases/test_rolling_back.py",
    "tests/courses/pages/releases/test_killed.py",
    "tests/courses/pages/releases/test_at_once.py",
    "tests/courses/pages/releases_admin/test_costs.py",
    "tests/eventlog/test_sqlite.py",
    "tests/eventlog/test_races.py",
    "tests/core/test_install.py",
    "tests/courses/pages/test_desk.py",
    "tests/test_languages.py",
    "tests/courses/test_languages.py",
    "tests/courses/pages/test_catalogue.py",
)


def share_of(nodeid: str) -> str:
    """Return what the test shares a process with."""
    path = nodeid.partition("::")[0]
    if path.startswith(CANARIES):
        return CANARIES
    return BROWSER if path.startswith(BROWSER) and path != OWNER else path


def place_of(nodeid: str) -> int:
    """Return how early a test is begun."""
    share = share_of(nodeid)
    return FIRST.index(share) if share in FIRST else len(FIRST)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: place_of(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    from xdist.scheduler import LoadScopeScheduling

    class SharesScheduling(LoadScopeScheduling):
        """Hands out shares in the order in which the tests were put."""

        def _split_scope(self, nodeid: str) -> str:
            return share_of(nodeid)

    config.option.loadscopereorder = False
    return SharesScheduling(config, log)
