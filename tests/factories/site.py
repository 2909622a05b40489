"""Sites that are set up. The first of its kind in a process is made by `set_up_site` itself; the
next get its rows again, as they were written, in a hundredth of the time."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection
from psycopg.sql import SQL, Identifier
from wagtail.models import Locale, Site

from cms.pages.services import draft_legal_pages, set_up_site

Rows = tuple[str, ...]
TABLE = re.compile(r'(?:FROM|JOIN|INTO|UPDATE) "(\w+)"')


@dataclass
class Kept:
    """What was there in the tables that a making asked or wrote, and what it left in those that
    it changed; in COPY's own text, so that nothing is read as something else."""

    before: dict[str, Rows]
    after: dict[str, Rows]


@dataclass
class Keeper:
    """What each kind of making changed in the database that this process has to itself.

    The rows keep their ids: sequences of a database never go back, so nothing else has them.
    """

    kept: dict[tuple[object, ...], Kept] = field(default_factory=dict)

    def make(self, kind: tuple[object, ...], really: Callable[[], object]) -> None:
        """Do `really`, or write what it once wrote if it would meet the same rows now."""
        if connection.vendor != "postgresql":
            really()
            return
        known = self.kept.get(kind)
        if known and all(read(table) == rows for table, rows in known.before.items()):
            for table, rows in known.after.items():
                self._rewrite(table, known.before[table], rows)
        else:
            # An earlier test may have left other rows, such as after a flush: the newest count.
            self.kept[kind] = self._watch(really)

    def _watch(self, really: Callable[[], object]) -> Kept:
        before = {table: read(table) for table in connection.introspection.table_names()}
        touched: set[str] = set()

        def note(execute, sql, *rest):
            touched.update(TABLE.findall(str(sql)))
            return execute(sql, *rest)

        with connection.execute_wrapper(note):
            really()
        after = {table: now for table in before if (now := read(table)) != before[table]}
        # A table that triggers or SQL of another form wrote was touched as well.
        touched = (touched & set(before)) | set(after)
        return Kept({table: before[table] for table in touched}, after)

    def _rewrite(self, table: str, before: Rows, after: Rows) -> None:
        with connection.cursor() as cursor:
            if after[: len(before)] == before:
                after = after[len(before) :]
            else:
                cursor.execute(SQL("DELETE FROM {}").format(Identifier(table)))
            with cursor.copy(SQL("COPY {} FROM STDIN").format(Identifier(table))) as copy:
                copy.write("".join(after))


def read(table: str) -> Rows:
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


def make_languages(*codes: str) -> None:
    """Let the site speak these beside its own; a site that is made afterwards finds them."""

    def really() -> None:
        for code in codes:
            Locale.objects.get_or_create(language_code=code)

    keeper.make(("languages", *codes), really)
