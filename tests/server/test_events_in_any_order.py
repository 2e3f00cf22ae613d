"""However a kiosk's events are cut into batches, repeated, lost on the way and sent late, the end is the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classroom_server.attempts import progress
from classroom_server.attempts import service as attempts
from classroom_server.attempts.intake import receive
from classroom_server.audit import service as audit
from classroom_server.core.actors import Actor
from classroom_server.kiosks import enrolment_window
from classroom_server.kiosks import service as kiosks
from classroom_server.signing_in import service as signing_in
from kiosk_agent.protocol.enrolment import EnrolmentRequest
from kiosk_agent.protocol.events import Event, Fate
from kiosk_agent.protocol.sessions import SignInRequest
from tests.support.server.kiosk_client import KioskClient, attempt, draft
from tests.support.server.rooms import TRAINER, Room, open_room
from tests.support.work import text_of

EXERCISES = ("values", "arrays")


@dataclass
class Seat:
    """A kiosk with its sign-in; `place` is the sign-in's age, 0 the oldest."""

    place: int
    kiosk_id: str
    sign_in_id: str
    client: KioskClient


@pytest.fixture(scope="module")
def seats(tmp_path_factory: pytest.TempPathFactory) -> tuple[Room, str, list[Seat]]:
    room = open_room(tmp_path_factory.mktemp("site") / "classroom")
    slip = room.add_learner("7")
    room.start_session()
    taken = []
    for place in range(2):
        client = KioskClient("https://nowhere", room.ca_path)
        with room.classroom.database.write(TRAINER) as work:
            enrolment_window.open_now(work)
            kiosk_id = kiosks.enrol(work, EnrolmentRequest(public_key=client.signer.key_id)).kiosk_id
        room.approve(kiosk_id, " ".join(client.words))
        request = SignInRequest(number="7", pin=slip.pin, language="en")
        signed_in = signing_in.sign_in(room.classroom.database, kiosk_id, request)
        taken.append(Seat(place, kiosk_id, signed_in.sign_in_id, client))
    return room, slip.learner_id, taken


def deliver(room: Room, seat: Seat, batch: Sequence[Event]) -> None:
    with room.classroom.database.write(Actor.kiosk(seat.kiosk_id)) as work:
        fates = receive(work, seat.kiosk_id, batch).fates
    assert set(fates.values()) <= {Fate.APPLIED, Fate.ALREADY_APPLIED}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_attempts_are_kept_once_and_the_right_draft_is_current(seats: tuple[Room, str, list[Seat]], data: Any) -> None:  # noqa: ANN401 - hypothesis has no type for it
    room, learner_id, taken = seats
    before = room.count("attempts")
    made = {seat.place: _typed(seat, data.draw(st.lists(st.sampled_from(EXERCISES), max_size=8))) for seat in taken}
    queue = [(seat, event) for seat in taken for event in made[seat.place]]
    repeated = data.draw(st.lists(st.sampled_from(queue), max_size=10)) if queue else []
    for seat, event in data.draw(st.permutations(queue + repeated)):
        deliver(room, seat, [event])
    for seat in taken:
        if made[seat.place]:
            deliver(room, seat, made[seat.place])
    assert room.count("attempts") - before == len([event for _, event in queue if event.body.kind == "attempt"])
    with room.classroom.database.read() as work:
        current = {kept.exercise: text_of(kept.files) for kept in progress.current_drafts(work, learner_id)}
        versions = [each for each in attempts.draft_versions(work, learner_id) if each.is_current]
        wholes = [attempts.find_draft(work, each.sign_in_id, each.track, each.exercise) for each in versions]
        assert audit.verify(work).broken_at is None
    assert current == {whole.version.exercise: text_of(whole.files) for whole in wholes}
    for exercise, source in _expected(taken, made).items():
        assert current[exercise] == source


def _typed(seat: Seat, exercises: list[str]) -> list[Event]:
    """Return an attempt and a draft for each exercise; a draft says who wrote it and when."""
    events = []
    for exercise in exercises:
        events.append(seat.client.event(seat.sign_in_id, attempt("x", exercise=exercise)))
        typed = seat.client.event(seat.sign_in_id, draft("", exercise))
        text = f"sign-in {seat.place}, text {typed.sequence}"
        events.append(typed.model_copy(update={"body": draft(text, exercise)}))
    return events


def _expected(taken: list[Seat], made: dict[int, list[Event]]) -> dict[str, str]:
    """Return the newest sign-in's last text in each exercise that it touched."""
    newest = taken[-1]
    return {
        event.body.exercise: text_of(event.body.files) for event in made[newest.place] if event.body.kind == "draft"
    }
