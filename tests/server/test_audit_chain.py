"""The audit log holds together, and shows when it was touched."""

import pytest
from sqlalchemy import text

from classroom_server.__main__ import main
from classroom_server.audit import service as audit
from classroom_server.audit.schemas import ChainState
from tests.support.server.rooms import Room


@pytest.fixture
def filled(room: Room) -> Room:
    for number in range(4):
        room.add_learner(str(number))
    return room


def state(room: Room) -> ChainState:
    with room.classroom.database.read() as work:
        return audit.verify(work)


def test_an_untouched_log_fits(filled: Room) -> None:
    found = state(filled)
    assert found.broken_at is None
    assert found.rows == filled.count("audit_rows") >= 10


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit_rows SET actor = 'account:somebody' WHERE sequence = 5",
        "UPDATE audit_rows SET at = '2020-01-01 00:00:00.000000' WHERE sequence = 5",
        "UPDATE audit_rows SET facts = '{}' WHERE sequence = 5",
        "UPDATE audit_rows SET row_hash = replace(row_hash, substr(row_hash, 1, 1), 'x') WHERE sequence = 5",
        "DELETE FROM audit_rows WHERE sequence = 5",
        "DELETE FROM audit_rows WHERE sequence < 5",
    ],
)
def test_a_row_that_was_changed_or_taken_out_is_found(filled: Room, tampering: str) -> None:
    with filled.classroom.database.engine.begin() as connection:
        connection.execute(text(tampering))
    assert state(filled).broken_at in (1, 5)


def test_rows_cut_off_at_the_end_show_beside_an_earlier_note(filled: Room) -> None:
    noted = state(filled)
    with filled.classroom.database.engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_rows WHERE sequence > 5"))
    assert state(filled).rows < noted.rows


def test_the_command_says_whether_the_log_fits(filled: Room, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(filled.parts.settings.folder)
    assert main(["verify-log", "--folder", folder]) == 0
    assert state(filled).head in capsys.readouterr().out
    with filled.classroom.database.engine.begin() as connection:
        connection.execute(text("UPDATE audit_rows SET subject = 'x' WHERE sequence = 3"))
    assert main(["verify-log", "--folder", folder]) == 1
    said = capsys.readouterr().err
    assert "row 3 was changed" in said
    assert "next:" in said


def test_a_folder_without_a_log_is_said_to_be_none(tmp_path: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify-log", "--folder", str(tmp_path)]) == 2
    assert "--folder" in capsys.readouterr().err
