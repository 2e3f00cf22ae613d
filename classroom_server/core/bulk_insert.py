"""Adding many rows in one statement, for what comes in by the thousand.

SQLAlchemy's own way prepares each value of each row through several functions; here a column's type is asked once. The
statement and what becomes of a value are still SQLAlchemy's.
"""

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Table, insert

Processor = Callable[[Any], Any] | None


class BulkInsert:
    """Adds rows to one table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def add(self, rows: Connection, added: Sequence[Mapping[str, object]]) -> None:
        """Add rows, all with the columns of the first. Does nothing when there are none."""
        if not added:
            return
        statement, columns = self._prepared(rows.dialect, tuple(added[0]))
        values = [
            tuple([row[name] if processor is None else processor(row[name]) for name, processor in columns])
            for row in added
        ]
        rows.exec_driver_sql(statement, values)

    @functools.cache  # noqa: B019 - each of these lives as long as the program
    def _prepared(self, dialect: Dialect, names: tuple[str, ...]) -> tuple[str, Sequence[tuple[str, Processor]]]:
        statement = insert(self._table).compile(dialect=dialect, column_keys=list(names))
        order = statement.positiontup or ()
        return str(statement), [(name, self._table.c[name].type.bind_processor(dialect)) for name in order]
