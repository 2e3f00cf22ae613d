"""Start is filled in from the timetable, and locked kiosks are told when the next session is."""

import json
import re
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from zoneinfo import ZoneInfo

import pytest

from classroom_server.core import site_clock
from classroom_server.rooms import service as rooms
from classroom_server.sessions import service as sessions
from classroom_server.timetable import service
from classroom_server.timetable.schemas import Slot, SlotFacts
from kiosk_agent.protocol.sessions import Closed, SessionLease, StreamEvent
from tests.support.server.kiosk_client import KioskClient
from tests.support.server.rooms import TRAINER, Room, ServedRoom
from tests.support.server.trainer_client import PASSWORD, TrainerClient

MONDAY = date(2027, 3, 22)
"""Clocks are set forward in Europe on the Sunday after it."""
MADRID = ZoneInfo("Europe/Madrid")


@pytest.fixture(autouse=True)
def in_madrid(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the server stand in Madrid."""
    monkeypatch.setattr(site_clock, "site_zone", lambda: MADRID)


def set_clock(room: Room, day: date, hour: int, minute: int) -> datetime:
    """Let it be a time in Madrid, and stay so."""
    moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=MADRID)
    room.clock.stop()
    room.clock.ahead += moment - room.clock()
    return moment.astimezone(UTC)


def add_slot(room: Room, begins: int, ends: int, cohort: str = "Evenings", weekday: int = 0) -> Slot:
    """Add a slot from one hour to another."""
    with room.classroom.database.write(TRAINER) as work:
        facts = SlotFacts(room.cohort_id(cohort), weekday, begins * 60, ends * 60, "Loops", MONDAY, None)
        return service.add_slots(work, room.first_room_id(), (weekday,), facts)[0]


@contextmanager
def told(kiosk: KioskClient) -> Iterator[Iterator[SessionLease | Closed]]:
    """Give what the kiosk is told, one after the other."""
    with kiosk.stream() as events:
        yield (_opened(name, data) for name, data in events if name in (StreamEvent.LEASE, StreamEvent.CLOSED))


def _opened(name: str, token: str) -> SessionLease | Closed:
    payload = token.split(".")[1]
    facts = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return (SessionLease if name == StreamEvent.LEASE else Closed).model_validate(facts)


def next_at(kiosk: KioskClient) -> str | None:
    with told(kiosk) as terms:
        first = next(terms)
    assert isinstance(first, Closed)
    return first.next_session_at.isoformat() if first.next_session_at else None


@pytest.fixture
def evenings(served: ServedRoom) -> ServedRoom:
    """Give a room with two cohorts, of which the second has Mondays from ten to twelve; it is ten to ten."""
    set_clock(served, MONDAY, 9, 50)
    served.add_learner("1", "Days")
    served.add_learner("2", "Evenings")
    add_slot(served, 10, 12)
    return served


@pytest.fixture
def ana(evenings: ServedRoom) -> TrainerClient:
    return TrainerClient.signed_in(evenings.url, evenings)


def form_of(ana: TrainerClient) -> dict[str, str]:
    """Return what the Start form would send as it stands."""
    page = ana.http.get("/").text
    form = page[page.index('data-testid="session-off"') :]
    fields = dict(re.findall(r'<input[^>]* name="(slot_id|slot_minutes|title|minutes)"[^>]* value="([^"]*)"', form))
    chosen = re.search(r'<option value="([^"]+)" selected', form)
    assert chosen
    return fields | {"cohort_id": chosen[1]}


def start(ana: TrainerClient, room: Room, **fields: str) -> None:
    answer = ana.post("/", f"/rooms/{room.first_room_id()}/sessions", **fields)
    assert answer.status_code == HTTPStatus.SEE_OTHER, answer.text


def test_one_press_starts_what_the_timetable_says_until_the_slots_own_end(
    evenings: ServedRoom, ana: TrainerClient
) -> None:
    form = form_of(ana)
    assert (form["cohort_id"], form["title"], form["minutes"]) == (evenings.cohort_id("Evenings"), "Loops", "130")
    assert "From the timetable: until" in ana.http.get("/").text
    evenings.clock.ahead += timedelta(minutes=3, seconds=20)
    start(ana, evenings, **form)
    session = evenings.open_session()
    assert session is not None
    assert session.ends_at == datetime(2027, 3, 22, 12, tzinfo=MADRID)
    assert (session.slot_id, session.title) == (form["slot_id"], "Loops")


@pytest.mark.parametrize(
    ("changed", "names_slot", "minutes"), [({"minutes": "40"}, True, 40), ({"cohort_id": "Days"}, False, 130)]
)
def test_what_the_trainer_changes_is_what_is_started(
    evenings: ServedRoom, ana: TrainerClient, changed: dict[str, str], minutes: int, *, names_slot: bool
) -> None:
    form = form_of(ana) | changed
    form["cohort_id"] = evenings.cohort_id("Days") if "cohort_id" in changed else form["cohort_id"]
    start(ana, evenings, **form)
    session = evenings.open_session()
    assert session is not None
    assert (session.ends_at - session.started_at, session.slot_id is not None) == (
        timedelta(minutes=minutes),
        names_slot,
    )


def test_a_slot_that_is_not_due_fills_nothing_in(evenings: ServedRoom, ana: TrainerClient) -> None:
    for hour, minute in ((9, 44), (12, 0)):
        set_clock(evenings, MONDAY, hour, minute)
        ana.http.cookies.clear()
        ana.sign_in("Ana", PASSWORD)
        form = form_of(ana)
        assert (form["minutes"], "slot_id" in form) == ("60", False)
        assert "From the timetable" not in ana.http.get("/").text


def test_a_slot_that_was_held_gives_way_to_the_next_but_comes_back_before_that(
    evenings: ServedRoom, ana: TrainerClient
) -> None:
    after = add_slot(evenings, 12, 13, "Days")
    start(ana, evenings, **form_of(ana))
    session = evenings.open_session()
    assert session is not None
    evenings.end_session(session)
    assert form_of(ana)["slot_id"] == session.slot_id
    set_clock(evenings, MONDAY, 11, 50)
    ana.sign_in("Ana", PASSWORD)
    assert form_of(ana)["slot_id"] == after.slot_id


def test_a_slot_that_is_changed_after_it_was_held_gives_way_to_the_next_too(
    evenings: ServedRoom, ana: TrainerClient
) -> None:
    after = add_slot(evenings, 12, 13, "Days")
    start(ana, evenings, **form_of(ana))
    session = evenings.open_session()
    assert session is not None
    assert session.slot_id is not None
    for title in ("Loops once more", "Loops and lists"):
        evenings.clock.ahead += timedelta(minutes=1)
        with evenings.classroom.database.write(TRAINER) as work:
            (first, _) = service.of_room(work, evenings.first_room_id()).slots
            service.change_slot(work, first.slot_id, replace(first.facts, title=title))
    evenings.end_session(session)
    assert next_at(evenings.kiosk()) == "2027-03-22T12:00:00+01:00"
    set_clock(evenings, MONDAY, 11, 50)
    ana.sign_in("Ana", PASSWORD)
    assert form_of(ana)["slot_id"] == after.slot_id


def test_a_session_of_a_time_when_the_clock_was_wrong_says_nothing_of_what_comes(
    evenings: ServedRoom, ana: TrainerClient
) -> None:
    add_slot(evenings, 14, 15, "Days")
    set_clock(evenings, MONDAY + timedelta(weeks=52), 10, 0)
    ana.sign_in("Ana", PASSWORD)
    start(ana, evenings, **form_of(ana))
    session = evenings.open_session()
    assert session is not None
    evenings.end_session(session)
    set_clock(evenings, MONDAY, 9, 30)
    with evenings.classroom.database.read() as work:
        assert sessions.last_cohort(work, evenings.first_room_id()) == ""
    assert next_at(evenings.kiosk()) == "2027-03-22T10:00:00+01:00"


def test_a_slot_of_another_room_or_one_that_is_made_up_is_not_named(evenings: ServedRoom, ana: TrainerClient) -> None:
    start(ana, evenings, **(form_of(ana) | {"slot_id": "made-up"}))
    session = evenings.open_session()
    assert session is not None
    assert session.slot_id is None


def test_a_closed_kiosk_is_told_when_its_room_opens_next_with_the_sites_offset_of_then(evenings: ServedRoom) -> None:
    kiosk = evenings.kiosk()
    assert next_at(kiosk) == "2027-03-22T10:00:00+01:00"
    set_clock(evenings, MONDAY, 12, 0)
    with told(evenings.kiosk()) as terms:
        closed = next(terms)
    assert isinstance(closed, Closed)
    assert closed.issued_at.isoformat() == "2027-03-22T12:00:00+01:00"


def test_the_next_session_after_clocks_are_set_is_at_the_walls_time(evenings: ServedRoom) -> None:
    set_clock(evenings, MONDAY, 12, 0)
    assert next_at(evenings.kiosk()) == "2027-03-29T10:00:00+02:00"


def test_a_change_of_the_timetable_reaches_closed_kiosks_at_once(evenings: ServedRoom) -> None:
    with told(evenings.kiosk()) as terms:
        assert next(terms)
        with evenings.classroom.database.write(TRAINER) as work:
            service.add_holiday(work, None, MONDAY, MONDAY)
        closed = next(terms)
    assert isinstance(closed, Closed)
    assert closed.next_session_at is not None
    assert closed.next_session_at.date() == MONDAY + timedelta(weeks=1)


def test_a_session_that_was_ended_early_is_not_the_next_one(evenings: ServedRoom, ana: TrainerClient) -> None:
    start(ana, evenings, **form_of(ana))
    session = evenings.open_session()
    assert session is not None
    kiosk = evenings.kiosk()
    with told(kiosk) as terms:
        assert isinstance(next(terms), SessionLease)
        evenings.end_session(session)
        closed = next(terms)
    assert isinstance(closed, Closed)
    assert closed.next_session_at == datetime(2027, 3, 29, 10, tzinfo=MADRID)


def test_a_kiosk_of_another_room_is_told_of_its_own_room(evenings: ServedRoom) -> None:
    kiosk = evenings.kiosk()
    with evenings.classroom.database.write(TRAINER) as work:
        other = rooms.add(work, "Workshop").room_id
        rooms.put(work, kiosk.kiosk_id, other)
        assert sessions.in_rooms(work) == {}
    assert next_at(kiosk) is None
