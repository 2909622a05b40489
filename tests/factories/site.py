"""Sites that are set up. The first of its kind in a process is made by `set_up_site` itself; the
next get its rows again, as they were written, in a hundredth of the time."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection
from psycopg.sql import SQL, Identifier
from wagtail.models import Site

from cms.pages.services import draft_legal_pages, set_up_site

Rows = dict[str, tuple[str, ...]]


@dataclass
class Rewritten:
    """A table before and after; COPY's own text, so that nothing is read as something else."""

    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass
class Keeper:
    """What each kind of making changed in the database that this process has to itself.

    The rows keep their ids: sequences of a database never go back, so nothing else has them.
    """

    kept: dict[tuple[object, ...], dict[str, Rewritten]] = field(default_factory=dict)

    def make(self, kind: tuple[object, ...], really: Callable[[], object]) -> None:
        """Do `really`, or write what it once wrote if it would meet the same rows now."""
        if connection.vendor != "postgresql":
            really()
            return
        known = self.kept.get(kind)
        if known is not None and self._finds(known):
            for table, rows in known.items():
                self._rewrite(table, rows)
            return
        tables = connection.introspection.table_names()
        before = {table: read(table) for table in tables}
        really()
        # An earlier test may have left other rows, such as after a flush: the newest are kept.
        self.kept[kind] = {
            table: Rewritten(rows, now)
            for table, rows in before.items()
            if (now := read(table)) != rows
        }

    def _finds(self, known: dict[str, Rewritten]) -> bool:
        return all(read(table) == rows.before for table, rows in known.items())

    def _rewrite(self, table: str, rows: Rewritten) -> None:
        added = rows.after
        with connection.cursor() as cursor:
            if rows.after[: len(rows.before)] == rows.before:
                added = rows.after[len(rows.before) :]
            else:
                cursor.execute(SQL("DELETE FROM {}").format(Identifier(table)))
            with cursor.copy(SQL("COPY {} FROM STDIN").format(Identifier(table))) as copy:
                copy.write("".join(added))


def read(table: str) -> tuple[str, ...]:
    """Return the rows of a table, in an order of their own."""
    rows = SQL("COPY (SELECT * FROM {} ORDER BY 1) TO STDOUT").format(Identifier(table))
    with connection.cursor() as cursor, cursor.copy(rows) as copy:
        return tuple(bytes(row).decode() for row in copy)


keeper = Keeper()


def make_site(
    languages: list[str], *, name: str = "Fledge", intro: str = "", legal: bool = False
) -> Site:
    """Return the site that `set_up_site` makes of an empty database, with the legal drafts."""

    def really() -> None:
        set_up_site(name, languages=languages, intro=intro)
        if legal:
            draft_legal_pages()

    given = (settings.WAGTAILADMIN_BASE_URL, settings.DEFAULT_CURRENCY, settings.LANGUAGE_CODE)
    keeper.make((name, tuple(languages), intro, legal, *given), really)
    Site.clear_site_root_paths_cache()
    return Site.objects.get(is_default_site=True)
