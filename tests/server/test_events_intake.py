"""Attempts and drafts: applied once, refused with a reason, never dropped."""

import json
import tracemalloc
import uuid

import pytest

from classroom_server.attempts import service as attempts
from classroom_server.attempts import set_aside
from classroom_server.attempts.repository import VERSIONS_KEPT
from classroom_server.audit import service as audit
from classroom_server.core.database import Work
from classroom_server.sign_ins.tables import SignInLine
from kiosk_agent.protocol.events import DraftSaved, Event, Fate, JailFaulted
from kiosk_agent.protocol.limits import EVENTS_IN_BATCH, SOURCE_BYTES, WORK_FILES
from kiosk_agent.protocol.paths import EVENTS_PATH
from kiosk_agent.protocol.problem import ProblemCode
from kiosk_agent.protocol.results import Verdict
from tests.support.server.kiosk_client import KioskClient, attempt, draft, problem
from tests.support.server.rooms import TRAINER, ServedRoom
from tests.support.work import text_of, work_of

HOSTILE = "</script><img src=x onerror=alert(1)>\x1b[2J\u202e\x00 ŞȚ 🦊"


class Lesson:
    """A learner who is signed in at a kiosk."""

    def __init__(self, served: ServedRoom) -> None:
        self.served = served
        self.slip = served.add_learner("7")
        self.kiosk: KioskClient = served.kiosk()
        served.start_session()
        self.sign_in_id = self.kiosk.sign_in("7", self.slip.pin).sign_in_id

    def refusals(self) -> list[str]:
        with self.served.classroom.database.read() as work:
            rows = work.rows.connection().exec_driver_sql("SELECT reason FROM refused_events ORDER BY refusal_id")
            return [str(reason) for (reason,) in rows]


@pytest.fixture
def lesson(served: ServedRoom) -> Lesson:
    return Lesson(served)


def only(fates: dict[str, Fate]) -> Fate:
    (fate,) = fates.values()
    return fate


def test_a_batch_sent_again_is_applied_once(lesson: Lesson) -> None:
    events = [lesson.kiosk.event(lesson.sign_in_id, attempt(f"{number}")) for number in range(EVENTS_IN_BATCH)]
    assert set(lesson.kiosk.send(*events).fates.values()) == {Fate.APPLIED}
    assert set(lesson.kiosk.send(*events).fates.values()) == {Fate.ALREADY_APPLIED}
    assert set(lesson.kiosk.send(events[0], events[0]).fates.values()) == {Fate.ALREADY_APPLIED}
    assert lesson.served.count("attempts") == EVENTS_IN_BATCH


def test_an_attempt_is_kept_whole_whatever_is_in_it(lesson: Lesson) -> None:
    event = lesson.kiosk.event(lesson.sign_in_id, attempt(HOSTILE, Verdict.WRONG_ANSWER))
    assert only(lesson.kiosk.send(event).fates) is Fate.APPLIED
    with lesson.served.classroom.database.read() as work:
        whole = attempts.find(work, event.event_id)
        assert attempts.latest(work, lesson.slip.learner_id) == (whole.attempt,)
    assert (text_of(whole.files), whole.attempt.verdict) == (HOSTILE, Verdict.WRONG_ANSWER)


def test_a_sign_in_of_another_kiosk_is_refused_and_kept_with_the_reason(lesson: Lesson) -> None:
    thief = lesson.served.kiosk()
    event = thief.event(lesson.sign_in_id, attempt("stolen"))
    assert only(thief.send(event).fates) is Fate.REFUSED
    assert only(thief.send(event).fates) is Fate.REFUSED
    assert lesson.refusals() == ["sign_in_of_another_kiosk"]
    assert lesson.served.count("attempts") == 0
    with lesson.served.classroom.database.read() as work:
        assert event.event_id in [row.subject for row in audit.page(work) if row.action == "event_refused"]


def test_an_id_that_another_kiosk_used_is_refused(lesson: Lesson) -> None:
    thief = lesson.served.kiosk()
    event = lesson.kiosk.event(lesson.sign_in_id, attempt("mine"))
    lesson.kiosk.send(event)
    assert only(thief.send(event).fates) is Fate.REFUSED
    assert lesson.refusals() == ["event_id_taken"]


