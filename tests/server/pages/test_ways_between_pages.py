"""From where a trainer is to what they want there next."""

import re
from http import HTTPStatus

import pytest

from classroom_server.rooms import service as rooms
from tests.support.server.rooms import TRAINER, ServedRoom
from tests.support.server.trainer_client import TrainerClient


@pytest.fixture
def workshop_id(served: ServedRoom) -> str:
    with served.classroom.database.write(TRAINER) as work:
        return rooms.add(work, "Workshop").room_id


def ways(page: str, *names: str) -> list[str]:
    """Return where the links with these test ids lead."""
    found = (re.search(rf'<a[^>]* href="([^"]+)" data-testid="{name}"', page) for name in names)
    return [way[1] if way else "" for way in found]


def test_a_rooms_page_leads_to_its_own_seat_plan(ana: TrainerClient, workshop_id: str) -> None:
    (way,) = ways(ana.http.get(f"/rooms/{workshop_id}").text, "to-plan")
    assert way == f"/rooms/{workshop_id}/plan"


def test_a_kiosks_page_leads_to_where_it_is_renamed_moved_replaced_and_retired(
    served: ServedRoom, ana: TrainerClient
) -> None:
    kiosk_id = served.kiosk(name="Window seat").kiosk_id
    page = ana.http.get(f"/rooms/{served.first_room_id()}/kiosks/{kiosk_id}").text
    found = ways(page, "to-rename", "to-move", "to-replace", "to-retire")
    assert all("Window seat" in ana.http.get(way).text for way in found), found
    assert f'id="rename-{kiosk_id}"' in ana.http.get(found[0]).text


def test_the_kiosk_that_shall_be_replaced_is_named_in_the_form_of_the_one_that_waits(
    served: ServedRoom, ana: TrainerClient
) -> None:
    kiosk_id = served.kiosk(name="Window seat").kiosk_id
    assert 'data-testid="to-be-replaced"' in ana.http.get(f"/kiosks?replaces={kiosk_id}").text
    served.kiosk(approved=False).enrol()
    assert re.search(r'name="replaces" value="Window seat"', ana.http.get(f"/kiosks?replaces={kiosk_id}").text)
    for nothing in ("/kiosks", "/kiosks?replaces=nobody"):
        page = ana.http.get(nothing).text
        assert 'name="replaces" value=""' in page
        assert 'data-testid="to-be-replaced"' not in page


def test_the_timetable_begins_in_the_room_that_one_comes_from(
    served: ServedRoom, ana: TrainerClient, workshop_id: str
) -> None:
    with served.classroom.database.write(TRAINER) as work:
        # After the other one by number, though not by letters.
        rooms.rename(work, served.first_room_id(), "Room 2")
        rooms.rename(work, workshop_id, "Room 10")
    ana.http.cookies.delete("__Host-outset-room")
    assert "Timetable: Room 2 " in ana.http.get("/timetable").text
    assert ana.http.get(f"/rooms/{workshop_id}").status_code == HTTPStatus.OK
    assert "Timetable: Room 10 " in ana.http.get("/timetable").text
