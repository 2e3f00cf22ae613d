"""The plan of a room: each move is stored at once, and what a colleague moved meanwhile is not overwritten."""

import html
import re
from http import HTTPStatus

import pytest

from classroom_server.kiosks import service as kiosks
from classroom_server.rooms import service as rooms
from classroom_server.rooms.schemas import SEAT_COLUMNS, SEAT_ROWS, Seat
from tests.support.server.rooms import TRAINER, ServedRoom
from tests.support.server.trainer_client import TrainerClient

CHANGED = "Nothing was moved: a colleague changed the plan meanwhile."


class Plan:
    """The first room's plan, as a page of it shows it and its forms change it."""

    def __init__(self, served: ServedRoom, ana: TrainerClient, *names: str) -> None:
        self.ids = {name: served.kiosk(name=name).kiosk_id for name in names}
        self.served, self.ana = served, ana
        self.room_id = served.first_room_id()
        self.address = f"/rooms/{self.room_id}/plan"

    def seats(self) -> dict[str, Seat | None]:
        with self.served.classroom.database.read() as work:
            places = rooms.places(work, self.room_id)
        return {name: places[kiosk_id].seat for name, kiosk_id in self.ids.items() if kiosk_id in places}

    def seen(self, name: str) -> str:
        found = re.search(rf'data-seen="({self.ids[name]}:[0-9.]*)"', self.ana.http.get(self.address).text)
        assert found
        return found[1]

    def move(self, seen: str, row: int, column: int, **fields: str) -> str:
        return self._send(self.address, {"kiosk": seen, "row": str(row), "column": str(column), **fields})

    def state(self) -> str:
        found = re.search(r'name="state" value="([0-9a-f]+)"', self.ana.http.get(self.address).text)
        assert found
        return found[1]

    def arrange(self, columns: int, which: str = "all", state: str | None = None) -> str:
        fields = {"columns": str(columns), "which": which, "state": self.state() if state is None else state}
        return self._send(f"{self.address}/by-name", fields)

    def _send(self, path: str, fields: dict[str, str]) -> str:
        answer = self.ana.post("/rooms", path, **fields)
        assert (answer.status_code, answer.headers["location"]) == (HTTPStatus.SEE_OTHER, self.address)
        found = re.search(r'data-testid="notice">.*?<p>(.*?)</p>', self.ana.http.get(self.address).text, re.DOTALL)
        assert found
        return html.unescape(found[1])


def test_a_kiosk_gets_a_seat_another_one_and_none_again(served: ServedRoom, ana: TrainerClient) -> None:
    plan = Plan(served, ana, "Door")
    assert plan.move(plan.seen("Door"), 2, 3) == "Door: row 2, seat 3."
    assert plan.seats() == {"Door": Seat(1, 2)}
    assert plan.move(plan.seen("Door"), SEAT_ROWS, SEAT_COLUMNS) == f"Door: row {SEAT_ROWS}, seat {SEAT_COLUMNS}."
    assert plan.move(plan.seen("Door"), 0, 0, out="yes") == "Door is out of the plan; it stays in the room."
    assert plan.seats() == {"Door": None}


def test_a_kiosk_changes_places_only_with_the_one_that_its_page_showed_there(
    served: ServedRoom, ana: TrainerClient
) -> None:
    plan = Plan(served, ana, "Door", "Window", "Wall")
    plan.arrange(3)
    # Without JavaScript nobody says whom they saw there: the seat must be free.
    assert plan.move(plan.seen("Door"), 1, 3) == "Another kiosk sits there. Choose a seat that is free."
    with_wall = {"there": plan.ids["Wall"]}
    assert "It changed places with Wall." in plan.move(plan.seen("Door"), 1, 2, **with_wall)
    assert plan.seats() == {"Door": Seat(0, 1), "Wall": Seat(0, 0), "Window": Seat(0, 2)}
    assert plan.move(plan.seen("Door"), 1, 3, **with_wall).startswith(CHANGED)
    assert plan.move(plan.seen("Door"), 1, 3, there="nobody").startswith(CHANGED)
    assert plan.move(plan.seen("Door"), 3, 3, there="nobody") == "Door: row 3, seat 3."