def draft_of(files: dict[str, str]) -> DraftSaved:
    """Return a draft of any files, as a kiosk that checks nothing would send it."""
    return DraftSaved.model_construct(track="javascript", exercise="stock-count", files=files)


def test_each_impossible_event_is_refused_and_the_good_ones_beside_it_are_applied(lesson: Lesson) -> None:
    make, here = lesson.kiosk.event, lesson.sign_in_id
    refused = [
        (make(str(uuid.uuid4()), draft("x")), "sign_in_unknown"),
        (make(None, draft("x")), "sign_in_needed"),
        (make(here, draft("x", "../../etc/passwd")), "name_unsuitable"),
        (make(here, DraftSaved(track="a\nb", exercise="x", files=work_of(""))), "name_unsuitable"),
        (make(here, draft("ș" * SOURCE_BYTES)), "too_large"),
        (make(here, draft_of({f"{each}.js": "x" * SOURCE_BYTES for each in "abc"})), "too_large"),
        (make(here, draft("x"), sequence=2**80), "event_invalid"),
        (make(here, draft_of({f"{each}.js": "x" for each in range(WORK_FILES + 1)})), "event_invalid"),
        (make(here, draft_of({"../../a.js": "x"})), "event_invalid"),
        (make(here, draft_of({"a.js": "x", "A.js": "y"})), "event_invalid"),
    ]
    good = make(here, attempt("good"))
    fates = lesson.kiosk.send(*(event for event, _ in refused), good).fates
    assert [fates[event.event_id] for event, _ in refused] == [Fate.REFUSED] * len(refused)
    assert fates[good.event_id] is Fate.APPLIED
    assert lesson.refusals() == [reason for _, reason in refused]


def test_an_event_of_a_newer_kiosk_is_refused_alone(lesson: Lesson) -> None:
    good = lesson.kiosk.event(lesson.sign_in_id, attempt("good"))
    strange = {"event_id": str(uuid.uuid4()), "kind": "telepathy"}
    body = json.dumps({"events": [strange, json.loads(good.model_dump_json())]})
    fates = lesson.kiosk.post(EVENTS_PATH, body).json()["fates"]
    assert fates == {strange["event_id"]: "refused", good.event_id: "applied"}


def test_a_batch_that_is_none_is_refused_whole(lesson: Lesson) -> None:
    one = json.loads(lesson.kiosk.event(lesson.sign_in_id, draft("x")).model_dump_json())
    batches: tuple[dict[str, object], ...] = (
        {"events": []},
        {"events": [one] * (EVENTS_IN_BATCH + 1)},
        {"events": [{}]},
        {"x": 1},
    )
    for batch in batches:
        assert problem(lesson.kiosk.post(EVENTS_PATH, json.dumps(batch))).code is ProblemCode.REQUEST_INVALID
    assert lesson.served.count("received_events") == 0


def test_work_done_while_the_server_was_away_is_kept_after_the_session(lesson: Lesson) -> None:
    done = lesson.kiosk.event(lesson.sign_in_id, attempt("offline"))
    session = lesson.served.open_session()
    assert session is not None
    lesson.served.end_session(session)
    assert only(lesson.kiosk.send(done).fates) is Fate.APPLIED


def test_the_room_shows_kiosk_learner_exercise_and_verdict(lesson: Lesson) -> None:
    events: list[Event] = [
        lesson.kiosk.event(lesson.sign_in_id, attempt("1", Verdict.WRONG_ANSWER)),
        lesson.kiosk.event(lesson.sign_in_id, attempt("2")),
        lesson.kiosk.event(None, JailFaulted(message="no jail")),
    ]
    lesson.kiosk.send(*events)
    (tile,) = lesson.served.view().tiles
    assert (tile.learner_name, tile.exercise, tile.last_verdict) == ("Learner 7", "values", Verdict.ACCEPTED)
    assert (tile.attempts, tile.jail_fault, tile.condition) == (2, "no jail", "away")
    lesson.kiosk.send(lesson.kiosk.event(lesson.sign_in_id, attempt("3")))
    assert lesson.served.view().tiles[0].jail_fault is None


