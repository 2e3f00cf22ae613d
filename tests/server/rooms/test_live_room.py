"""An open room: what is read and drawn of it goes by what changed, and several pages share it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pytest
from sqlalchemy import event

from classroom_server.core.actors import StaffRole
from classroom_server.core.limits.allowances import Allowances
from classroom_server.core.permissions import permissions_of
from classroom_server.kiosks import service as kiosks
from classroom_server.room_page.live.drawer import RoomDrawer
from classroom_server.room_page.live.live_rooms import LiveRoom, LiveRooms, topics_shown
from classroom_server.rooms import service as rooms
from classroom_server.rooms.schemas import Seat
from classroom_server.sessions import service as sessions
from classroom_server.web.drawing import Drawing
from classroom_server.web.exercise_titles import ExerciseTitles
from classroom_server.web.form_fields import FormsDone
from classroom_server.web.page_context import PageParts
from kiosk_agent.protocol.events import ExerciseOpened
from kiosk_agent.protocol.results import Verdict
from tests.support.server.kiosk_client import KioskClient, attempt, draft
from tests.support.server.rooms import TRAINER, ServedRoom
from tests.support.waiting import LIMIT_SECONDS

TRAINERS = permissions_of([StaffRole.TRAINER])


class Working(NamedTuple):
    """A kiosk with a learner at work."""

    kiosk: KioskClient
    kiosk_id: str
    sign_in_id: str

    def try_it(self, verdict: Verdict = Verdict.WRONG_ANSWER) -> None:
        self.kiosk.send(self.kiosk.event(self.sign_in_id, attempt(verdict=verdict)))


def parts_of(served: ServedRoom) -> PageParts:
    return PageParts(
        Drawing(),
        ExerciseTitles(served.parts.settings.tracks_folder),
        Allowances(1, 1.0),
        pending=kiosks.waiting_count,
        forms_done=FormsDone(),
    )


def drawer_of(served: ServedRoom) -> RoomDrawer:
    parts = parts_of(served)
    return RoomDrawer(served.classroom, parts, parts.drawing.words("en"), served.first_room_id(), TRAINERS)


@pytest.fixture
def working(served: ServedRoom) -> Working:
    ana = served.add_learner("1")
    kiosk = served.kiosk()
    served.start_session()
    sign_in = kiosk.sign_in(ana.number, ana.pin)
    kiosk.send(kiosk.event(sign_in.sign_in_id, ExerciseOpened(track="javascript", exercise="values")))
    return Working(kiosk, kiosk.kiosk_id, sign_in.sign_in_id)


@contextmanager
def published(served: ServedRoom) -> Iterator[set[str]]:
    """Give the topics that are announced in the block."""
    topics = set[str]()
    served.classroom.hub.at_publication.append(topics.update)
    yield topics
    served.classroom.hub.at_publication.remove(topics.update)


def test_an_attempt_draws_the_tile_of_its_kiosk_and_nothing_else(served: ServedRoom, working: Working) -> None:
    served.kiosk()
    drawer = drawer_of(served)
    with working.kiosk.stream() as events:
        next(events)
        assert "room" in drawer.draw(None)
        with published(served) as topics:
            working.try_it()
        assert set(drawer.draw(frozenset(topics))) == {f"tile-{working.kiosk_id}"}


def test_what_is_read_for_an_attempt_does_not_grow_with_the_room(served: ServedRoom, working: Working) -> None:
    drawer = drawer_of(served)
    drawer.draw(None)
    for _ in range(3):
        served.kiosk()
    drawer.draw(None)
    with published(served) as topics:
        working.try_it()
    read: list[object] = []
    engine = served.classroom.database.engine

    def note(*call: object) -> None:
        read.append(call[3])

    event.listen(engine, "before_cursor_execute", note)
    drawer.draw(frozenset(topics))
    event.remove(engine, "before_cursor_execute", note)
    of_others = [kiosk_id for kiosk_id in drawer.kiosk_ids - {working.kiosk_id} if kiosk_id in str(read)]
    assert working.kiosk_id in str(read)
    assert of_others == []


def test_a_tile_shows_the_last_eight_verdicts_and_counts_all(served: ServedRoom, working: Working) -> None:
    for verdict in (Verdict.ACCEPTED, Verdict.INTERNAL_ERROR, *[Verdict.WRONG_ANSWER] * 7):
        working.try_it(verdict)
    (tile,) = served.view().tiles
    assert tile.trail == (Verdict.INTERNAL_ERROR, *[Verdict.WRONG_ANSWER] * 7)
    assert tile.attempts == 9


def test_whoever_types_is_active_though_nothing_is_tried(served: ServedRoom, working: Working) -> None:
    (before,) = served.view().tiles
    with published(served) as topics:
        working.kiosk.send(working.kiosk.event(working.sign_in_id, draft("1")))
    (after,) = served.view().tiles
    assert before.active_at is not None
    assert after.active_at is not None
    assert after.active_at > before.active_at
    assert not topics.isdisjoint(topics_shown(served.first_room_id(), {working.kiosk_id}))


def test_nothing_of_another_room_wakes_the_page_of_this_one(served: ServedRoom, working: Working) -> None:
    here = served.kiosk().kiosk_id
    with served.classroom.database.write(TRAINER) as work:
        there = rooms.add(work, "Workshop").room_id
        kiosks.put(work, working.kiosk_id, there)
        sessions.start(work, there, served.cohort_id(), 60)
    ben = served.add_learner("2")
    shown = topics_shown(served.first_room_id(), {here})
    with published(served) as topics:
        sign_in = working.kiosk.sign_in(ben.number, ben.pin).sign_in_id
        working.kiosk.send(working.kiosk.event(sign_in, attempt()), working.kiosk.event(sign_in, draft("1")))
        with working.kiosk.stream() as events:
            next(events)
        with served.classroom.database.write(TRAINER) as work:
            session = sessions.current(work, there)
            assert session is not None
            sessions.end(work, session.session_id)
            rooms.arrange(work, there, {working.kiosk_id: Seat(0, 0)})
    assert topics
    assert topics.isdisjoint(shown)


def test_another_rooms_tab_says_until_when_and_how_many_need_somebody(served: ServedRoom, working: Working) -> None:
    with served.classroom.database.write(TRAINER) as work:
        there = rooms.add(work, "Workshop").room_id
    for _ in range(4):
        working.try_it()
    parts = parts_of(served)
    tabs = RoomDrawer(served.classroom, parts, parts.drawing.words("en"), there, TRAINERS).draw(None)["tabs"]
    assert 'data-testid="room-until"' in tabs
    assert 'data-testid="room-needs">1<' in tabs


async def whole_of(live: LiveRoom) -> dict[str, str]:
    while not live.version:
        assert await live.newer(0, LIMIT_SECONDS)
    return live.since(0)


def test_pages_of_one_room_in_one_language_share_what_is_read_and_drawn(served: ServedRoom) -> None:
    parts, room_id = parts_of(served), served.first_room_id()
    en, es = parts.drawing.words("en"), parts.drawing.words("es")

    async def open_three() -> None:
        live_rooms = LiveRooms(served.classroom)
        with (
            live_rooms.shown(room_id, en, parts, TRAINERS) as first,
            live_rooms.shown(room_id, en, parts, TRAINERS) as second,
            live_rooms.shown(room_id, es, parts, TRAINERS) as third,
        ):
            assert first is second
            assert first is not third
            assert "room" in await whole_of(first)
        await asyncio.wait({first.keeping, third.keeping}, timeout=LIMIT_SECONDS)
        with live_rooms.shown(room_id, en, parts, TRAINERS) as again:
            assert again is not first

    asyncio.run(open_three())
