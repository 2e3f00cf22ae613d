"""A kiosk whose key somebody has makes work up in the name of who sits or sat there: all go on as before."""

import json

import pytest

from classroom_server.attempts import batch, progress, set_aside
from classroom_server.attempts.schemas import UnreadableEvent
from kiosk_agent.protocol.events import EventBody
from kiosk_agent.protocol.limits import EVENTS_IN_BATCH, LOCAL_MESSAGE_BYTES, TESTS_IN_RESULTS
from kiosk_agent.protocol.results import Comparison, ReportedTest, Results
from kiosk_agent.protocol.sessions import SignInReply
from tests.support.server.kiosk_client import KioskClient, attempt, draft
from tests.support.server.rooms import ServedRoom

A_LONG_NAME = "x" * 90


class Lesson:
    """A learner at the kiosk of somebody who has its key."""

    def __init__(self, served: ServedRoom) -> None:
        self.served = served
        self.slip = served.add_learner("7")
        served.start_session()
        self.kiosk: KioskClient = served.kiosk()
        self.sign_in_id = self.sign_in().sign_in_id

    def sign_in(self) -> SignInReply:
        return self.kiosk.sign_in("7", self.slip.pin)

    def send(self, *bodies: EventBody) -> None:
        for start in range(0, len(bodies), EVENTS_IN_BATCH):
            part = bodies[start : start + EVENTS_IN_BATCH]
            self.kiosk.send(*(self.kiosk.event(self.sign_in_id, body) for body in part))


@pytest.fixture
def lesson(served: ServedRoom) -> Lesson:
    return Lesson(served)


def test_a_learner_signs_in_however_many_exercises_were_passed_in_their_name(lesson: Lesson) -> None:
    lesson.send(attempt(exercise="honest"))
    lesson.send(*(attempt(exercise=f"{number}{A_LONG_NAME}") for number in range(progress.PASSED_SENT + 100)))
    reply = lesson.sign_in()
    assert len(reply.passed) == progress.PASSED_SENT
    assert "javascript/honest" in reply.passed
    # A kiosk's parts hand it to each other as one message, but for the drafts.
    assert len(reply.model_copy(update={"drafts": ()}).model_dump_json()) < LOCAL_MESSAGE_BYTES / 2


def test_a_learner_signs_in_however_many_drafts_are_kept_in_their_name(lesson: Lesson) -> None:
    lesson.send(*(draft("x" * 60_000, exercise=f"long{number}") for number in range(100)))
    assert 0 < len(lesson.sign_in().drafts) < 100
    lesson.send(*(draft("x", exercise=f"short{number}") for number in range(progress.DRAFTS_SENT + 50)))
    drafts = lesson.sign_in().drafts
    assert {each.exercise[:5] for each in drafts} == {"short"}
    assert len(drafts) == progress.DRAFTS_SENT


def test_the_largest_work_of_an_honest_kiosk_is_read(lesson: Lesson) -> None:
    test = ReportedTest(name="n", status="fail", message="m", compared=Comparison(expected="1", received="2"))
    made = attempt()
    results = Results(status="fail", tests=(test,) * TESTS_IN_RESULTS)
    judgement = made.judgement.model_copy(update={"results": results})
    event = lesson.kiosk.event("s", made.model_copy(update={"judgement": judgement}))
    assert batch.read_event(json.loads(event.model_dump_json())) == event


def test_vast_work_is_looked_at_no_further_than_it_takes_to_know(
    lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = json.loads(lesson.kiosk.event("s", attempt()).model_dump_json())
    event["body"]["judgement"]["results"]["tests"] = [1] * 100_000
    # What would name each of its faults is not asked at all.
    monkeypatch.delattr(batch, "_EVENT")
    assert isinstance(batch.read_event(event), UnreadableEvent)


def test_a_list_of_what_is_set_aside_reads_no_long_one(lesson: Lesson) -> None:
    for size in (1, set_aside.READ_FOR_A_LIST):
        lesson.kiosk.send(lesson.kiosk.event("nobody", draft("x" * size)))
    with lesson.served.classroom.database.read() as work:
        listed = set_aside.newest(work)
    assert [(each.kind, each.exercise) for each in listed] == [("", ""), ("draft", "values")]
