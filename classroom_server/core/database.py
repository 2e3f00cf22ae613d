"""The database: SQLite that survives a cut of the power, a request is in one transaction, and one writes at a time."""

import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Protocol

from sqlalchemy import DateTime, Dialect, MetaData, String, Table, create_engine, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from classroom_server.core.actors import NOBODY, Actor
from classroom_server.core.disk_reserve import DiskReserve
from classroom_server.core.errors import DatabaseBusy, DatabaseUnusable
from classroom_server.core.live.presence import Presence
from classroom_server.core.names import SORT_KEY_CHARACTERS
from classroom_server.core.steady_clock import SteadyClock
from kiosk_agent.errors import StorageFull

BUSY_TIMEOUT_MILLISECONDS = 10_000
INTEGER_MAXIMUM = 2**63 - 1
"""What a column holds; JSON and people's addresses allow larger ones."""
# Names that Alembic can refer to when a later migration changes a constraint.
CONSTRAINT_NAMES: Mapping[str, str] = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
# A write that the file system refused: the disk is full, or a quota or a file size limit is reached.
STORAGE_FAULTS: Final = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE)
_UNUSABLE = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR)


class StoredRow(DeclarativeBase):
    """What all tables are declared on."""

    metadata = MetaData(naming_convention=dict(CONSTRAINT_NAMES))


# Compared sign by sign in every database: PostgreSQL would go by the language of its machine.
SortKey: Final = String(SORT_KEY_CHARACTERS).with_variant(String(SORT_KEY_CHARACTERS, collation="C"), "postgresql")


class Moment(TypeDecorator[datetime]):
    """A point in time, kept in UTC and always aware in Python."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the value as the database keeps it."""
        del dialect
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the value as Python uses it."""
        del dialect
        return None if value is None else value.replace(tzinfo=UTC)

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], object] | None:
        """Return what makes a value the database's: SQLite's, in one step, since every event has four."""
        return _sqlite_moment if dialect.name == "sqlite" else super().bind_processor(dialect)


def _sqlite_moment(value: datetime | None) -> str | None:
    # As SQLAlchemy writes a DateTime, which has no zone.
    return None if value is None else value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


@dataclass
class Work:
    """One transaction: its rows, the server's time, who acts, and what to announce once it is committed."""

    rows: Session
    now: datetime
    actor: Actor
    topics: set[str] = field(default_factory=set)
    presence: Presence | None = None
    """Which kiosks are there; None in a command, which has none."""
    chain_end: tuple[int, str] | None = None
    """Sequence and hash of the last audit row, once this work has written one: nobody else can meanwhile."""
    sealer: "Sealer | None" = None
    """Who signs the log's head; None where the site has no keys yet."""
    audit_rows: list[dict[str, object]] = field(default_factory=list)
    """What the audit log gets; stored together, last of all, by what `finish` holds."""
    finish: list[Callable[["Work"], None]] = field(default_factory=list)
    """Done in this order just before the commit."""

    def announce(self, *topics: str) -> None:
        """Wake those who wait for these topics (see live/events.py), after the commit and only then."""
        self.topics.update(topics)


def table_of(row: type[StoredRow]) -> Table:
    """Return a row's table, for statements about many rows at once: an object for each would cost ten times as much."""
    table = row.__table__
    assert isinstance(table, Table)  # noqa: S101 - a class of ours is never mapped to anything else
    return table


def _publish_nothing(topics: frozenset[str]) -> None:
    del topics


class Sealer(Protocol):
    """Signs the head of the log."""

    def seal(self, work: Work, sequence: int, row_hash: str) -> None:
        """Keep the head, signed, in this same transaction."""

    def fits(self, sequence: int, row_hash: str, signature: str) -> bool:
        """Tell whether a signature is ours, of this head."""


