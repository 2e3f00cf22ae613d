"""Everyone out: told first, written next, by whatever the server is held up; and the reason afterwards."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http import HTTPStatus

import pytest
from anyio import to_thread
from starlette.types import ASGIApp, Receive, Scope, Send

from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.everyone_out import service
from classroom_server.everyone_out.schemas import EveryoneOut
from classroom_server.room_page.needs import NeedCause, gather
from classroom_server.rooms import service as rooms
from classroom_server.sessions import service as sessions
from kiosk_agent.errors import StorageFull
from tests.support.server.rooms import TRAINER, Room, ServedRoom
from tests.support.server.trainer_client import TrainerClient
from tests.support.waiting import eventually

THREADS = 3
REQUESTS = THREADS + 2


def out(served: ServedRoom) -> str:
    return f"/rooms/{served.first_room_id()}/out"


def said(ana: TrainerClient, path: str, token: str) -> str:
    """Press it on a page that was opened before, as its script does; return what it says."""
    answer = ana.http.post(path, data={"form_token": token}, headers={"accept": "application/json"})
    assert answer.status_code == HTTPStatus.OK, answer.text
    return str(answer.json()["text"])


def outs(served: ServedRoom) -> tuple[EveryoneOut, ...]:
    with served.classroom.database.read() as work:
        return service.without_reason(work, served.first_room_id())


def newest_actions(served: ServedRoom, count: int) -> list[str]:
    """Return them, the oldest first."""
    with served.classroom.database.read() as work:
        return [row.action for row in audit.page(work, limit=count)][::-1]


def word(events: Iterator[tuple[str, str]]) -> str:
    """Return the name of the next thing that a kiosk is told; signs of life pass."""
    return next(name for name, _ in events if name)


@contextmanager
def held(served: ServedRoom) -> Iterator[None]:
    """Let another program hold the database against all who write."""
    holder = sqlite3.connect(served.parts.settings.database_path, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        holder.execute("ROLLBACK")
        holder.close()


def test_every_kiosk_of_the_room_locks_and_nobody_is_signed_in(served: ServedRoom, ana: TrainerClient) -> None:
    slip, first, second = served.add_learner("1"), served.kiosk(name="Kiosk 1"), served.kiosk(name="Kiosk 2")
    third, _never_on = served.kiosk(name="Kiosk 3"), served.kiosk(name="Kiosk 4")
    with third.stream() as events:
        next(events)
    eventually(lambda: not served.classroom.presence.is_connected(third.kiosk_id), "its cable is out")
    session, token = served.start_session(), ana.form_token()
    with first.stream() as at_first, second.stream() as at_second:
        assert [word(events) for events in (at_first, at_second)] == ["lease", "lease"]
        first.sign_in(slip.number, slip.pin)
        assert word(at_first) == "lease"
        text = said(ana, out(served), token)
        assert [word(events) for events in (at_first, at_second)] == ["closed", "closed"]
    assert "2 of 4 kiosks answer and lock now" in text
    assert "Go to those that were there and do not answer: Kiosk 3." in text
    assert served.open_session() is None
    assert [tile.sign_in_id for tile in served.view().tiles] == [None] * 4
    assert newest_actions(served, 3) == [Action.EVERYONE_SENT_OUT, Action.SIGN_IN_ENDED, Action.SESSION_ENDED]
    assert [each.session_id for each in outs(served)] == [session.session_id]


def test_it_leads_back_to_the_room_without_a_script(served: ServedRoom, ana: TrainerClient) -> None:
    served.add_learner("1")
    served.start_session()
    here = f"/rooms/{served.first_room_id()}"
    assert f'href="{out(served)}"' in ana.http.get(here).text
    answer = ana.post(out(served), out(served))
    assert (answer.status_code, answer.headers["location"]) == (HTTPStatus.SEE_OTHER, here)
    assert "0 of 0 kiosks answer" in ana.http.get(here).text


def test_a_colleague_who_was_faster_is_no_fault(served: ServedRoom, ana: TrainerClient) -> None:
    served.add_learner("1")
    served.end_session(served.start_session())
    assert "every kiosk is locked" in said(ana, out(served), ana.form_token())
    assert outs(served) == ()


def test_only_the_room_that_it_is_pressed_for_is_emptied(served: ServedRoom, ana: TrainerClient) -> None:
    served.add_learner("1")
    with served.classroom.database.write(TRAINER) as work:
        other = rooms.add(work, "Workshop").room_id
        sessions.start(work, other, served.cohort_id(), 60)
    served.start_session()
    said(ana, out(served), ana.form_token())
    with served.classroom.database.read() as work:
        assert set(sessions.in_rooms(work)) == {other}
        assert service.without_reason(work, other) == ()


def test_kiosks_are_told_while_another_program_holds_the_database(served: ServedRoom, ana: TrainerClient) -> None:
    served.add_learner("1")
    kiosk = served.kiosk()
    served.start_session()
    path, token = out(served), ana.form_token()
    with ThreadPoolExecutor() as pool, kiosk.stream() as events:
        assert word(events) == "lease"
        with held(served):
            pressed = pool.submit(said, ana, path, token)
            assert word(events) == "closed"
            assert not pressed.done()
        assert "1 of 1 kiosk answers" in pressed.result()
    assert served.open_session() is None


def with_few_threads(app: ASGIApp) -> ASGIApp:
    """Let pages have so few threads that a test can have them all wait."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        to_thread.current_default_thread_limiter().total_tokens = THREADS
        await app(scope, receive, send)

    return answer


