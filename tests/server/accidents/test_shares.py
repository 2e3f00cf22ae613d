"""What one kiosk, one slow sender or a full disk may take of the server, and no more."""

import asyncio
from collections.abc import Iterator

import pytest
from starlette.types import Message, Receive, Scope, Send

from classroom_server.attempts import kiosk_api as attempts
from classroom_server.core.disk_reserve import RESERVE_BYTES, RESERVE_FILE, DiskReserve
from classroom_server.core.errors import KioskRequestRefused
from classroom_server.core.limits import body_limit
from kiosk_agent.protocol.events import EventBatch
from kiosk_agent.protocol.paths import EVENTS_PATH
from kiosk_agent.protocol.problem import ProblemCode
from tests.support.server.kiosk_client import attempt, problem
from tests.support.server.rooms import Room, ServedRoom
from tests.support.server.trainer_client import PASSWORD, TrainerClient
from tests.support.skipped_time import run_skipping


@pytest.fixture
def small_quota(room: Room, monkeypatch: pytest.MonkeyPatch) -> Iterator[ServedRoom]:
    """Give a room in which a kiosk may send 100 kB, and next to nothing more."""
    monkeypatch.setattr(attempts, "QUOTA_BYTES", 100_000)
    monkeypatch.setattr(attempts, "QUOTA_BYTES_A_SECOND", 1)
    serving = ServedRoom(room)
    serving.start()
    yield serving
    serving.stop()


def test_a_kiosk_that_sends_more_than_a_class_makes_is_told_to_wait_and_no_other_one(small_quota: ServedRoom) -> None:
    slips = [small_quota.add_learner(number) for number in ("7", "8")]
    greedy, honest = small_quota.kiosk(), small_quota.kiosk()
    small_quota.start_session()
    here, there = greedy.sign_in("7", slips[0].pin).sign_in_id, honest.sign_in("8", slips[1].pin).sign_in_id
    greedy.send(greedy.event(here, attempt("x" * 60_000)))
    more = EventBatch(events=(greedy.event(here, attempt("x" * 60_000)),)).model_dump_json()
    answer = greedy.post(EVENTS_PATH, more)
    assert (answer.status_code, problem(answer).code) == (429, ProblemCode.SLOW_DOWN)
    assert (problem(answer).retry_after_seconds or 0) > 0
    honest.send(honest.event(there, attempt("x" * 60_000)))
    assert small_quota.count("attempts") == 2


def test_on_a_full_disk_kiosks_wait_with_their_work_and_each_act_of_staff_is_done(served: ServedRoom) -> None:
    slip, kiosk, other = served.add_learner("7"), served.kiosk(), served.kiosk()
    session = served.start_session()
    sign_in_id = kiosk.sign_in("7", slip.pin).sign_in_id
    trainer, free = TrainerClient.signed_in(served.url, served), [1 << 40]
    folder = served.parts.settings.folder
    # As a disk tells it: the place that is kept counts as taken.
    reserve = DiskReserve(folder, lambda _: free[0] - (RESERVE_BYTES if (folder / RESERVE_FILE).exists() else 0))
    (folder / RESERVE_FILE).touch()
    served.classroom.database.reserve, free[0] = reserve, RESERVE_BYTES
    work = EventBatch(events=(kiosk.event(sign_in_id, attempt("mine")),)).model_dump_json()
    assert kiosk.post(EVENTS_PATH, work).status_code == 507
    for page, path in (
        ("/", f"/sessions/{session.session_id}/minutes"),
        (f"/learners/{slip.learner_id}", f"/sign-ins/{sign_in_id}/end"),
        ("/kiosks", f"/kiosks/{other.kiosk_id}/refuse"),
        ("/", f"/sessions/{session.session_id}/end"),
        ("/", "/sign-out"),
    ):
        assert trainer.post(page, path, more="10").status_code == 303, path
    assert trainer.sign_in("Ana", PASSWORD).status_code == 303
    assert not (folder / RESERVE_FILE).exists()
    assert kiosk.post(EVENTS_PATH, work).status_code == 507
    free[0] = 1 << 40
    assert kiosk.post(EVENTS_PATH, work).status_code == 200
    assert served.count("attempts") == 1


@pytest.mark.parametrize("path", [EVENTS_PATH, "/learners/import"])
def test_a_body_that_is_trickled_in_ends_after_its_time_however_often_some_of_it_comes(path: str) -> None:
    async def reads_all(_scope: Scope, receive: Receive, _send: Send) -> None:
        while (await receive()).get("more_body"):
            pass

    async def trickle() -> Message:
        await asyncio.sleep(5)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def never(_message: Message) -> None:
        raise AssertionError

    scope = {"type": "http", "path": path, "headers": [(b"content-length", b"1000")]}
    with pytest.raises(KioskRequestRefused, match="took longer than 60 seconds") as refused:
        run_skipping(body_limit.BodyLimit(reads_all)(scope, trickle, never))
    assert refused.value.status == 408
    assert refused.value.problem.hint
