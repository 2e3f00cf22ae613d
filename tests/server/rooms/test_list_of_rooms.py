"""The page of rooms: what there is in each, and rooms added, named and given up."""

import html
import re
from dataclasses import replace
from datetime import date, datetime
from http import HTTPStatus

import pytest

from classroom_server.kiosks import service as kiosks
from classroom_server.rooms import service as rooms
from classroom_server.rooms.schemas import ROOMS_MAXIMUM, Room
from classroom_server.timetable import service as timetable
from classroom_server.timetable.schemas import SlotFacts
from tests.support.server.rooms import TRAINER, ServedRoom
from tests.support.server.trainer_client import TrainerClient

# What would be markup, a formula, or two names to a reader.
HOSTILE = ("<script>alert(1)</script>", '"><img src=x>', "{{ 7*7 }}", "%(name)s")
LATE = datetime(2027, 3, 22, 22).astimezone()
NO_NAMES = ("", " ", "a" * 41, "a\u202eb", "\u3164", "\x1b[31m")


def add(served: ServedRoom, name: str) -> str:
    with served.classroom.database.write(TRAINER) as work:
        return rooms.add(work, name).room_id


def names_on(page: str) -> list[str]:
    return [html.unescape(name) for name in re.findall(r'value="([^"]+)"[^>]*data-testid="room-name-field"', page)]


def row_of(page: str, room_id: str) -> str:
    found = re.search(rf'<tr data-testid="listed-room" data-room="{room_id}".*?</tr>', page, re.DOTALL)
    assert found
    return found[0]


def said(ana: TrainerClient) -> str:
    found = re.search(r'data-testid="notice">.*?<p>(.*?)</p>', ana.http.get("/rooms").text, re.DOTALL)
    assert found
    return html.unescape(found[1])


def test_a_room_is_added_named_anew_and_given_up(served: ServedRoom, ana: TrainerClient) -> None:
    assert ana.post("/rooms", "/rooms", name="  Workshop ").status_code == HTTPStatus.SEE_OTHER
    assert said(ana) == "Workshop was added. Approve kiosks into it, or move some there."
    room_id = next(room.room_id for room in every(served) if room.name == "Workshop")
    ana.post("/rooms", f"/rooms/{room_id}/rename", name="Library")
    assert said(ana) == "Workshop is now named Library."
    ana.post("/rooms", f"/rooms/{room_id}/give-up")
    assert said(ana) == "Library is given up. What happened in it is kept."
    assert "Library" not in [room.name for room in every(served)]


def every(served: ServedRoom) -> tuple[Room, ...]:
    with served.classroom.database.read() as work:
        return rooms.every(work)


def test_each_room_shows_its_kiosks_and_the_session_that_is_on(served: ServedRoom, ana: TrainerClient) -> None:
    first, second = served.first_room_id(), add(served, "Workshop")
    served.add_learner("1")
    here, there = served.kiosk(), served.kiosk()
    with served.classroom.database.write(TRAINER) as work:
        kiosks.put(work, there.kiosk_id, second)
    served.start_session()
    with here.stream() as events:
        assert next(events)
        page = ana.http.get("/rooms").text
    assert "1 of 1 answer" in row_of(page, first)
    assert "Mornings" in row_of(page, first)
    assert "0 of 1 answer" in row_of(page, second)
    assert "none is on" in row_of(page, second)


def test_the_end_of_a_session_over_midnight_has_its_day(served: ServedRoom) -> None:
    served.clock.stop()
    served.clock.ahead += LATE - served.clock()
    other = add(served, "Workshop")
    served.add_learner("1")
    served.start_session(180)
    ana = TrainerClient.signed_in(served.url, served)
    for path in ("/rooms", f"/rooms/{other}"):
        assert "until 23 Mar, 01:00" in ana.http.get(path).text, path


def test_only_a_room_that_nobody_would_miss_is_given_up(served: ServedRoom, ana: TrainerClient) -> None:
    second = add(served, "Workshop")
    served.add_learner("1")
    kiosk_id = served.kiosk().kiosk_id
    session = served.start_session()
    first = served.first_room_id()
    page = ana.http.get("/rooms").text
    assert "give-up" not in row_of(page, first)
    assert "give-up" in row_of(page, second)
    with served.classroom.database.write(TRAINER) as work:
        kiosks.put(work, kiosk_id, second)
    ana.post("/rooms", f"/rooms/{second}/give-up")
    assert said(ana) == "Kiosks stand in this room. Move them to another room, or retire them, first."
    ana.post("/rooms", f"/rooms/{first}/give-up")
    assert said(ana) == "A session is already on. End it first."
    served.end_session(session)
    ana.post("/rooms", f"/rooms/{first}/give-up")
    assert len(every(served)) == 1
    ana.post("/rooms", f"/rooms/{second}/give-up")
    assert "give-up" not in ana.http.get("/rooms").text
    assert len(every(served)) == 1


