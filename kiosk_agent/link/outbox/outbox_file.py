"""The outbox's SQLite file: how it is opened, bounded, and what is saved of one that is damaged.

WAL with synchronous=FULL: each commit is one append and one fsync of the log, and a torn tail is found by its checksum
and dropped. The rollback journal would need three fsyncs for the same promise, ten times a second on a slow stick.
locking_mode=EXCLUSIVE: one process, so no shared memory file to lose.
"""

import logging
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from kiosk_agent.files import sync_folder

logger = logging.getLogger(__name__)
OUTBOX_FILE = "outbox.sqlite3"
PAGE_BYTES = 4096
# A kiosk that is cut off for weeks fills this, not the disk: about 3,000 full-size submissions, or 100,000 usual ones.
OUTBOX_BYTES = 256 * 1024 * 1024
DAMAGED_FOLDERS_KEPT = 2
TAKEN_OVER = "taken-over"
SCHEMA = """
CREATE TABLE IF NOT EXISTS events (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id TEXT NOT NULL UNIQUE,
    happened_at TEXT NOT NULL,
    sign_in_id TEXT,
    learner_id TEXT,
    draft_of TEXT,
    body TEXT NOT NULL
);
"""
COLUMNS = "sequence, event_id, happened_at, sign_in_id, learner_id, draft_of, body"
Row = tuple[int, str, str, str | None, str | None, str | None, str]


def open_file(path: Path, *, first_sequence: int, limit_bytes: int = OUTBOX_BYTES) -> sqlite3.Connection:
    """Open the outbox, made with `first_sequence` if it is new. Raises sqlite3.Error."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA max_page_count = {limit_bytes // PAGE_BYTES}")
        if (found := connection.execute("PRAGMA quick_check(1)").fetchone()) != ("ok",):
            raise sqlite3.DatabaseError(f"quick_check: {found}")  # noqa: TRY301 - the same fault as SQLite's own
        connection.execute("BEGIN IMMEDIATE")
        for statement in SCHEMA.split(";"):
            connection.execute(statement)
        connection.execute(
            "INSERT INTO sqlite_sequence (name, seq) SELECT 'events', ? "
            "WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'events')",
            (first_sequence,),
        )
        connection.execute("COMMIT")
        sync_folder(path.parent)
    except BaseException:
        connection.close()
        raise
    return connection


def set_aside(path: Path) -> Path:
    """Move a damaged outbox out of the way, with its log, and return the folder it is in now."""
    earlier = _damaged(path)
    # The disk is bounded: of outboxes damaged one after the other the oldest goes.
    for folder in earlier[: max(0, len(earlier) + 1 - DAMAGED_FOLDERS_KEPT)]:
        shutil.rmtree(folder, ignore_errors=True)
    folder = path.with_name(f"{path.name}.damaged-{_number(earlier[-1]) + 1 if earlier else 1}")
    folder.mkdir(mode=0o700)
    for part in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        if part.exists():
            part.replace(folder / part.name)
    sync_folder(path.parent)
    return folder


def not_taken_over(path: Path) -> list[Path]:
    """Return the folders of damaged outboxes whose events were not yet carried over, oldest first."""
    return [folder for folder in _damaged(path) if not (folder / TAKEN_OVER).exists()]


def mark_taken_over(folder: Path) -> None:
    """Note that all that could be read of a damaged outbox is in the new one."""
    (folder / TAKEN_OVER).touch()
    sync_folder(folder)


def _damaged(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{path.name}.damaged-*"), key=_number)


def _number(folder: Path) -> int:
    return int(folder.name.rsplit("-", 1)[1])


def salvage(damaged: Path) -> Iterator[Row]:
    """Yield the events that can still be read of a damaged outbox, in order, until none can."""
    connection: sqlite3.Connection | None = None
    try:
        connection = sqlite3.connect(damaged)
        yield from connection.execute(
            f"SELECT {COLUMNS} FROM events ORDER BY sequence"  # noqa: S608 - a constant
        )
    except sqlite3.Error as error:
        logger.warning("the rest of the damaged outbox cannot be read: %s", error)
    finally:
        if connection:
            connection.close()