def test_it_goes_before_all_who_wait_and_needs_no_thread_of_theirs(room: Room) -> None:
    served = ServedRoom(room, around=with_few_threads)
    served.start()
    served.add_learner("1")
    ana, kiosk = TrainerClient.signed_in(served.url, served), served.kiosk()
    served.start_session()
    path, token, database = out(served), ana.form_token(), served.classroom.database

    def add_cohort(number: int) -> None:
        ana.http.post("/cohorts", data={"form_token": token, "name": f"Cohort {number}"})

    with ExitStack() as stack:
        stack.callback(served.stop)
        pool = stack.enter_context(ThreadPoolExecutor(REQUESTS + 1))
        events = stack.enter_context(kiosk.stream())
        assert word(events) == "lease"
        with database.write(TRAINER):
            for number in range(REQUESTS):
                pool.submit(add_cohort, number)
            eventually(lambda: len(database._writer._waiting) >= THREADS, "every thread of the pages waits to write")
            first = database._writer._waiting[0]
            pressed = pool.submit(said, ana, path, token)
            assert word(events) == "closed"
            eventually(lambda: database._writer._waiting[0] is not first, "it is the next to write")
        pressed.result()
    with database.read() as work:
        rows = [row.action for row in audit.page(work)][::-1]
    assert rows.index(Action.EVERYONE_SENT_OUT) < rows.index(Action.COHORT_ADDED, rows.index(Action.SESSION_STARTED))


def test_what_cannot_be_written_is_told_all_the_same_and_is_written_at_the_next_press(
    served: ServedRoom, ana: TrainerClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    served.add_learner("1")
    kiosk = served.kiosk()
    served.start_session()
    token = ana.form_token()

    def find_no_room(*_facts: object) -> None:
        raise StorageFull("the disk takes no more", hint="free some space")

    with kiosk.stream() as events:
        assert word(events) == "lease"
        with monkeypatch.context() as full:
            full.setattr(service, "send_out", find_no_room)
            assert "told to lock" in said(ana, out(served), token)
        assert word(events) == "closed"
        assert served.open_session() is not None
        assert "1 of 1 kiosk answers" in said(ana, out(served), token)
    assert served.open_session() is None


def test_the_room_asks_why_until_somebody_has_said_so(served: ServedRoom, ana: TrainerClient) -> None:
    served.add_learner("1")
    served.start_session()
    said(ana, out(served), ana.form_token())
    (sent,) = outs(served)
    here, page = f"/rooms/{served.first_room_id()}", f"/out/{sent.out_id}"
    assert [need.cause for need in gather(served.view())] == [NeedCause.EVERYONE_OUT]
    assert f'href="{page}"' in ana.http.get(here).text
    assert ana.post(page, page, note="no reason chosen").status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    refused = ana.post(page, page, reason="drill", note="turned \u202e round")
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "checked" in refused.text
    assert ana.post(page, page, reason="alarm", note=" The  bell. ").headers["location"] == here
    assert outs(served) == ()
    assert gather(served.view()) == ()
    assert ana.post(here, page, reason="mistake").headers["location"] == here
    assert "given the reason already" in ana.http.get(here).text
    assert "fire or another alarm" in ana.http.get(page).text
    with served.classroom.database.read() as work:
        row = next(row for row in audit.page(work) if row.action == Action.REASON_GIVEN)
    assert '"reason":"alarm"' in row.facts
    assert "bell" not in row.facts