def test_a_room_with_slots_is_given_up_with_them_once_its_page_has_said_so(
    served: ServedRoom, ana: TrainerClient
) -> None:
    room_id = add(served, "Workshop")
    served.add_learner("1")
    facts = SlotFacts(served.cohort_id(), 0, 9 * 60, 10 * 60 + 30, "Loops", date(2026, 9, 7), None)
    with served.classroom.database.write(TRAINER) as work:
        timetable.add_slots(work, room_id, (0, 2), facts)
        timetable.add_slots(work, room_id, (4,), replace(facts, first_day=date(2020, 9, 7), last_day=date(2020, 10, 1)))
        timetable.add_holiday(work, room_id, date(2026, 12, 7), date(2026, 12, 7))
    asked = ana.post("/rooms", f"/rooms/{room_id}/give-up")
    assert asked.status_code == HTTPStatus.CONFLICT
    assert "2 slots of the timetable end with it." in asked.text
    assert asked.text.count("Loops") == 2
    assert len(every(served)) == 2
    ana.post("/rooms", f"/rooms/{room_id}/give-up", said="yes")
    assert said(ana) == "Workshop is given up. What happened in it is kept."
    with served.classroom.database.read() as work:
        left = [
            work.rows.connection().exec_driver_sql(f"SELECT count(*) FROM {table} WHERE until_at IS NULL").scalar_one()  # noqa: S608
            for table in ("timetable_slots", "timetable_holidays")
        ]
        assert (left, timetable.next_in_rooms(work, {})) == ([0, 0], {})


def test_a_room_whose_slots_are_over_is_given_up_without_a_word(served: ServedRoom, ana: TrainerClient) -> None:
    room_id = add(served, "Workshop")
    served.add_learner("1")
    facts = SlotFacts(served.cohort_id(), 0, 540, 630, "", date(2020, 9, 7), date(2020, 10, 1))
    with served.classroom.database.write(TRAINER) as work:
        timetable.add_slots(work, room_id, (0,), facts)
    ana.post("/rooms", f"/rooms/{room_id}/give-up")
    assert said(ana) == "Workshop is given up. What happened in it is kept."


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_shown_as_it_was_typed_and_is_nothing_else(
    name: str, served: ServedRoom, ana: TrainerClient
) -> None:
    room_id = add(served, name)
    kiosk_id = served.kiosk(name=name).kiosk_id
    with served.classroom.database.write(TRAINER) as work:
        kiosks.put(work, kiosk_id, room_id)
    pages = ("/rooms", "/kiosks", f"/rooms/{room_id}/plan", f"/kiosks/{kiosk_id}/move", f"/kiosks/{kiosk_id}/retire")
    for path in pages:
        page = ana.http.get(path).text
        assert name in html.unescape(page), path
        assert not any(f in page for f in ("<script>alert", "<img src=x", ">49<")), path
    ana.post("/rooms", f"/rooms/{room_id}/rename", name="Workshop")
    assert said(ana) == f"{name} is now named Workshop."


@pytest.mark.parametrize("name", NO_NAMES)
def test_a_name_that_is_none_is_refused_and_stays_in_its_field(
    name: str, served: ServedRoom, ana: TrainerClient
) -> None:
    for path in ("/rooms", f"/rooms/{served.first_room_id()}/rename"):
        refused = ana.post("/rooms", path, name=name)
        assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert refused.text.count('data-testid="wrong"') == 1
        assert "This name cannot be used" in refused.text
    assert len(every(served)) == 1


def test_rooms_stand_in_natural_order_and_are_no_more_than_there_can_be(served: ServedRoom, ana: TrainerClient) -> None:
    typed = [f"Room {number}" for number in range(ROOMS_MAXIMUM, 1, -1)]
    for name in typed:
        add(served, name)
    page = ana.http.get("/rooms").text
    assert [name for name in names_on(page) if name in typed] == typed[::-1]
    assert 'data-testid="add-room"' not in page
    assert "There are too many rooms" in html.unescape(ana.post("/rooms", "/rooms", name="One more").text)
