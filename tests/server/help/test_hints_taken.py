"""Hints that learners took: kept once, shown beside their attempts, and a reason to be looked after."""

import json
from collections.abc import Iterator

import pytest

from classroom_server.room_page.needs import NeedCause, gather
from kiosk_agent.protocol.events import Event, Fate, HintTaken
from kiosk_agent.protocol.limits import HINTS
from kiosk_agent.protocol.paths import EVENTS_PATH
from kiosk_agent.protocol.results import Verdict
from tests.support.server.kiosk_client import KioskClient, attempt
from tests.support.server.rooms import ServedRoom
from tests.support.server.trainer_client import TrainerClient


class AtWork:
    """A learner at one exercise."""

    def __init__(self, served: ServedRoom) -> None:
        self.served = served
        self.slip = served.add_learner("7")
        self.kiosk: KioskClient = served.kiosk()
        self.kiosk_id = self.kiosk.kiosk_id
        served.start_session()
        self.sign_in()

    def sign_in(self) -> None:
        self.sign_in_id = self.kiosk.sign_in(self.slip.number, self.slip.pin).sign_in_id

    def hint(self, number: int, of: int = 2, exercise: str = "values") -> Event:
        body = HintTaken(track="javascript", exercise=exercise, number=number, of=of)
        return self.kiosk.event(self.sign_in_id, body)

    def try_it(self, verdict: Verdict = Verdict.WRONG_ANSWER) -> Event:
        event = self.kiosk.event(self.sign_in_id, attempt(verdict=verdict))
        self.kiosk.send(event)
        return event

    def needs(self) -> list[NeedCause]:
        return [need.cause for need in gather(self.served.view())]


@pytest.fixture
def ana(served: ServedRoom) -> Iterator[AtWork]:
    at_work = AtWork(served)
    with at_work.kiosk.stream() as events:
        next(events)
        yield at_work


def test_a_hint_is_kept_once_though_it_is_sent_and_taken_again(ana: AtWork) -> None:
    first = ana.hint(1)
    assert set(ana.kiosk.send(first, ana.hint(1)).fates.values()) == {Fate.APPLIED}
    assert set(ana.kiosk.send(first).fates.values()) == {Fate.ALREADY_APPLIED}
    ana.sign_in()
    assert set(ana.kiosk.send(ana.hint(1), ana.hint(2), ana.hint(1, exercise="stock")).fates.values()) == {Fate.APPLIED}
    assert ana.served.count("hints_taken") == 3


@pytest.mark.parametrize(
    "facts", [{"number": 3}, {"number": 0}, {"number": HINTS + 1, "of": HINTS + 1}, {"of": -1}, {"number": 10**80}]
)
def test_a_hint_that_cannot_be_is_set_aside(ana: AtWork, facts: dict[str, int]) -> None:
    event = json.loads(ana.hint(1).model_dump_json())
    event["body"] |= facts
    fates = ana.kiosk.post(EVENTS_PATH, json.dumps({"events": [event]})).json()["fates"]
    assert fates == {event["event_id"]: "refused"}
    assert ana.served.count("hints_taken") == 0


def test_whoever_has_all_hints_and_still_does_not_pass_needs_somebody(ana: AtWork) -> None:
    ana.try_it()
    ana.kiosk.send(ana.hint(1), ana.hint(2))
    assert ana.needs() == []
    ana.try_it()
    assert ana.needs() == [NeedCause.OUT_OF_HINTS]
    ana.try_it(Verdict.ACCEPTED)
    assert ana.needs() == []


def test_hints_taken_on_another_day_count_and_one_left_is_not_all(ana: AtWork) -> None:
    ana.kiosk.send(ana.hint(1, 3), ana.hint(2, 3))
    ana.try_it()
    assert ana.needs() == []
    ana.sign_in()
    ana.kiosk.send(ana.hint(3, 3))
    ana.try_it()
    assert ana.needs() == [NeedCause.OUT_OF_HINTS]


def test_pages_say_how_many_hints_were_taken(ana: AtWork) -> None:
    trainer = TrainerClient.signed_in(ana.served.url, ana.served)
    before = ana.try_it()
    ana.kiosk.send(ana.hint(1, 3))
    after = ana.try_it()
    page = trainer.http.get(f"/rooms/{ana.served.first_room_id()}/kiosks/{ana.kiosk_id}").text
    assert '<dd data-testid="hints">1 of 3</dd>' in page
    assert page.count('data-testid="step-hints">after 1 hint<') == 1
    assert "1 hint was taken before." in trainer.http.get(f"/attempts/{after.event_id}").text
    assert "hints-before" not in trainer.http.get(f"/attempts/{before.event_id}").text
    assert trainer.http.get(f"/learners/{ana.slip.learner_id}").text.count("after 1 hint") == 1