def test_two_open_plans_do_not_overwrite_each_other(served: ServedRoom, ana: TrainerClient) -> None:
    plan = Plan(served, ana, "Door", "Window")
    door, window, state = plan.seen("Door"), plan.seen("Window"), plan.state()
    plan.move(door, 1, 1)
    assert plan.move(door, 4, 4).startswith(CHANGED)
    assert plan.arrange(2, state=state).startswith(CHANGED)
    assert plan.move(window, 1, 1, there="nobody").startswith(CHANGED)
    assert plan.move(window, 1, 2, there="nobody") == "Window: row 1, seat 2."
    assert plan.seats() == {"Door": Seat(0, 0), "Window": Seat(0, 1)}


def test_a_kiosk_that_left_the_room_meanwhile_is_not_fetched_back(served: ServedRoom, ana: TrainerClient) -> None:
    plan = Plan(served, ana, "Door", "Window")
    door, window = plan.seen("Door"), plan.seen("Window")
    with served.classroom.database.write(TRAINER) as work:
        kiosks.put(work, plan.ids["Door"], rooms.add(work, "Workshop").room_id)
        kiosks.retire(work, plan.ids["Window"])
    assert plan.move(door, 1, 1).startswith(CHANGED)
    assert plan.move(window, 1, 1).startswith(CHANGED)
    assert plan.move("nobody:", 1, 1).startswith(CHANGED)
    assert plan.seats() == {}


def test_kiosks_are_seated_by_name_all_or_those_without_a_seat(served: ServedRoom, ana: TrainerClient) -> None:
    plan = Plan(served, ana, "Kiosk 10", "Kiosk 2", "Àtic", "Kiosk 1")
    assert plan.arrange(3) == "4 kiosks have a seat now."
    by_name = {"Àtic": Seat(0, 0), "Kiosk 1": Seat(0, 1), "Kiosk 2": Seat(0, 2), "Kiosk 10": Seat(1, 0)}
    assert plan.seats() == by_name
    plan.move(plan.seen("Kiosk 1"), 5, 5)
    plan.move(plan.seen("Àtic"), 0, 0, out="yes")
    plan.arrange(3, "rest")
    assert plan.seats() == by_name | {"Kiosk 1": Seat(4, 4)}
    with served.classroom.database.read() as work:
        acts = work.rows.connection().exec_driver_sql("SELECT act FROM audit_rows").scalars().all()
    assert acts.count("room_arranged") == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"row": "0", "column": "1"},
        {"row": str(SEAT_ROWS + 1), "column": "1"},
        {"row": "1", "column": str(SEAT_COLUMNS + 1)},
        {"row": "9" * 5000, "column": "1"},
        {"row": "-1", "column": "x"},
        {},
    ],
)
def test_a_seat_that_there_is_not_is_refused(fields: dict[str, str], served: ServedRoom, ana: TrainerClient) -> None:
    plan = Plan(served, ana, "Door")
    ana.post("/rooms", plan.address, kiosk=plan.seen("Door"), **fields)
    assert "The plan has no such seat." in ana.http.get(plan.address).text
    for columns in (0, SEAT_COLUMNS + 1):
        assert plan.arrange(columns).startswith("The plan has no such seat.")
    assert plan.seats() == {"Door": None}


def test_there_is_no_plan_of_a_room_that_is_none(served: ServedRoom, ana: TrainerClient) -> None:
    assert served.url
    assert ana.http.get("/rooms/0/plan").status_code == HTTPStatus.NOT_FOUND


def test_where_a_kiosk_sat_is_kept_with_its_dates(served: ServedRoom, ana: TrainerClient) -> None:
    plan = Plan(served, ana, "Door")
    for column in (1, 2):
        plan.move(plan.seen("Door"), 1, column)
    plan.arrange(1)
    query = "SELECT seat_column, until_at IS NULL FROM kiosk_places ORDER BY from_at"
    with served.classroom.database.read() as work:
        kept = work.rows.connection().exec_driver_sql(query).all()
    assert [tuple(row) for row in kept] == [(None, 0), (0, 0), (1, 0), (0, 1)]