def test_the_newest_versions_of_a_draft_are_kept_and_no_more(lesson: Lesson) -> None:
    kiosk, added = lesson.kiosk, [str(uuid.uuid4()) for _ in range(VERSIONS_KEPT + 2)]
    assert only(kiosk.send(kiosk.event(lesson.sign_in_id, draft("of long ago"))).fates) is Fate.APPLIED
    assert only(kiosk.send(kiosk.event(lesson.sign_in_id, draft("another", exercise="loops"))).fates) is Fate.APPLIED
    with lesson.served.classroom.database.write(TRAINER) as work:
        first = work.rows.query(SignInLine).one()
        for sign_in_id in added:
            work.rows.add(
                SignInLine(
                    sign_in_id=sign_in_id,
                    kiosk_id=first.kiosk_id,
                    learner_id=first.learner_id,
                    session_id=first.session_id,
                    language="en",
                    started_at=work.now,
                )
            )
            work.rows.flush()
    for number, sign_in_id in enumerate(added):
        kiosk.send(kiosk.event(sign_in_id, draft(f"version {number}")))
    # What is written on in an old version is no new one.
    kiosk.send(kiosk.event(added[-1], draft("the last words")))
    with lesson.served.classroom.database.read() as work:
        kept = draft_texts(work, lesson.slip.learner_id, "values")
        assert draft_texts(work, lesson.slip.learner_id, "loops") == ["another"]
    assert len(kept) == VERSIONS_KEPT
    assert (kept[0], kept[-1]) == ("the last words", "version 2")


def test_an_export_reads_attempts_a_piece_at_a_time_and_each_once(lesson: Lesson) -> None:
    database, many = lesson.served.classroom.database, 2 * attempts.ROWS_A_PIECE + 1
    body = attempt()
    events = [lesson.kiosk.event(lesson.sign_in_id, body) for _ in range(many)]
    for at in range(0, many, EVENTS_IN_BATCH):
        lesson.kiosk.send(*events[at : at + EVENTS_IN_BATCH])
    exported = attempts.each_of(database, lesson.slip.learner_id)
    first = next(exported)
    # It is newer than the first, so it moves none of what is still to be read.
    lesson.kiosk.send(lesson.kiosk.event(lesson.sign_in_id, body))
    ids = [first.attempt_id, *(each.attempt_id for each in exported)]
    assert sorted(ids) == sorted(event.event_id for event in events)


def test_a_list_of_what_is_set_aside_holds_one_text_at_a_time(lesson: Lesson) -> None:
    many, characters = 20, 500_000
    for _ in range(many):
        strange = json.dumps({"event_id": str(uuid.uuid4()), "kind": "x" * characters})
        assert lesson.kiosk.post(EVENTS_PATH, f'{{"events": [{strange}]}}').status_code == 200
    with lesson.served.classroom.database.read() as work:
        set_aside.newest(work, 2)  # What is made once is made.
        tracemalloc.start()
        listed = set_aside.newest(work)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert len(listed) == many
    assert peak < many * characters / 2


def draft_texts(work: Work, learner_id: str, exercise: str) -> list[str]:
    of_exercise = [each for each in attempts.draft_versions(work, learner_id) if each.exercise == exercise]
    wholes = [attempts.find_draft(work, each.sign_in_id, each.track, each.exercise) for each in of_exercise]
    return [text_of(whole.files) for whole in wholes]


def test_a_list_of_attempts_reads_none_of_their_texts(lesson: Lesson) -> None:
    many, characters = 20, 60_000
    for _ in range(many):
        lesson.kiosk.send(lesson.kiosk.event(lesson.sign_in_id, attempt("x" * characters)))
    with lesson.served.classroom.database.read() as work:
        attempts.latest(work)  # What is made once is made.
        tracemalloc.start()
        listed = attempts.latest(work, lesson.slip.learner_id)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert len(listed) == many
    assert peak < many * characters / 2
