"""The database held by another program, for writing or for good: said, outlived, and nothing forgotten."""

import logging
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

import pytest

from classroom_server.core import database as databases
from classroom_server.core.errors import DatabaseBusy, DatabaseUnusable
from classroom_server.sessions.tables import SessionLine
from kiosk_agent.protocol.paths import ENROLMENTS_PATH
from tests.support.server.kiosk_client import problem
from tests.support.server.rooms import TRAINER, Room, ServedRoom, open_room
from tests.support.waiting import eventually


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """Give a classroom that waits for a lock no longer than a test has patience for."""
    monkeypatch.setattr(databases, "BUSY_TIMEOUT_MILLISECONDS", 50)
    opened = open_room(tmp_path / "classroom")
    yield opened
    opened.classroom.database.close()


def hold(room: Room) -> sqlite3.Connection:
    holder = sqlite3.connect(room.parts.settings.database_path, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    return holder


def test_a_session_still_ends_by_itself_after_the_database_was_held(
    served: ServedRoom, caplog: pytest.LogCaptureFixture
) -> None:
    served.add_learner("7")
    session = served.start_session(1)
    caplog.set_level(logging.ERROR, logger="classroom_server")
    holder = hold(served)
    served.clock.ahead = timedelta(minutes=2)
    eventually(lambda: "housekeeping could not be done" in caplog.text, "housekeeping says that it cannot")
    holder.execute("ROLLBACK")

    def has_ended() -> bool:
        with served.classroom.database.read() as work:
            line = work.rows.get(SessionLine, session.session_id)
            return line is not None and line.ended_at is not None

    eventually(has_ended, "the session ends once the database is free")
    holder.close()


def test_a_held_database_is_named_with_the_next_step(served: ServedRoom) -> None:
    kiosk = served.kiosk(approved=False)
    holder = hold(served)
    with pytest.raises(DatabaseBusy, match="another program"), served.classroom.database.write(TRAINER):
        pass
    answer = kiosk.http.post(ENROLMENTS_PATH, json={"public_key": kiosk.signer.key_id})
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "another program" in problem(answer).message
    assert problem(answer).hint
    holder.execute("ROLLBACK")
    holder.close()
    assert kiosk.enrol().kiosk_id


def test_a_database_that_may_only_be_read_is_named(room: Room) -> None:
    with room.classroom.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(DatabaseUnusable, match="only be read"):
        room.create_account("Ana")
