"""The tabs of a room's page: what they say of the other rooms, and what it costs to know."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from sqlalchemy import event

from classroom_server.attempts.tables import AttemptLine
from classroom_server.kiosks.tables import KioskLine
from classroom_server.room_page import service as room_page
from classroom_server.room_page.needs import is_in_trouble
from classroom_server.room_page.schemas import RoomView
from classroom_server.rooms import service as rooms
from classroom_server.sessions import service as sessions
from classroom_server.sign_ins.tables import SignInLine
from kiosk_agent.protocol.enrolment import Approval
from kiosk_agent.protocol.results import Verdict
from tests.support.server.kiosk_client import attempt
from tests.support.server.rooms import TRAINER, Room

WRONG, STOPPED, RIGHT = Verdict.WRONG_ANSWER, Verdict.RUNTIME_ERROR, Verdict.ACCEPTED


@dataclass
class Site:
    """A server whose first room is looked at while things happen in its others."""

    room: Room
    learner_id: str

    def add_room(self, name: str) -> str:
        with self.room.classroom.database.write(TRAINER) as work:
            room_id = rooms.add(work, name).room_id
            work.rows.flush()
            sessions.start(work, room_id, self.room.cohort_id(), 60)
            return room_id

    def add_kiosk(
        self,
        room_id: str,
        tried: Sequence[Verdict] | None = None,
        *,
        is_there: bool = True,
        jail_fault: str | None = None,
    ) -> None:
        """Let a kiosk stand in a room; None tried nothing and nobody is signed in."""
        kiosk_id, sign_in_id = str(uuid.uuid4()), str(uuid.uuid4())
        with self.room.classroom.database.write(TRAINER) as work:
            work.rows.add(
                KioskLine(
                    kiosk_id=kiosk_id, public_key=kiosk_id, name=kiosk_id, approval=Approval.APPROVED,
                    image_version="", enrolled_at=work.now, last_seen_at=work.now, jail_fault=jail_fault,
                )
            )  # fmt: skip
            work.rows.flush()
            rooms.put(work, kiosk_id, room_id)
            if tried is not None:
                session = sessions.current(work, room_id)
                assert session is not None
                work.rows.add(
                    SignInLine(
                        sign_in_id=sign_in_id, kiosk_id=kiosk_id, learner_id=self.learner_id, language="en",
                        session_id=session.session_id, started_at=work.now,
                        last_track="javascript", last_exercise="values", last_sequence=1,
                    )
                )  # fmt: skip
                work.rows.flush()
            for sequence, verdict in enumerate(tried or (), 2):
                judgement = attempt(verdict=verdict).judgement.model_dump_json()
                work.rows.add(
                    AttemptLine(
                        attempt_id=str(uuid.uuid4()), sign_in_id=sign_in_id, learner_id=self.learner_id,
                        kiosk_id=kiosk_id, sequence=sequence, track="javascript", exercise="values", verdict=verdict,
                        milliseconds=1, files="{}", judgement=judgement, made_at=work.now, received_at=work.now,
                    )
                )  # fmt: skip
        if is_there:
            self.room.classroom.presence.connect(kiosk_id, self.room.clock())

    def view(self, room_id: str | None = None) -> RoomView:
        with self.room.classroom.database.read() as work:
            return room_page.view(work, self.room.classroom.presence, room_id or self.room.first_room_id())

    def statements(self) -> int:
        """Return how many statements it takes to read the first room."""
        said: list[object] = []

        def note(*call: object) -> None:
            said.append(call[2])

        event.listen(self.room.classroom.database.engine, "before_cursor_execute", note)
        self.view()
        event.remove(self.room.classroom.database.engine, "before_cursor_execute", note)
        return len(said)


@pytest.fixture
def site(room: Room) -> Site:
    slip = room.add_learner("1")
    with room.classroom.database.read() as work:
        learner_id = work.rows.connection().exec_driver_sql("SELECT learner_id FROM learners").scalar_one()
    assert slip.number == "1"
    return Site(room, learner_id)


def test_a_tab_counts_the_kiosks_of_its_room_at_which_the_rooms_own_page_shows_trouble(site: Site) -> None:
    workshop, studio = site.add_room("Workshop"), site.add_room("Studio")
    for in_trouble in ([WRONG] * 3, [WRONG] * 4, [WRONG, STOPPED, WRONG, STOPPED], [STOPPED] * 3):
        site.add_kiosk(workshop, in_trouble)
    for well in ([WRONG, STOPPED, WRONG], [WRONG] * 2, [WRONG, WRONG, WRONG, RIGHT], [Verdict.INTERNAL_ERROR] * 5, []):
        site.add_kiosk(studio, well)
    for room_id in (workshop, studio):
        site.add_kiosk(room_id)
        site.add_kiosk(room_id, is_there=False)
        site.add_kiosk(room_id, (), is_there=False)
        site.add_kiosk(room_id, jail_fault="no jail")
        site.add_kiosk(room_id, (RIGHT,), jail_fault="no jail")
    counted = {other.room.name: other.in_need for other in site.view().others}
    assert counted == {"Studio": 3, "Workshop": 7}
    own = {room_id: sum(map(is_in_trouble, site.view(room_id).tiles)) for room_id in (workshop, studio)}
    assert own == {workshop: 7, studio: 3}


def test_a_room_costs_as_many_statements_among_five_as_among_two(site: Site) -> None:
    site.add_kiosk(site.room.first_room_id())
    site.add_kiosk(site.add_room("Room 2"), (WRONG,) * 3)
    among_two = site.statements()
    for number in range(3, 6):
        site.add_kiosk(site.add_room(f"Room {number}"), (WRONG,) * 3)
    assert site.statements() == among_two
