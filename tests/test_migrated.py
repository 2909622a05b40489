"""A migrated database is kept for the next run, unless something is otherwise that makes it."""

import pytest

from tests.servers import migrated

MADE_OF = (
    "cms/pages/migrations/0001_initial.py",
    "courses/pages/models/course.py",
    "cms/settings/base.py",
    "cms/core/fields.py",
)
NOT_MADE_OF = ("courses/pages/views/desk.py", "tests/models/test_it.py", "cms/pages/notes.txt")


@pytest.fixture
def tree(tmp_path):
    for name in (*MADE_OF, *NOT_MADE_OF):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("one")
    return tmp_path


@pytest.mark.parametrize("name", [*MADE_OF, "cms/pages/migrations/0002_more.py"])
def test_what_makes_it_makes_another(tree, name):
    before = migrated.key(tree)
    (tree / name).write_text("two")
    assert migrated.key(tree) != before


@pytest.mark.parametrize("name", NOT_MADE_OF)
def test_what_does_not_leaves_it(tree, name):
    before = migrated.key(tree)
    (tree / name).write_text("two")
    assert migrated.key(tree) == before


def test_other_packages_and_other_settings_make_another(tree, monkeypatch):
    keys = [migrated.key(tree)]
    monkeypatch.setenv("FLEDGE_LANGUAGES", "fr")
    keys.append(migrated.key(tree))
    monkeypatch.setattr(migrated, "packages", lambda: ["wagtail-9.dist-info"])
    keys.append(migrated.key(tree))
    assert len(set(keys)) == 3


@pytest.fixture
def base(tree, monkeypatch):
    asked = []
    monkeypatch.setattr(migrated, "REPOSITORY", tree)
    monkeypatch.setattr(migrated, "migrate", asked.append)
    return tree, asked


def test_a_file_is_migrated_once_and_copied_from_then_on(base, monkeypatch):
    tree, asked = base

    def migrate(url):
        asked.append(url)
        (tree / "first").write_text("migrated")

    monkeypatch.setattr(migrated, "migrate", migrate)
    for name in ("first", "second"):
        migrated.make_sqlite(tree / name)
        assert (tree / name).read_text() == "migrated"
    assert asked == [f"sqlite:///{tree / 'first'}"]


def test_nothing_is_kept_that_another_migration_came_into(base, monkeypatch):
    tree, _asked = base

    def migrate(url):
        (tree / "first").write_text("migrated")
        (tree / "cms/pages/migrations/0002_more.py").write_text("more")

    monkeypatch.setattr(migrated, "migrate", migrate)
    migrated.make_sqlite(tree / "first")
    assert not (tree / "var").exists()


def test_only_the_newest_are_kept(base):
    tree, _asked = base
    written = tree / "written"
    written.write_text("migrated")
    folder = tree / "var" / "cache" / "tests"
    for number in range(migrated.KEPT + 2):
        migrated._keep(written, folder / f"{number}.sql")
    assert len(list(folder.iterdir())) == migrated.KEPT


@pytest.mark.postgresql
def test_what_cannot_be_read_is_migrated(base, monkeypatch):
    """Where it stops half-way nothing is left of it: the whole is one transaction."""
    _tree, asked = base
    path = migrated.kept(f"{migrated._server()}.sql")
    path.parent.mkdir(parents=True)
    path.write_text("SELECT nothing;")
    migrated.fill_postgresql("postgresql://nobody@127.0.0.1:1/nothing")
    assert asked == ["postgresql://nobody@127.0.0.1:1/nothing"]
