"""New kiosks ask only while a trainer has opened the server for them; those that are known never notice."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from classroom_server.audit import service as audit
from classroom_server.core.errors import KioskRequestRefused
from classroom_server.housekeeping import move_times
from classroom_server.kiosks import enrolment_window, nonces, signatures
from classroom_server.kiosks.nonces import CurrentMark
from kiosk_agent.protocol.enrolment import Approval, EnrolmentRequest
from kiosk_agent.protocol.paths import ENROLMENTS_PATH
from kiosk_agent.protocol.problem import ProblemCode
from tests.support.server.kiosk_client import KioskClient, problem
from tests.support.server.rooms import TRAINER, Room, ServedRoom
from tests.support.server.trainer_client import TrainerClient
from tests.support.waiting import eventually

MINUTE = timedelta(minutes=1)


def stranger(served: ServedRoom) -> KioskClient:
    client = KioskClient(served.url, served.ca_path)
    client.signer.now = served.clock
    return client


def try_to_enrol(kiosk: KioskClient) -> ProblemCode | None:
    answer = kiosk.post(ENROLMENTS_PATH, EnrolmentRequest(public_key=kiosk.signer.key_id).model_dump_json())
    return problem(answer).code if answer.is_error else None


def actions(room: Room) -> list[tuple[str, str]]:
    with room.classroom.database.read() as work:
        return [(row.action, row.actor.split(":")[0]) for row in audit.page(work) if "enrol" in row.action]


def test_a_strangers_key_is_turned_away_with_the_next_step_and_leaves_nothing(served: ServedRoom) -> None:
    kiosk, rows = stranger(served), served.count("audit_rows")
    answer = kiosk.post(ENROLMENTS_PATH, EnrolmentRequest(public_key=kiosk.signer.key_id).model_dump_json())
    assert (answer.status_code, problem(answer).code) == (403, ProblemCode.ENROLMENT_CLOSED)
    assert "Open for new kiosks" in problem(answer).hint
    assert (served.count("kiosks"), served.count("audit_rows")) == (0, rows)
    kiosk.http.close()


def test_a_trainer_opens_and_closes_it_at_the_page(served: ServedRoom) -> None:
    trainer, kiosk, late = TrainerClient.signed_in(served.url, served), stranger(served), stranger(served)
    assert 'data-open="no"' in trainer.http.get("/kiosks").text
    trainer.post("/kiosks", "/kiosks/window/open")
    assert 'data-open="yes"' in trainer.http.get("/kiosks").text
    assert try_to_enrol(kiosk) is None
    trainer.post("/kiosks", "/kiosks/window/close")
    assert 'data-open="no"' in trainer.http.get("/kiosks").text
    assert (try_to_enrol(late), try_to_enrol(kiosk)) == (ProblemCode.ENROLMENT_CLOSED, None)
    assert actions(served) == [
        ("enrolment_closed", "account"),
        ("kiosk_enrolled", "kiosk"),
        ("enrolment_opened", "account"),
    ]
    for client in (trainer, kiosk, late):
        client.http.close()


def test_it_closes_by_itself_and_the_log_says_so(served: ServedRoom) -> None:
    served.clock.stop()
    served.open_for_kiosks()
    kiosk = stranger(served)
    served.clock.ahead = (enrolment_window.WINDOW_MINUTES + 1) * MINUTE
    assert try_to_enrol(kiosk) is ProblemCode.ENROLMENT_CLOSED
    eventually(lambda: actions(served)[0] == ("enrolment_closed", "clock"), "the log says that it closed")
    kiosk.http.close()


def test_it_is_neither_longer_nor_shorter_when_the_clock_is_set(room: Room) -> None:
    room.clock.stop()
    room.open_for_kiosks()
    room.clock.ahead = timedelta(days=1)
    with room.classroom.database.write(TRAINER) as work:
        move_times(work, room.clock.ahead)
        assert enrolment_window.closes_at(work) == work.now + enrolment_window.WINDOW_MINUTES * MINUTE


def test_kiosks_that_are_known_do_not_notice_that_it_is_closed(served: ServedRoom) -> None:
    approved, pending = served.kiosk(), served.kiosk(approved=False)
    pending.enrol()
    served.close_for_kiosks()
    assert (approved.enrol().approval, pending.enrol().approval) == (Approval.APPROVED, Approval.PENDING)
    with approved.stream() as events:
        assert next(events)[0] == "closed"


def test_however_many_strangers_ask_an_approved_kiosk_is_never_told_to_wait(
    served: ServedRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nonces, "NONCES_MAXIMUM", 10)
    approved, strangers = served.kiosk(), [served.kiosk(approved=False) for _ in range(40)]
    answers = [try_to_enrol(each) for each in strangers]
    assert ProblemCode.SLOW_DOWN in answers
    assert [try_to_enrol(approved) for _ in range(3)] == [None] * 3


def test_one_key_takes_no_other_keys_places() -> None:
    mark, now = CurrentMark(), datetime.now(UTC)
    store = nonces.NonceStore(mark, a_key=5)
    greedy = signatures.RequestSignature("a", now, f"{mark.at(now)}-n", b"")
    for number in range(5):
        store.check(dataclasses.replace(greedy, nonce=f"{mark.at(now)}{number}"), now)
    with pytest.raises(KioskRequestRefused, match="too many requests"):
        store.check(greedy, now)
    store.check(dataclasses.replace(greedy, public_key="b"), now)
