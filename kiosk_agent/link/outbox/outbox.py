"""What the server must still hear: on the disk before anybody is told "saved", gone only when the server has it."""

import json
import logging
import shutil
import sqlite3
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from kiosk_agent.errors import StorageFull
from kiosk_agent.link.outbox import outbox_file
from kiosk_agent.protocol.events import DraftSaved, Event, EventBody, JailFaulted
from kiosk_agent.protocol.limits import EVENTS_IN_BATCH, REQUEST_BYTES
from kiosk_agent.protocol.sessions import KeptDraft

logger = logging.getLogger(__name__)
BODY: TypeAdapter[EventBody] = TypeAdapter(EventBody)
# An event's own fields around its body, and the batch around its events.
ENVELOPE_BYTES = 300
# Deleting needs room too: the last of the disk is not given to new events.
RESERVE_BYTES = 8 * 1024 * 1024
# All but what `_not_to_send` names.
TO_SEND = "event_id NOT IN (SELECT value FROM json_each(?))"
HINT = "connect the kiosk to its server, then free or replace its data disk"
DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class OutboxDamaged(StorageFull):
    """The file turned out to be damaged; a new one is in its place by now."""


class Outbox:
    """An ordered queue on the disk. Not for several threads at once."""

    def __init__(
        self,
        folder: Path,
        now: Callable[[], datetime],
        *,
        limit_bytes: int = outbox_file.OUTBOX_BYTES,
        reserve_bytes: int = RESERVE_BYTES,
    ) -> None:
        """Open the outbox in `folder`, whatever state it is in. Raises StorageFull."""
        self._path = folder / outbox_file.OUTBOX_FILE
        self._now = now
        self._limit_bytes = limit_bytes
        self._reserve_bytes = reserve_bytes
        # Both only for this run: an event passed over is tried again by the next agent.
        self._handed_out = 0
        self._passed_over: dict[str, str | None] = {}
        # What the server has, and a full disk did not let go of yet.
        self._acknowledged: set[str] = set()
        self._connection = self._open()
        self._take_over_damaged()

    # --- what the tutor's side does ------------------------------------------------------------------------------

    def append(
        self,
        body: EventBody,
        *,
        event_id: str | None = None,
        sign_in_id: str | None = None,
        learner_id: str | None = None,
    ) -> None:
        """Keep an event; it is on the disk when this returns. The same `event_id` again changes nothing.

        A draft replaces the one just before it, if that is of the same exercise and nobody has sent it yet.
        Raises StorageFull: the event is not kept, and all earlier ones are.
        """
        if shutil.disk_usage(self._path.parent).free < self._reserve_bytes:
            raise _full("the kiosk's disk is nearly full")
        key = event_id or str(uuid.uuid4())
        try:
            self._append(body, key, sign_in_id, learner_id)
        except OutboxDamaged:
            self._append(body, key, sign_in_id, learner_id)

    def _append(self, body: EventBody, event_id: str, sign_in_id: str | None, learner_id: str | None) -> None:
        happened_at = self._now().isoformat()
        draft_of = f"{sign_in_id} {body.track}/{body.exercise}" if isinstance(body, DraftSaved) else None
        with self._transaction() as connection:
            if connection.execute("SELECT 1 FROM events WHERE event_id = ?", (event_id,)).fetchone():
                return
            last = connection.execute("SELECT sequence, draft_of FROM events ORDER BY sequence DESC LIMIT 1").fetchone()
            if draft_of and last and last[1] == draft_of and last[0] > self._handed_out:
                connection.execute("DELETE FROM events WHERE sequence = ?", (last[0],))
            connection.execute(
                "INSERT INTO events (event_id, happened_at, sign_in_id, learner_id, draft_of, body) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (event_id, happened_at, sign_in_id, learner_id, draft_of, body.model_dump_json()),
            )

    def drafts(self, learner_id: str) -> tuple[KeptDraft, ...]:
        """Return the drafts of a learner that the server has not got yet, oldest first."""
        rows = self._fetch(
            "SELECT happened_at, body FROM events WHERE learner_id = ? AND draft_of IS NOT NULL ORDER BY sequence",
            learner_id,
        )
        return tuple(draft for happened_at, body in rows if (draft := _kept_draft(happened_at, body)))

    # --- what the server's side does -----------------------------------------------------------------------------

    def batch(self, at_most: int = EVENTS_IN_BATCH) -> tuple[Event, ...]:
        """Return the oldest events that fit into one request, in their order."""
        self.acknowledge(())
        while True:
            known = len(self._passed_over)
            events = self._oldest(at_most)
            # However many cannot be read, those behind them go.
            if events or len(self._passed_over) == known:
                return events

    def _oldest(self, at_most: int) -> tuple[Event, ...]:
        rows: list[outbox_file.Row] = self._fetch(
            f"SELECT {outbox_file.COLUMNS} FROM events "  # noqa: S608 - a constant
            f"WHERE {TO_SEND} ORDER BY sequence LIMIT ?",
            self._not_to_send(),
            at_most,
        )
        events: list[Event] = []
        room = REQUEST_BYTES - ENVELOPE_BYTES
        for row in rows:
            event = self._parse(row)
            if event is None:
                continue
            room -= len(row[-1].encode()) + ENVELOPE_BYTES
            if room < 0:
                break
            events.append(event)
        if events:
            self._handed_out = max(self._handed_out, events[-1].sequence)
        return tuple(events)

    def _not_to_send(self) -> str:
        return json.dumps([*self._passed_over, *self._acknowledged])

    def _parse(self, row: outbox_file.Row) -> Event | None:
        sequence, event_id, happened_at, sign_in_id, _, _, body = row
        try:
            return Event(
                event_id=event_id,
                sequence=sequence,
                happened_at=datetime.fromisoformat(happened_at),
                sign_in_id=sign_in_id,
                body=BODY.validate_json(body),
            )
        except ValueError:
            # Without the error's own words: they would put a learner's text into the log.
            logger.error("event %s cannot be read and stays here", event_id)  # noqa: TRY400
            self.pass_over(event_id, sign_in_id)
            return None

    def acknowledge(self, event_ids: Iterable[str]) -> None:
        """Forget these: the server has them for good."""
        self._acknowledged.update(event_ids)
        if not self._acknowledged:
            return
        try:
            with self._transaction() as connection:
                named = [(event_id,) for event_id in self._acknowledged]
                connection.executemany("DELETE FROM events WHERE event_id = ?", named)
        except OutboxDamaged:
            pass  # what was salvaged goes again, and the server applies nothing twice
        except StorageFull as error:
            logger.warning("%s: what the server has already is kept for now", error.message)
            return
        self._acknowledged.clear()

    def pass_over(self, event_id: str, sign_in_id: str | None) -> None:
        """Keep an event that cannot be sent as it is, and let the others go on."""
        self._passed_over[event_id] = sign_in_id

    def waiting(self) -> int:
        """Return how many events the server has not got yet, without those that are held back."""
        query = f"SELECT COUNT(*) FROM events WHERE {TO_SEND}"  # noqa: S608 - a constant
        return int(self._fetch(query, self._not_to_send())[0][0])

    @property
    def held_sign_ins(self) -> frozenset[str]:
        """The sign-ins of events that cannot be read or sent, as far as this run has come across them."""
        return frozenset(sign_in_id for sign_in_id in self._passed_over.values() if sign_in_id)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    # --- the file ------------------------------------------------------------------------------------------------

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        connection = self._connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code in DAMAGED:
                connection.close()
                self._connection = self._open()
                self._take_over_damaged()
                raise OutboxDamaged(f"the outbox is damaged: {error}", hint=HINT) from error
            raise _full(f"the outbox cannot be written: {error}") from error

    def _fetch(self, query: str, *values: object) -> list[Any]:
        try:
            with self._transaction() as connection:
                return connection.execute(query, values).fetchall()
        except OutboxDamaged:
            with self._transaction() as connection:
                return connection.execute(query, values).fetchall()

    def _open(self) -> sqlite3.Connection:
        try:
            return self._open_file()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise _full(f"the outbox cannot be opened: {error}") from error
            folder = outbox_file.set_aside(self._path)
            logger.critical("the outbox was damaged (%s): it is kept in %s and a new one begins", error, folder)
            return self._open_file()

    def _open_file(self) -> sqlite3.Connection:
        # A new file's numbers begin above all that any earlier one can have given: milliseconds outrun events.
        first_sequence = int(self._now().timestamp() * 1000)
        return outbox_file.open_file(self._path, first_sequence=first_sequence, limit_bytes=self._limit_bytes)

    def _take_over_damaged(self) -> None:
        for folder in outbox_file.not_taken_over(self._path):
            rows = list(outbox_file.salvage(folder / self._path.name))
            with self._transaction() as connection:
                connection.executemany("INSERT OR IGNORE INTO events VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            self.append(JailFaulted(message=f"The kiosk's outbox was damaged; {len(rows)} events of it were saved."))
            outbox_file.mark_taken_over(folder)


def _kept_draft(happened_at: str, body: str) -> KeptDraft | None:
    try:
        draft = DraftSaved.model_validate_json(body)
    except ValidationError:
        # An earlier version's, or bits that flipped: `batch` says so. A learner can sign in all the same.
        return None
    saved_at = datetime.fromisoformat(happened_at)
    return KeptDraft(track=draft.track, exercise=draft.exercise, files=draft.files, saved_at=saved_at)


def _full(message: str) -> StorageFull:
    return StorageFull(message, hint=HINT)
