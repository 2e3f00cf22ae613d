"""The stream of leases: at once, at each change, again after a cut, and never held by a client that is gone."""

import base64
import itertools
import json
import re
from contextlib import ExitStack
from datetime import timedelta

import pytest
from joserfc import jws
from joserfc.errors import BadSignatureError
from joserfc.jwk import OKPKey

from classroom_server.core.live.streams import COMMENT
from classroom_server.kiosks import service as kiosks
from classroom_server.rooms import service as rooms
from classroom_server.sessions import kiosk_api, leases
from classroom_server.sessions import service as sessions
from classroom_server.sessions.tables import SessionLine
from classroom_server.sign_ins import service as sign_ins
from kiosk_agent.protocol.paths import STREAM_PATH, TIME_PATH
from kiosk_agent.protocol.problem import ProblemCode
from kiosk_agent.protocol.sessions import Closed, SessionLease, SignInEnded
from tests.support.server.asked import attention, knowing
from tests.support.server.kiosk_client import problem
from tests.support.server.rooms import TRAINER, ServedRoom, lease_number
from tests.support.waiting import eventually


def opened(served: ServedRoom, token: str) -> dict[str, object]:
    """Return a token's payload, proved by the key that enrolment gave."""
    key = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": served.classroom.lease_public_key})
    payload: dict[str, object] = json.loads(jws.deserialize_compact(token, key, algorithms=["Ed25519"]).payload)
    return payload


def test_a_kiosk_is_closed_then_opened_and_closed_again_as_sessions_come_and_go(served: ServedRoom) -> None:
    served.add_learner("7")
    kiosk = served.kiosk()
    with kiosk.stream() as events:
        name, token = next(events)
        first = Closed.model_validate(opened(served, token))
        assert (name, first.kiosk_id) == ("closed", kiosk.enrol().kiosk_id)
        session = served.start_session(45)
        name, token = next(events)
        lease = SessionLease.model_validate(opened(served, token))
        assert (name, lease.session_id, lease.session_title) == ("lease", session.session_id, "Mornings")
        assert 44 * 60 < lease.remaining_seconds <= 45 * 60
        served.end_session(session)
        name, token = next(events)
        last = Closed.model_validate(opened(served, token))
        assert name == "closed"
        assert first.sequence < lease.sequence < last.sequence


def test_new_terms_come_alone_and_what_is_asked_beside_them_comes_behind(served: ServedRoom) -> None:
    served.add_learner("7")
    kiosk, session = knowing(served), served.start_session()
    attention(served)
    with kiosk.http.stream("GET", STREAM_PATH) as answer:
        # What the server sends in one go is a piece.
        pieces = (re.findall(rb"event: (\w+)", piece) for piece in answer.iter_raw() if piece != COMMENT)
        assert next(pieces)[:2] == [b"lease", b"orders"]
        served.end_session(session)
        assert [next(pieces), next(pieces)] == [[b"closed"], [b"orders"]]


def test_a_session_whose_time_is_over_closes_the_kiosk_without_anybody(served: ServedRoom) -> None:
    served.add_learner("7")
    kiosk = served.kiosk()
    served.clock.stop()
    session = served.start_session(1)
    served.clock.ahead = timedelta(seconds=59)
    with kiosk.stream() as events:
        assert next(events)[0] == "lease"
        served.clock.ahead = timedelta(seconds=61)
        assert next(events)[0] == "closed"

    def has_ended() -> bool:
        with served.classroom.database.read() as work:
            line = work.rows.get(SessionLine, session.session_id)
            return line is not None and line.ended_at == session.ends_at

    eventually(has_ended, "the clock ends the session in the log too")


