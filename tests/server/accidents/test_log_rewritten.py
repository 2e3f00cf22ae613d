"""The log cut, emptied or written anew, and rows put beside it: the check of the log finds each."""

import hashlib
import json
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import text

from classroom_server import commands, log_check
from classroom_server.audit import service as audit
from tests.support.server.kiosk_client import attempt
from tests.support.server.rooms import Room, ServedRoom


@pytest.fixture
def filled(served: ServedRoom) -> Room:
    slip = served.add_learner("7")
    kiosk = served.kiosk()
    served.start_session()
    kiosk.send(kiosk.event(kiosk.sign_in("7", slip.pin).sign_in_id, attempt("mine")))
    served.kiosk(approved=False).enrol()
    served.create_account("Ana")
    return served


def reason(room: Room) -> str | None:
    found = commands.verify_log(room.parts.settings)
    return found.reason if found.broken_at is not None else None


def test_a_log_and_what_it_tells_of_fit(filled: Room) -> None:
    assert reason(filled) is None


@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        ("DELETE FROM audit_rows WHERE sequence > 5", "the last ones are gone"),
        ("DELETE FROM audit_rows", "the last ones are gone"),
        ("DELETE FROM log_seal", "not signed"),
        (
            "UPDATE log_seal SET sequence = 5, row_hash = (SELECT row_hash FROM audit_rows WHERE sequence = 5)",
            "no sign",
        ),
        ("UPDATE attempts SET verdict = 'wrong_answer'", "was changed"),
        ("UPDATE attempts SET files = '{}'", "was changed"),
        ("UPDATE attempts SET judgement = replace(judgement, 'pass', 'fail')", "was changed"),
        ("UPDATE attempts SET learner_id = 'another'", "was changed"),
        ("UPDATE attempts SET sign_in_id = 'another'", "was changed"),
        ("UPDATE attempts SET exercise = 'loops'", "was changed"),
        ("UPDATE attempts SET made_at = '2020-01-01 09:00:00.000000'", "was changed"),
        ("DELETE FROM attempts", "is gone"),
        ("UPDATE kiosks SET approval = 'approved'", "nobody approved it"),
        ("UPDATE kiosks SET public_key = 'x' WHERE approval = 'approved'", "nobody approved it"),
        (
            "INSERT INTO accounts SELECT 'x', 'x', 'x', password_hash, 0, created_at, one_time_until FROM accounts",
            "nobody created it",
        ),
    ],
)
def test_what_was_done_to_the_files_shows(filled: Room, tampering: str, said: str) -> None:
    # As another program that opens the file: no foreign key stands in its way.
    with closing(sqlite3.connect(filled.parts.settings.database_path)) as rows:
        rows.execute(tampering)
        rows.commit()
    assert said in (reason(filled) or "it fits")


def test_a_log_written_anew_with_hashes_that_fit_does_not_fit_its_signed_head(filled: Room) -> None:
    with filled.classroom.database.engine.begin() as connection:
        head = audit.FIRST_HASH
        rows = connection.execute(text("SELECT * FROM audit_rows ORDER BY sequence")).mappings().all()
        for row in rows:
            actor = "kiosk:somebody" if row["sequence"] == 3 else row["actor"]
            at = f"{row['at'].replace(' ', 'T')}+00:00"
            content = [row["sequence"], at, actor, row["act"], row["subject"], row["facts"], head]
            text_of = json.dumps(content, sort_keys=True, separators=(",", ":"))
            new = hashlib.sha256(text_of.encode()).hexdigest()
            connection.execute(
                text("UPDATE audit_rows SET actor = :a, previous_hash = :p, row_hash = :h WHERE sequence = :s"),
                {"a": actor, "p": head, "h": new, "s": row["sequence"]},
            )
            head = new
    with filled.classroom.database.read() as work:
        assert "not the one that was signed" in log_check.verify(work).reason