class Turns:
    """A lock that is handed on in the order in which it was asked for: who writes all the time starves nobody.

    Who may not wait for those that wait already is the next.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._is_taken = False

    @contextmanager
    def taken(self, *, at_once: bool = False) -> Iterator[None]:
        """Have it for a block; `at_once` before all others that wait."""
        self._take(at_once=at_once)
        try:
            yield
        finally:
            self._hand_on()

    def _take(self, *, at_once: bool) -> None:
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return
            turn = threading.Lock()
            turn.acquire()
            if at_once:
                self._waiting.appendleft(turn)
            else:
                self._waiting.append(turn)
        # Released by the one before, who leaves the place taken for us.
        turn.acquire()

    def _hand_on(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False


class Database:
    """The rows of one classroom server. Safe to share between threads."""

    def __init__(
        self, url: str, clock: Callable[[], datetime] | None = None, reserve: DiskReserve | None = None
    ) -> None:
        self.sealer: Sealer | None = None
        """Signs the log's head with the site's key, in the transaction that moves it."""
        self.reserve = reserve
        """Of the disk that the database is on, if it is a file."""
        self.clock = clock or SteadyClock()
        """The only clock of a classroom."""
        self.presence: Presence | None = None
        """Of the server that these rows belong to."""
        self.publish: Callable[[frozenset[str]], None] = _publish_nothing
        """Called after each commit that announced something."""
        self.engine: Engine = create_engine(url, pool_size=24, max_overflow=40, hide_parameters=True)
        self._writing = self.engine.execution_options(begin="BEGIN IMMEDIATE")
        # SQLite's own waiting polls with growing pauses; turns are handed over at once and in order.
        self._writer = Turns()
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)

    @classmethod
    def at(cls, path: Path, clock: Callable[[], datetime] | None = None) -> "Database":
        """Open the SQLite file at `path`; only its owner may read it."""
        path.touch(mode=0o600, exist_ok=True)
        return cls(f"sqlite:///{path}", clock, DiskReserve(path.parent))

    @contextmanager
    def read(self) -> Iterator[Work]:
        """Give a transaction that sees one moment of the database. It never waits for a writer."""
        with _faults_named(), Session(self.engine) as rows, rows.begin():
            yield Work(rows, self.clock(), NOBODY, sealer=self.sealer)

    @contextmanager
    def write(self, actor: Actor, *, at_once: bool = False) -> Iterator[Work]:
        """Give a transaction that is committed, durably, at the end of the block, or undone by any exception.

        `at_once` is for what may not wait for others that wait to write.
        Raises StorageFull when the disk takes no more; nothing of the block is kept then.
        """
        if self.reserve is not None:
            self.reserve.give_if_needed()
        with (
            self._room_made(),
            self._writer.taken(at_once=at_once),
            _faults_named(),
            Session(self._writing, expire_on_commit=False) as rows,
            rows.begin(),
        ):
            rows.connection()
            work = Work(rows, self.clock(), actor, sealer=self.sealer, presence=self.presence)
            yield work
            for last_step in work.finish:
                last_step(work)
            if work.chain_end is not None and self.sealer is not None:
                self.sealer.seal(work, *work.chain_end)
        if work.topics:
            self.publish(frozenset(work.topics))

    @contextmanager
    def _room_made(self) -> Iterator[None]:
        """Let the next transaction find room where this one found none: from the reserve, and in the log of writes."""
        try:
            yield
        except StorageFull:
            if self.reserve is not None:
                self.reserve.give()
            with closing(self.engine.raw_connection()) as raw, suppress(sqlite3.Error):
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # We say BEGIN ourselves: the driver's own rules would split a transaction.
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        f"busy_timeout = {BUSY_TIMEOUT_MILLISECONDS}",
        "trusted_schema = OFF",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


@contextmanager
def _faults_named() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        code = getattr(error.orig, "sqlite_errorcode", None)
        if code in STORAGE_FAULTS:
            hint = "free some space on the server's disk; the kiosks keep their work until then"
            raise StorageFull("the server's disk takes no more", hint=hint) from error
        if code is None:
            raise
        if code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            hint = "end the other program that works in the server's folder (a copy, a viewer), then try again"
            raise DatabaseBusy("another program holds the database", hint=hint) from error
        if code & 0xFF == sqlite3.SQLITE_READONLY:
            hint = "give the folder and its files back to the server's account, and mount its disk for writing"
            raise DatabaseUnusable("the database may only be read", hint=hint) from error
        if code & 0xFF in _UNUSABLE:
            hint = "check the folder and the disk, then restore the latest backup"
            raise DatabaseUnusable(f"the database cannot be used: {error.orig}", hint=hint) from error
        raise