def test_comments_and_leases_keep_coming_while_nothing_changes(
    served: ServedRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("classroom_server.core.live.streams.COMMENT_SECONDS", 0.1)
    monkeypatch.setattr("classroom_server.sessions.kiosk_api.LEASE_EVERY_SECONDS", 0.35)
    with served.kiosk().stream(with_comments=True) as events:
        names = [name for name, _ in itertools.islice(events, 9)]
    assert names.count("closed") >= 2
    assert names.count("") >= 4


def test_a_learner_who_is_signed_out_elsewhere_or_by_staff_is_told_even_after_a_cut(served: ServedRoom) -> None:
    slip, first, second = served.add_learner("7"), served.kiosk(), served.kiosk()
    served.start_session()
    here = first.sign_in("7", slip.pin).sign_in_id
    with first.stream() as events:
        assert next(events)[0] == "lease"
        there = second.sign_in("7", slip.pin).sign_in_id
        assert next(events)[0] == "lease"
        assert next(events) == ("signed_out", SignInEnded(sign_in_id=here).model_dump_json())
    with served.classroom.database.write(TRAINER) as work:
        sign_ins.end_by_staff(work, there)
    with second.stream() as events:
        next(events)
        assert next(events) == ("signed_out", SignInEnded(sign_in_id=there).model_dump_json())


def test_a_stream_that_is_cut_is_noticed_and_resumes_with_the_present_terms(served: ServedRoom) -> None:
    served.add_learner("7")
    kiosk = served.kiosk()
    kiosk_id = kiosk.kiosk_id
    presence = served.classroom.presence
    with kiosk.stream() as events:
        next(events)
        assert presence.is_connected(kiosk_id)
    eventually(lambda: not presence.is_connected(kiosk_id), "the server sees that the kiosk is gone")
    served.start_session()
    with kiosk.stream() as events:
        assert next(events)[0] == "lease"
        assert served.view().tiles[0].condition == "open"


def test_a_kiosk_whose_approval_is_taken_back_locks_and_loses_its_stream(served: ServedRoom) -> None:
    served.add_learner("7")
    kiosk = served.kiosk()
    served.start_session()
    with kiosk.stream() as events:
        assert next(events)[0] == "lease"
        with served.classroom.database.write(TRAINER) as work:
            kiosks.refuse(work, kiosk.kiosk_id)
        assert [name for name, _ in events] == ["closed"]


def test_a_session_of_another_room_says_nothing_to_a_kiosk(served: ServedRoom) -> None:
    served.add_learner("7")
    kiosk = served.kiosk()
    with served.classroom.database.write(TRAINER) as work:
        there = rooms.add(work, "Workshop").room_id
    with kiosk.stream() as events:
        assert next(events)[0] == "closed"
        with served.classroom.database.write(TRAINER) as work:
            elsewhere = sessions.start(work, there, served.cohort_id(), 60)
        served.end_session(elsewhere)
        session = served.start_session()
        name, token = next(events)
        assert name == "lease"
        assert SessionLease.model_validate(opened(served, token)).session_id == session.session_id


def test_a_kiosk_that_is_moved_hears_of_its_new_rooms_sessions_and_no_more_of_the_old_ones(served: ServedRoom) -> None:
    served.add_learner("7")
    kiosk = served.kiosk()
    with served.classroom.database.write(TRAINER) as work:
        there = rooms.add(work, "Workshop").room_id
    with kiosk.stream() as events:
        assert next(events)[0] == "closed"
        with served.classroom.database.write(TRAINER) as work:
            kiosks.put(work, kiosk.kiosk_id, there)
        assert next(events)[0] == "closed"
        served.end_session(served.start_session())
        with served.classroom.database.write(TRAINER) as work:
            session = sessions.start(work, there, served.cohort_id(), 60)
        name, token = next(events)
        assert name == "lease"
        assert SessionLease.model_validate(opened(served, token)).session_id == session.session_id
        served.end_session(session)
        assert next(events)[0] == "closed"


def test_more_streams_than_threads_hold_neither_thread_nor_transaction(served: ServedRoom) -> None:
    served.add_learner("7")
    kiosk = served.kiosk()
    with kiosk.http.stream("GET", STREAM_PATH):
        streams = [served.kiosk(name=f"Seat {number}") for number in range(8)]
        opened_streams = [client.http.send(client.http.build_request("GET", STREAM_PATH), stream=True)
                          for client in streams for _ in range(8)]  # fmt: skip
        try:
            session = served.start_session()
            assert served.classroom.database.engine.pool.checkedout() <= 4  # type: ignore[attr-defined]
            served.end_session(session)
            assert kiosk.http.get(TIME_PATH, auth=None).status_code == 200
        finally:
            for answer in opened_streams:
                answer.close()


def test_one_key_holds_no_more_streams_than_a_kiosk_may_need(served: ServedRoom) -> None:
    kiosk = served.kiosk()
    with ExitStack() as opened_streams:
        held = [opened_streams.enter_context(kiosk.stream()) for _ in range(kiosk_api.STREAMS_MAXIMUM)]
        assert {next(events)[0] for events in held} == {"closed"}
        with kiosk.http.stream("GET", STREAM_PATH) as answer:
            answer.read()
        assert (answer.status_code, problem(answer).code) == (429, ProblemCode.SLOW_DOWN)
        with served.kiosk().stream() as events:
            assert next(events)[0] == "closed"


def test_lease_numbers_grow_over_restarts(served: ServedRoom) -> None:
    key = served.parts.lease_giver._key
    numbers = []
    for _ in range(3):
        giver = leases.LeaseGiver(served.classroom.database, key)
        numbers += [lease_number(giver) for _ in range(3)]
    assert numbers == sorted(set(numbers))


def test_a_lease_that_was_changed_does_not_fit_its_signature(served: ServedRoom) -> None:
    with served.kiosk().stream() as events:
        _, token = next(events)
    header, payload, signature = token.split(".")
    terms = json.loads(base64.urlsafe_b64decode(payload + "=="))
    terms["sequence"] += 1
    forged = base64.urlsafe_b64encode(json.dumps(terms).encode()).rstrip(b"=").decode()
    with pytest.raises(BadSignatureError):
        opened(served, f"{header}.{forged}.{signature}")
