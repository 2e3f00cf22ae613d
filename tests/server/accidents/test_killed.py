"""The server killed as by a cut of the power, with a class at work: nothing is lost, doubled, or taken twice."""

import random
import sys
import threading
from datetime import timedelta
from http import HTTPStatus

import httpx
import pytest

from classroom_server.attempts import service as attempts
from kiosk_agent import process
from kiosk_agent.protocol.events import Event, EventBatch, EventReceipt, Fate
from kiosk_agent.protocol.paths import EVENTS_PATH, SIGN_INS_PATH
from kiosk_agent.protocol.problem import ProblemCode
from tests.support.server.kiosk_client import KioskClient, attempt, draft, problem
from tests.support.server.running_server import RunningServer
from tests.support.server.trainer_client import TrainerClient
from tests.support.waiting import LIMIT_SECONDS, LOOK_SECONDS, eventually


class Outbox(threading.Thread):
    """Sends batches as an agent does: the same one again until it is acknowledged."""

    def __init__(self, kiosk: KioskClient, sign_in_id: str) -> None:
        super().__init__()
        self.acknowledged: list[Event] = []
        self.enough = threading.Event()
        self._kiosk = kiosk
        self._sign_in_id = sign_in_id

    def run(self) -> None:
        while not self.enough.is_set():
            batch = [self._kiosk.event(self._sign_in_id, attempt(f"{number}")) for number in range(5)]
            batch.append(self._kiosk.event(self._sign_in_id, draft(batch[-1].event_id)))
            while not self._deliver(batch):
                self.enough.wait(LOOK_SECONDS)
            self.acknowledged += batch

    def _deliver(self, batch: list[Event]) -> bool:
        try:
            answer = self._kiosk.post(EVENTS_PATH, EventBatch(events=tuple(batch)).model_dump_json())
        except httpx.TransportError:
            return False
        if answer.status_code == HTTPStatus.UNAUTHORIZED:
            # It was signed before the server's start and arrived after it: an agent signs anew, and so does the loop.
            assert problem(answer).code is ProblemCode.CLOCK_SKEW
            return False
        fates = EventReceipt.model_validate_json(answer.content).fates
        assert set(fates.values()) <= {Fate.APPLIED, Fate.ALREADY_APPLIED}
        return len(fates) == len(batch)


def more_arrive(outbox: Outbox) -> None:
    before = len(outbox.acknowledged)
    eventually(lambda: len(outbox.acknowledged) > before, "batches arrive")


@pytest.mark.parametrize("kills", [4, pytest.param(30, marks=pytest.mark.full)])
def test_a_server_killed_in_the_middle_of_batches_loses_nothing_and_a_trainer_ends_the_session_at_once(
    server: RunningServer, kills: int
) -> None:
    trainer = TrainerClient.signed_in(server.url, server.room)
    token, slip, kiosk = trainer.form_token(), server.room.add_learner("7"), server.kiosk()
    session = server.room.start_session()
    outbox = Outbox(kiosk, kiosk.sign_in("7", slip.pin).sign_in_id)
    outbox.start()
    for _ in range(kills):
        more_arrive(outbox)
        threading.Event().wait(random.uniform(0, 0.05))  # noqa: S311 - any moment will do
        server.kill()
        server.start()
        trainer.end_session(session.session_id, token)
        session = server.room.start_session()
    outbox.enough.set()
    outbox.join(LIMIT_SECONDS)
    assert not outbox.is_alive()
    sent = {event.event_id for event in outbox.acknowledged if event.body.kind == "attempt"}
    with server.room.classroom.database.read() as work:
        kept = [one.attempt_id for one in attempts.latest(work, limit=1_000_000)]
    assert len(kept) == len(set(kept))
    assert sent == set(kept)
    folder = str(server.room.parts.settings.folder)
    said = process.run(
        [sys.executable, "-m", "classroom_server", "verify-log", "--folder", folder], timeout_seconds=LIMIT_SECONDS
    )
    assert "rows fit" in said


@pytest.mark.parametrize("ahead_seconds", [0, 1, 200])
def test_what_was_signed_before_a_restart_is_not_taken_after_it_whatever_its_date(
    server: RunningServer, ahead_seconds: int
) -> None:
    kiosk = server.kiosk()
    kiosk.signer.clock_off = timedelta(seconds=ahead_seconds)
    body = b'{"number": "1", "pin": "135790", "language": "en"}'
    request = kiosk.signer.signed(kiosk.http.build_request("POST", SIGN_INS_PATH, content=body))
    first = problem(kiosk.http.send(request, auth=None)).code
    assert first is (ProblemCode.CLOCK_SKEW if ahead_seconds > 1 else first)
    server.kill()
    server.start()
    assert problem(kiosk.http.send(request, auth=None)).code is ProblemCode.CLOCK_SKEW
