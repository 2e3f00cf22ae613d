"""Kiosks keep the newest head of the log that they were given: a log that was cut or written anew is found out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from classroom_server import commands, log_check
from classroom_server.audit import seals
from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from kiosk_agent.protocol.log_head import LogHead
from tests.support.server.kiosk_client import KioskClient
from tests.support.server.rooms import TRAINER, Room, ServedRoom, open_room
from tests.support.server.trainer_client import TrainerClient
from tests.support.waiting import LIMIT_SECONDS, LOOK_SECONDS

CUT = "DELETE FROM audit_rows WHERE sequence > 4"
WRITTEN_ANEW = "UPDATE audit_rows SET row_hash = substr(row_hash, 2) || substr(row_hash, 1, 1) WHERE sequence > 4"


@pytest.fixture
def kiosk(served: ServedRoom) -> KioskClient:
    """Give a kiosk that keeps the head of a log of some rows."""
    for number in range(3):
        served.add_learner(str(number))
    client = served.kiosk(name="Window seat")
    linked(client)
    return client


def linked(client: KioskClient) -> LogHead:
    """Link as a kiosk does, up to the first head that the server gives."""
    client.enrol()
    before, client.log_head = client.log_head, None
    with client.stream(with_comments=True) as events:
        for _ in events:
            if client.log_head is not None:
                break
    assert client.log_head is not None, before
    return client.log_head


def test_no_head_is_sent_beside_what_somebody_waits_for(served: ServedRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("classroom_server.core.live.streams.COMMENT_SECONDS", LIMIT_SECONDS)
    monkeypatch.setattr("classroom_server.sessions.kiosk_api.LEASE_EVERY_SECONDS", LIMIT_SECONDS)
    served.add_learner("7")
    client = served.kiosk()
    with client.stream() as events:
        assert next(events)[0] == "closed"
        session = served.start_session()
        assert next(events)[0] == "lease"
        of_the_link = client.log_head
        assert of_the_link is not None
        served.end_session(session)
        assert next(events)[0] == "closed"
        assert client.log_head == of_the_link


def test_a_new_head_comes_with_the_next_sign_of_life(served: ServedRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("classroom_server.core.live.streams.COMMENT_SECONDS", LOOK_SECONDS)
    monkeypatch.setattr("classroom_server.sessions.kiosk_api.LEASE_EVERY_SECONDS", LIMIT_SECONDS)
    client = served.kiosk()
    with client.stream(with_comments=True) as events:
        next(name for name, _ in events if client.log_head is not None)
        of_the_link = client.log_head
        served.add_learner("7")
        served.start_session()
        next(name for name, _ in events if client.log_head != of_the_link)


def change(room: Room, tampering: str) -> None:
    """Change the log as whoever has the disk can, and let the server sign what is there now."""
    with room.classroom.database.engine.begin() as connection:
        connection.execute(text(tampering))
        connection.execute(text("DELETE FROM log_seal"))


def reason(room: Room) -> str | None:
    with room.classroom.database.read() as work:
        found = log_check.verify(work)
    return found.reason if found.broken_at is not None else None


def test_a_log_that_goes_on_holds_what_kiosks_were_given(served: ServedRoom, kiosk: KioskClient) -> None:
    for _ in range(2):
        served.add_learner(f"1{kiosk.log_head.sequence if kiosk.log_head else 0}")
        linked(kiosk)
    assert reason(served) is None


@pytest.mark.parametrize("tampering", [CUT, WRITTEN_ANEW])
def test_a_kiosk_finds_out_that_the_log_was_cut_or_written_anew(
    served: ServedRoom, kiosk: KioskClient, tampering: str
) -> None:
    given = kiosk.log_head
    assert given is not None
    change(served, tampering)
    linked(kiosk)
    linked(kiosk)
    with served.classroom.database.read() as work:
        told = [row for row in audit.page(work) if row.action == Action.LOG_CONTRADICTED]
        problems = list(log_check.contradictions(work, told))
    assert len(told) == 1
    assert problems == [
        (
            f"Window seat was given the signed head of row {given.sequence}, which the log does not hold"
            f" (row {told[0].sequence})"
        )
    ]
    trainer = TrainerClient.signed_in(served.url, served)
    assert f"It keeps the seal of row {given.sequence}" in trainer.http.get("/").text
    assert "Window seat keeps the seal" in trainer.http.get("/log").text
    trainer.http.close()


def test_the_check_of_the_log_names_the_kiosk(served: ServedRoom, kiosk: KioskClient) -> None:
    change(served, CUT)
    # Nothing else of the log is wrong now: it ends earlier, and goes on from there.
    with served.classroom.database.engine.begin() as connection:
        connection.execute(text("DELETE FROM kiosks WHERE name <> 'Window seat'"))
    kiosk.enrol()
    assert "Window seat was given" in (reason(served) or "it fits")


def test_a_head_that_the_site_never_signed_is_nothing(served: ServedRoom, kiosk: KioskClient) -> None:
    assert kiosk.log_head is not None
    kiosk.log_head = kiosk.log_head.model_copy(update={"row_hash": "0" * 64})
    kiosk.enrol()
    kiosk.log_head = kiosk.log_head.model_copy(update={"sequence": 2**63 - 1})
    kiosk.enrol()
    assert reason(served) is None


@pytest.fixture
def restored(room: Room, tmp_path: Path) -> Iterator[tuple[Room, LogHead]]:
    """Give a room that was restored from a backup, and a head of after that."""
    file = tmp_path / "backup"
    commands.back_up(room.parts.settings, file)
    room.add_learner("7")
    with room.classroom.database.read() as work:
        later = seals.newest(work)
    assert later is not None
    folder = room.parts.settings.folder
    folder.rename(tmp_path / "broken")
    commands.restore(file, room.parts.settings)
    opened = open_room(folder)
    yield opened, later
    opened.classroom.database.close()


def test_a_restored_backup_explains_what_kiosks_were_given_after_it(restored: tuple[Room, LogHead]) -> None:
    served, later = ServedRoom(restored[0]), restored[1]
    served.start()
    client = served.kiosk()
    client.log_head = later
    client.enrol()
    assert reason(served) is None
    served.stop()


def test_a_server_that_starts_on_a_changed_log_says_so_in_it(room: Room) -> None:
    room.add_learner("7")
    with room.classroom.database.engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_rows WHERE sequence > 2"))
    room.classroom.database.close()
    database = commands.open_database(room.parts.settings)
    commands.note_start(database)
    with database.write(TRAINER) as work:
        audit.record(work, Action.LOGGED_OUT)
    with database.read() as work:
        assert "did not fit its signed head when the server started" in log_check.verify(work).reason
    database.close()
