"""Rows added in bulk are the rows that SQLAlchemy's own insert would add."""

from datetime import UTC, datetime, timedelta, timezone

from sqlalchemy import Column, Integer, MetaData, String, Table, create_engine, insert, select, text

from classroom_server.core.bulk_insert import BulkInsert
from classroom_server.core.database import Moment

ROWS = [
    {"number": number, "at": at, "said": said}
    for number, (at, said) in enumerate(
        [
            (datetime(2026, 3, 1, 9, 30, tzinfo=UTC), "ñ"),
            (datetime(2026, 3, 1, 9, 30, 0, 250, tzinfo=timezone(timedelta(hours=-5))), "'; drop"),
            (None, None),
        ]
    )
]


def test_bulk_rows_are_stored_as_single_ones() -> None:
    tables = [
        Table(name, MetaData(), Column("number", Integer), Column("at", Moment), Column("said", String))
        for name in ("single", "bulk")
    ]
    single, bulk = tables
    with create_engine("sqlite://").begin() as rows:
        for table in tables:
            table.create(rows)
        for row in ROWS:
            rows.execute(insert(single).values(row))
        BulkInsert(bulk).add(rows, ROWS)
        BulkInsert(bulk).add(rows, [])
        stored = [rows.execute(text(f"SELECT number, at, said FROM {table.name}")).all() for table in tables]  # noqa: S608
        assert stored[0] == stored[1]
        read = [tuple(row) for row in rows.execute(select(bulk))]
    assert read == [(row["number"], row["at"], row["said"]) for row in ROWS]
    # As SQLAlchemy writes a DateTime: what stood in the file before is read and compared as ever.
    assert stored[1][1][1] == "2026-03-01 14:30:00.000250"
