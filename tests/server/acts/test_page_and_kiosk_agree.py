"""What a kiosk is asked and what the page says of it are told apart, by a statement and by a decision: they agree."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from classroom_server.acts import learner_acts, machine_acts, repository, showing_acts
from classroom_server.acts import service as acts
from classroom_server.acts.act_states import state_at
from classroom_server.acts.schemas import ActState, Asked, fitting
from classroom_server.core.database import Work
from classroom_server.kiosks import service as kiosks
from classroom_server.room_page.wall import kiosks_of
from classroom_server.rooms import service as rooms
from kiosk_agent.protocol.acts.orders import KNOWN_ACTS, POWER_ACTS, ActKind
from kiosk_agent.protocol.events import SignedOut
from tests.support.server.asked import answer, find
from tests.support.server.rooms import TRAINER, ServedRoom

OF_LEARNERS = (ActKind.MESSAGE, ActKind.SIGN_OUT, ActKind.EXERCISE, ActKind.SHOW)
AWAITED = (ActState.UNDER_WAY, ActState.WAITING, ActState.NOBODY)
Ask = Callable[[Work, str, list[str]], object]
ASKS: dict[ActKind, Ask] = {
    ActKind.ATTENTION: lambda work, room, these: acts.ask_attention(work, room, these, 5),
    ActKind.MESSAGE: lambda work, room, these: acts.send_message(work, room, these, acts.free_text("Come here")),
    ActKind.SIGN_OUT: learner_acts.sign_out,
    ActKind.EXERCISE: lambda work, room, these: learner_acts.open_exercise(work, room, these, "javascript", "pay-day"),
    ActKind.SHOW: lambda work, room, these: showing_acts.show_page(work, room, these, "Look at this"),
    ActKind.RESTART: lambda work, room, these: machine_acts.ask_power(work, room, these, ActKind.RESTART),
    ActKind.POWER_OFF: lambda work, room, these: machine_acts.ask_power(work, room, these, ActKind.POWER_OFF),
    ActKind.WAKE: machine_acts.ask_wake,
}


class Seat:
    """A kiosk that is asked one kind of act, and where that is for learners, two who sit there in turn."""

    def __init__(self, served: ServedRoom, kind: ActKind, place: int) -> None:
        self.served, self.kind, self.home = served, kind, served.first_room_id()
        self.slips = [served.add_learner(f"{number}{place}") for number in (1, 2) if kind in OF_LEARNERS]
        self.kiosk = served.kiosk(name=kind.value)
        self.kiosk.acts = (*KNOWN_ACTS, *POWER_ACTS)
        self.kiosk.wired_addresses = (f"02:00:5e:10:00:0{place}",)
        self.kiosk_id = self.kiosk.enrol().kiosk_id
        self.sign_in_id = ""
        """Of whoever sits there; nobody does where the act is of the machine or of the room."""

    def sign_in(self, learner: int = 0) -> None:
        if not self.slips:
            return
        slip = self.slips[learner]
        self.sign_in_id = self.kiosk.sign_in(slip.number, slip.pin).sign_in_id

    def ask(self) -> str:
        with self.served.classroom.database.write(TRAINER) as work:
            asked = ASKS[self.kind](work, self.home, [self.kiosk_id])
            return asked.act_id if isinstance(asked, Asked) else acts.listed(work, self.home)[0].act_id

    def leave(self) -> None:
        if self.slips:
            self.kiosk.send(self.kiosk.event(self.sign_in_id, SignedOut()))

    def put(self, room_id: str) -> None:
        with self.served.classroom.database.write(TRAINER) as work:
            kiosks.put(work, self.kiosk_id, room_id)


def nothing(_seat: Seat, _act_id: str) -> None:
    """It has been asked just now."""


def has_answered(seat: Seat, act_id: str) -> None:
    for outcome in fitting(seat.kind)[:1]:
        answer(seat.kiosk, act_id, outcome, seat.sign_in_id or None)


def has_left(seat: Seat, _act_id: str) -> None:
    seat.leave()


def another_sits_there(seat: Seat, _act_id: str) -> None:
    # Whom staff signed out is out already; their kiosk, which would answer by that, was cut off.
    if seat.kind is not ActKind.SIGN_OUT:
        seat.leave()
    seat.sign_in(1)


def was_asked_again(seat: Seat, _act_id: str) -> None:
    if seat.kind is ActKind.SIGN_OUT:
        seat.sign_in(1)
    seat.ask()


def stands_elsewhere(seat: Seat, _act_id: str) -> None:
    with seat.served.classroom.database.write(TRAINER) as work:
        there = next((room for room in rooms.every(work) if room.room_id != seat.home), None)
        room_id = there.room_id if there else rooms.add(work, "Workshop").room_id
    seat.put(room_id)


def time_went_by(seat: Seat, _act_id: str) -> None:
    seat.served.clock.ahead = timedelta(minutes=11)


def the_session_ended(seat: Seat, _act_id: str) -> None:
    session = seat.served.open_session()
    if session is not None:
        seat.served.end_session(session)


TURNS = (
    nothing, has_answered, has_left, another_sits_there, was_asked_again, stands_elsewhere, time_went_by,
    the_session_ended,
)  # fmt: skip


@pytest.mark.parametrize("turn", TURNS)
def test_a_kiosk_is_asked_what_the_page_says_is_awaited_of_it(
    served: ServedRoom, turn: Callable[[Seat, str], None]
) -> None:
    served.add_learner("99")
    served.start_session()
    seats = [Seat(served, kind, place) for place, kind in enumerate(ActKind)]
    for seat in seats:
        seat.sign_in()
    asked = {seat.kind: seat.ask() for seat in seats}
    for seat in seats:
        turn(seat, asked[seat.kind])
    view = served.view()
    facts = kiosks_of(view)
    with served.classroom.database.read() as work:
        told = {(row[0], row[3]) for row in repository.open_rows(work)}
    for seat in seats:
        act = find(served, asked[seat.kind])
        state = state_at(act, act.kiosks[0], facts.get(seat.kiosk_id), view.now)
        # Attention goes on at a kiosk that has answered: it may be started anew.
        lasts = seat.kind is ActKind.ATTENTION and state is ActState.DONE and not act.is_over(view.now)
        assert ((seat.kiosk_id, act.act_id) in told) is (state in AWAITED or lasts), (seat.kind, state)
