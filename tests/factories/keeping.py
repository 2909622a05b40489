"""Rows that many tests begin with: made once by the services, then written again as they were."""

import copy
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from django.core.cache import cache
from django.db import connection, transaction
from psycopg.sql import SQL, Identifier

Rows = tuple[str, ...]
Made = TypeVar("Made")
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
        # What is done after a commit is not done in a test's transaction, and its rows are missing.
        kind = (connection.in_atomic_block, *kind)
        known = self.kept.get(kind)
        if known and all(read(table) == rows for table, rows in known.before.items()):
            with unasked():
                for table, rows in known.after.items():
                    rewrite(table, known.before[table], rows)
            # Nobody is told of rows that are written so: what was remembered may be of others.
            cache.clear()
        else:
            # The test before may have begun with other rows: the newest count.
            self.kept[kind] = self._watch(really)

    def _watch(self, really: Callable[[], object]) -> Kept:
        before = read_all()
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


def read(table: str) -> Rows:
    """Return the rows of a table, in an order of their own."""
    rows = SQL("COPY (SELECT * FROM {} ORDER BY 1) TO STDOUT").format(Identifier(table))
    with connection.cursor() as cursor, cursor.copy(rows) as copy:
        return tuple(bytes(row).decode() for row in copy)


def read_all() -> dict[str, Rows]:
    """Return the rows of every table."""
    return {table: read(table) for table in connection.introspection.table_names()}


def rewrite(table: str, before: Rows, after: Rows) -> None:
    """Bring a table that holds `before` to `after`."""
    with connection.cursor() as cursor:
        if after[: len(before)] == before:
            after = after[len(before) :]
        else:
            cursor.execute(SQL("DELETE FROM {}").format(Identifier(table)))
        with cursor.copy(SQL("COPY {} FROM STDIN").format(Identifier(table))) as copy:
            copy.write("".join(after))


@contextmanager
def unasked() -> Iterator[None]:
    """Write tables in any order: references are not asked for before all of them are written."""
    if connection.in_atomic_block:
        # They are deferred to the end of the transaction.
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            # All of it at once, so no reference is without its row in the end.
            cursor.execute("SET LOCAL session_replication_role = replica")
        yield


def put_back(pristine: dict[str, Rows]) -> None:
    """Bring every table back to what it held: what a test committed is gone."""
    changed = {table: now for table, rows in pristine.items() if (now := read(table)) != rows}
    with unasked():
        for table, now in changed.items():
            rewrite(table, now, pristine[table])


keeper = Keeper()
_made: dict[tuple[object, ...], object] = {}


def once(kind: tuple[object, ...], make: Callable[[], Made]) -> Made:
    """Return what `make` makes: models, and rows in the database that it alone writes.

    The next test that begins with the same rows gets the same again, as it was made. So this is
    for a fixture that comes first in its tests, and that makes everybody whom it needs itself.
    """

    key = (connection.in_atomic_block, *kind)

    def really() -> None:
        _made[key] = make()

    keeper.make(("once", *kind), really)
    # What a test writes on the objects must not reach the next.
    return copy.deepcopy(_made[key])
