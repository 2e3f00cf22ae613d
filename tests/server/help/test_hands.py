"""Hands: each in its turn by its true time, one a sign-in, and nothing that a hostile kiosk sends breaks that."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from classroom_server.audit import service as audit
from classroom_server.core.actors import Actor, StaffRole
from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.help import service as hands
from classroom_server.help.schemas import Hand
from classroom_server.housekeeping import move_times
from classroom_server.room_page.needs import NeedCause, gather
from kiosk_agent.protocol.acts.hands import ANSWER_CHARACTERS, HANDS_A_SIGN_IN, LINE_CHARACTERS, HandStage
from kiosk_agent.protocol.events import Event, Fate, HandLowered, HandRaised, SignedOut
from kiosk_agent.protocol.paths import EVENTS_PATH
from tests.support.server.rooms import TRAINER, ServedRoom

COLLEAGUE = Actor.account("colleague-of-the-test", (StaffRole.TRAINER,))


class Seat:
    """A learner at a kiosk."""

    def __init__(self, served: ServedRoom, number: str) -> None:
        self.slip = served.add_learner(number)
        self.kiosk = served.kiosk(name=f"Kiosk {number}")
        if served.open_session() is None:
            served.start_session()
        self.sign_in()

    def sign_in(self) -> None:
        self.sign_in_id = self.kiosk.sign_in(self.slip.number, self.slip.pin).sign_in_id

    def raised(self, line: str = "", *, ago: float = 0.0) -> Event:
        return self.kiosk.event(
            self.sign_in_id, HandRaised(line=line), happened_at=datetime.now(UTC) - timedelta(seconds=ago)
        )

    def send(self, *events: Event) -> Fate:
        return list(self.kiosk.send(*events).fates.values())[-1]

    def lower(self) -> None:
        self.send(self.kiosk.event(self.sign_in_id, HandLowered()))


@pytest.fixture
def ana(served: ServedRoom) -> Seat:
    return Seat(served, "1")


@pytest.fixture
def ben(served: ServedRoom, ana: Seat) -> Seat:
    del ana
    return Seat(served, "2")


def up(served: ServedRoom) -> tuple[Hand, ...]:
    with served.classroom.database.read() as work:
        return hands.up_in_room(work, served.first_room_id())


def kept(served: ServedRoom, columns: str) -> list[tuple[object, ...]]:
    with served.classroom.database.read() as work:
        rows = work.rows.connection().exec_driver_sql(f"SELECT {columns} FROM hands ORDER BY raised_at")  # noqa: S608
        return [tuple(row) for row in rows]


def test_who_raised_their_hand_first_is_first_whenever_it_arrives(served: ServedRoom, ana: Seat, ben: Seat) -> None:
    with served.classroom.database.write(TRAINER) as work:
        # They signed in long ago: a time before that could not be true.
        work.rows.connection().exec_driver_sql("UPDATE sign_ins SET started_at = '2020-01-01 00:00:00.000000'")
    ana.send(ana.raised("later"))
    ben.send(ben.raised("first", ago=60))
    assert [(hand.line, hand.place) for hand in up(served)] == [("first", 1), ("later", 2)]
    first, second, *_others = gather(served.view())
    assert (first.cause, second.cause) == (NeedCause.HAND, NeedCause.HAND)
    assert (first.tiles[0].name, second.tiles[0].name) == ("Kiosk 2", "Kiosk 1")


def test_a_hand_that_is_sent_or_raised_again_keeps_its_place(served: ServedRoom, ana: Seat, ben: Seat) -> None:
    first = ana.raised("once")
    ana.send(first)
    ben.send(ben.raised())
    assert ana.send(first) is Fate.ALREADY_APPLIED
    assert ana.send(ana.raised("again")) is Fate.APPLIED
    assert [(hand.line, hand.place) for hand in up(served)] == [("once", 1), ("", 2)]


def test_a_hand_goes_down_by_its_own_learner_and_the_next_one_moves_up(
    served: ServedRoom, ana: Seat, ben: Seat
) -> None:
    ana.send(ana.raised())
    ben.send(ben.raised())
    early = ben.kiosk.event(ben.sign_in_id, HandLowered(), sequence=0)
    ana.lower()
    # What was said before a hand went up takes it not down, however late it comes.
    ben.send(early)
    assert [(hand.sign_in_id, hand.place) for hand in up(served)] == [(ben.sign_in_id, 1)]
    ana.send(ana.raised())
    assert [hand.sign_in_id for hand in up(served)] == [ben.sign_in_id, ana.sign_in_id]


def test_a_hand_is_down_when_its_learner_leaves_and_when_the_session_ends(
    served: ServedRoom, ana: Seat, ben: Seat
) -> None:
    ana.send(ana.raised())
    ben.send(ben.raised())
    ana.send(ana.kiosk.event(ana.sign_in_id, SignedOut()))
    assert [(hand.sign_in_id, hand.place) for hand in up(served)] == [(ben.sign_in_id, 1)]
    session = served.open_session()
    assert session
    served.end_session(session)
    assert up(served) == ()


def test_a_hand_of_a_class_that_is_over_comes_late_and_is_kept_with_its_time(served: ServedRoom, ana: Seat) -> None:
    late = ana.raised("too late")
    ana.send(ana.kiosk.event(ana.sign_in_id, SignedOut()))
    assert ana.send(late) is Fate.APPLIED
    assert up(served) == ()
    ana.sign_in()
    ana.send(ana.raised("now"))
    assert [hand.line for hand in up(served)] == ["now"]
    assert kept(served, "line, closed_how") == [("too late", "left"), ("now", None)]


def test_a_time_that_has_not_come_gives_no_better_place_than_now(served: ServedRoom, ana: Seat, ben: Seat) -> None:
    ana.send(ana.raised("in a year", ago=-365 * 86400.0))
    ben.send(ben.raised("in 1970", ago=50 * 365 * 86400.0))
    latest, earliest = up(served)[::-1]
    with served.classroom.database.read() as work:
        assert latest.raised_at <= work.now
    assert (earliest.line, latest.line) == ("in 1970", "in a year")
    # Not before they had signed in.
    assert earliest.raised_at.year >= 2026


@pytest.mark.parametrize(
    "line", ["x" * (LINE_CHARACTERS + 1), "two\nlines", "\u202eturned", "\x1b[2J", "\u2028", 7, None, ["a"]]
)
def test_a_line_that_cannot_be_shown_is_set_aside(served: ServedRoom, ana: Seat, line: object) -> None:
    event = json.loads(ana.raised().model_dump_json())
    event["body"]["line"] = line
    fates = ana.kiosk.post(EVENTS_PATH, json.dumps({"events": [event]})).json()["fates"]
    assert fates == {event["event_id"]: "refused"}
    assert up(served) == ()


@pytest.mark.parametrize("said", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_hand_of_any_time_and_any_name_has_its_place(served: ServedRoom, ana: Seat, said: str) -> None:
    event = json.loads(ana.raised().model_dump_json()) | {"happened_at": said, "event_id": "-" * 36}
    assert ana.kiosk.post(EVENTS_PATH, json.dumps({"events": [event]})).is_success
    (hand,) = up(served)
    assert hand.place == 1
    assert abs((hand.raised_at - datetime.now(UTC)).total_seconds()) < 60 * 60
    with served.classroom.database.write(TRAINER) as work:
        hands.resolve(work, "-" * 36)
    assert up(served) == ()


def test_a_hand_in_the_name_of_another_kiosk_is_refused(served: ServedRoom, ana: Seat, ben: Seat) -> None:
    stolen = ben.kiosk.event(ana.sign_in_id, HandRaised())
    assert ben.send(stolen) is Fate.REFUSED
    ana.send(ana.raised())
    assert ben.send(ben.kiosk.event(ana.sign_in_id, HandLowered(), sequence=10**6)) is Fate.REFUSED
    assert len(up(served)) == 1


def test_thousands_of_hands_fill_no_list(served: ServedRoom, ana: Seat) -> None:
    for _ in range(HANDS_A_SIGN_IN):
        ana.send(ana.raised(), ana.kiosk.event(ana.sign_in_id, HandLowered()))
    assert ana.send(ana.raised()) is Fate.REFUSED
    assert up(served) == ()
    assert served.view().set_aside == 1
    ana.sign_in()
    assert ana.send(ana.raised()) is Fate.APPLIED


def test_staff_claim_answer_and_resolve_and_the_log_knows_no_word_of_it(served: ServedRoom, ana: Seat) -> None:
    ana.send(ana.raised("what is a loop"))
    (hand,) = up(served)
    with served.classroom.database.write(TRAINER) as work:
        assert hands.claim(work, hand.hand_id).stage is HandStage.CLAIMED
        assert hands.claim(work, hand.hand_id).place == 0
    with served.classroom.database.write(TRAINER) as work:
        answered = hands.answer(work, hand.hand_id, "  Read   line 3. ")
    assert (answered.stage, answered.answer) == (HandStage.ANSWERED, "Read line 3.")
    with served.classroom.database.write(TRAINER) as work:
        hands.resolve(work, hand.hand_id)
    assert up(served) == ()
    with served.classroom.database.read() as work:
        rows = audit.page(work)
    done = [(row.action, row.subject) for row in rows if row.action.startswith("hand_")]
    assert done == [(action, ana.sign_in_id) for action in ("hand_resolved", "hand_answered", "hand_claimed")]
    assert not any("loop" in row.facts or "line 3" in row.facts or "Learner" in row.facts for row in rows)


def refusal(served: ServedRoom, act: object, hand_id: str, *words: str, actor: Actor = TRAINER) -> RefusalCode:
    with pytest.raises(Refused) as refused, served.classroom.database.write(actor) as work:
        getattr(hands, str(act))(work, hand_id, *words)
    return refused.value.code


def test_a_colleague_is_told_that_somebody_goes_already(served: ServedRoom, ana: Seat) -> None:
    ana.send(ana.raised())
    (hand,) = up(served)
    with served.classroom.database.write(TRAINER) as work:
        hands.claim(work, hand.hand_id)
    assert refusal(served, "claim", hand.hand_id, actor=COLLEAGUE) is RefusalCode.HAND_CLAIMED
    with served.classroom.database.write(COLLEAGUE) as work:
        hands.resolve(work, hand.hand_id)
    for act, words in (("claim", ()), ("answer", ("x",)), ("resolve", ())):
        assert refusal(served, act, hand.hand_id, *words) is RefusalCode.HAND_DOWN
    assert refusal(served, "claim", "no such hand") is RefusalCode.HAND_DOWN


@pytest.mark.parametrize("text", ["", "  ", "x" * (ANSWER_CHARACTERS + 1), "\x07", "\u202eturned"])
def test_an_answer_that_cannot_be_shown_is_refused(served: ServedRoom, ana: Seat, text: str) -> None:
    ana.send(ana.raised())
    (hand,) = up(served)
    assert refusal(served, "answer", hand.hand_id, text) is RefusalCode.ANSWER_UNSUITABLE
    assert up(served) == (hand,)


def test_whoever_waits_has_waited_as_long_when_the_clock_is_set(served: ServedRoom, ana: Seat) -> None:
    ana.send(ana.raised())
    (before,) = up(served)
    with served.classroom.database.write(TRAINER) as work:
        move_times(work, timedelta(hours=1))
    (after,) = up(served)
    assert after.raised_at - before.raised_at == timedelta(hours=1)


def test_minutes_waited_are_kept_for_each_way_a_hand_can_end(served: ServedRoom, ana: Seat) -> None:
    ana.send(ana.raised("claimed"))
    with served.classroom.database.write(TRAINER) as work:
        hands.claim(work, up(served)[0].hand_id)
    ana.lower()
    ana.send(ana.raised("lowered"))
    ana.lower()
    ana.send(ana.raised("resolved"))
    with served.classroom.database.write(TRAINER) as work:
        hands.resolve(work, up(served)[0].hand_id)
    ana.send(ana.raised("left"))
    ana.send(ana.kiosk.event(ana.sign_in_id, SignedOut()))
    ana.sign_in()
    ana.send(ana.raised("up"))
    assert kept(served, "line, claimed_at IS NOT NULL, closed_how, closed_at >= raised_at") == [
        ("claimed", 1, "lowered", 1), ("lowered", 0, "lowered", 1), ("resolved", 0, "resolved", 1),
        ("left", 0, "left", 1), ("up", 0, None, None),
    ]  # fmt: skip
