"""What work costs the database, in counts, which a busy machine does not spoil."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import event

from classroom_server.core.database import Database, StoredRow

_STEPS_A_COUNT = 100


@dataclass
class Costs:
    """What was done in the block."""

    statements: int = 0
    steps: int = 0
    """Of SQLite's machine, to the nearest hundred: they grow with the rows that are looked at, found or not."""
    objects: int = 0
    """Of rows, as the mapper makes them: each costs as much as ten values."""


@contextmanager
def counted(database: Database) -> Iterator[Costs]:
    """Count what is done in the block, on connections that are opened in it."""
    costs = Costs()
    # Each counts by its own connections: those of before are in nobody's way.
    database.engine.dispose()
    listeners: tuple[tuple[object, str, Callable[..., None]], ...] = (
        (database.engine, "connect", lambda connection, _record: connection.set_progress_handler(step, _STEPS_A_COUNT)),
        (database.engine, "before_cursor_execute", lambda *_: add(costs, "statements")),
        (StoredRow, "load", lambda *_: add(costs, "objects")),
    )

    def step() -> int:
        costs.steps += _STEPS_A_COUNT
        return 0

    for target, name, listener in listeners:
        event.listen(target, name, listener, **({"propagate": True} if target is StoredRow else {}))
    try:
        yield costs
    finally:
        for target, name, listener in listeners:
            event.remove(target, name, listener)
        database.engine.dispose()


def add(costs: Costs, name: str) -> None:
    """Count one more."""
    setattr(costs, name, getattr(costs, name) + 1)
