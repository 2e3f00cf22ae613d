"""Learner work as files by name; what judged an attempt by version; judgements whose facts are fields."""

import json
import re
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# The first version kept one text and not its name.
OLD_NAME = "program"
NO_VERSION = "0" * 64
_ROWS_AT_ONCE = 500
# As in "javascript (node 20.19.2)".
_TOOLCHAIN = re.compile(r"(?P<name>[a-z]{1,40}) \((?P<program>\S{1,40}) (?P<version>.{1,80})\)")
_REASONS = {
    "accepted": "tests_passed",
    "wrong_answer": "tests_not_passed",
    "compile_error": "broke_compiling",
    "runtime_error": "broke_loading",
    "internal_error": "machinery_fault",
}


def upgrade() -> None:
    """Name the text of each row, and put each judgement into its new shape."""
    for table in ("attempts", "drafts"):
        op.execute(f"ALTER TABLE {table} RENAME COLUMN source TO files")
    for column in ("exercise_version", "bundle_hash"):
        op.add_column("attempts", sa.Column(column, sa.String(length=64), nullable=True))
    for column, length in (("toolchain_name", 40), ("toolchain_program", 40), ("toolchain_version", 80)):
        op.add_column("attempts", sa.Column(column, sa.String(length=length), nullable=True))
    _carry_attempts()
    _carry_drafts()


def _carry_attempts() -> None:
    attempts = sa.table(
        "attempts",
        *map(
            sa.column, ("attempt_id", "files", "judgement", "toolchain_name", "toolchain_program", "toolchain_version")
        ),
    )
    change = (
        attempts.update()
        .where(attempts.c.attempt_id == sa.bindparam("of"))
        .values({name: sa.bindparam(f"new_{name}") for name in attempts.c.keys() if name != "attempt_id"})  # noqa: SIM118
    )
    for rows in _in_parts((attempts.c.attempt_id,), attempts.c.files, attempts.c.judgement):
        changed = []
        for row in rows:
            attempt_id, source, judgement = tuple(row)
            carried = carried_judgement(json.loads(judgement))
            facts = {f"new_toolchain_{fact}": carried["toolchain"][fact] for fact in ("name", "program", "version")}
            changed.append(
                {"of": attempt_id, "new_files": _named(source), "new_judgement": json.dumps(carried)} | facts
            )
        op.get_bind().execute(change, changed)


def _carry_drafts() -> None:
    key = ("sign_in_id", "track", "exercise")
    drafts = sa.table("drafts", *map(sa.column, (*key, "files")))
    change = (
        drafts.update()
        .where(*(drafts.c[name] == sa.bindparam(f"of_{name}") for name in key))
        .values(files=sa.bindparam("new_files"))
    )
    for rows in _in_parts(tuple(drafts.c[name] for name in key), drafts.c.files):
        changed = [
            {f"of_{name}": row[name] for name in key} | {"new_files": _named(row["files"])}
            for row in (row._mapping for row in rows)  # noqa: SLF001 - so it is named
        ]
        op.get_bind().execute(change, changed)


def _in_parts(key: tuple[sa.ColumnElement[Any], ...], *others: sa.ColumnElement[Any]) -> Iterator[list[sa.Row[Any]]]:
    """Yield rows in the order of `key`: a site's work of years need not fit into memory."""
    query = sa.select(*key, *others).order_by(*key).limit(_ROWS_AT_ONCE)
    rows = list(op.get_bind().execute(query))
    while rows:
        yield rows
        last = sa.tuple_(*(sa.literal(value) for value in tuple(rows[-1])[: len(key)]))
        rows = list(op.get_bind().execute(query.where(sa.tuple_(*key) > last)))


def _named(source: str) -> str:
    return json.dumps({OLD_NAME: source}, ensure_ascii=False)


def carried_judgement(old: dict[str, Any]) -> dict[str, Any]:
    """Return a judgement of the first version in the shape of this one; its messages stay as they were."""
    found = _TOOLCHAIN.fullmatch(old["toolchain"])
    toolchain = found.groupdict() if found else {"name": "unknown", "program": old["toolchain"][:40], "version": ""}
    reason = _REASONS.get(old["verdict"], "limit_reached")
    if old["verdict"] == "runtime_error" and old["results"]["tests"]:
        reason = "tests_not_passed"
    return old | {"toolchain": toolchain, "reason": reason, "exercise_version": NO_VERSION}
