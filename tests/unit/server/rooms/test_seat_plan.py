"""The seat plan as a value: what is shown, what is printed, and seats given by name."""

import pytest

from classroom_server.room_plans.plan import draw_up, seats_by_name, state_of
from classroom_server.room_plans.schemas import Crowding, PlannedKiosk, SeatPlan
from classroom_server.rooms.schemas import SEAT_COLUMNS, SEAT_ROWS, Room, Seat

ROOM = Room("room", "Workshop")
ALL_SEATS = SEAT_ROWS * SEAT_COLUMNS


def kiosks(number: int, *seats: Seat) -> list[PlannedKiosk]:
    """Give so many kiosks in order, of which the first sit at these seats."""
    at: list[Seat | None] = [*seats, *[None] * (number - len(seats))]
    return [PlannedKiosk(f"id-{each}", f"Kiosk {each}", at[each]) for each in range(number)]


def size(plan: SeatPlan) -> tuple[int, int]:
    return len(plan.rows), len(plan.rows[0])


def printed(plan: SeatPlan) -> tuple[int, int]:
    rows = [[seat for seat in row if seat.is_printed] for row in plan.rows]
    return len([row for row in rows if row]), max((len(row) for row in rows), default=0)


def test_a_plan_shows_a_row_and_a_column_more_than_are_taken_and_prints_those_that_are() -> None:
    plan = draw_up(ROOM, kiosks(3, Seat(6, 7), Seat(0, 0)))
    assert (size(plan), printed(plan)) == ((8, 9), (7, 8))
    assert [kiosk.name for kiosk in plan.unseated] == ["Kiosk 2"]


def test_an_empty_room_has_seats_to_be_filled_and_none_to_be_printed() -> None:
    plan = draw_up(ROOM, kiosks(2))
    assert (size(plan), printed(plan)) == ((4, 6), (0, 0))
    assert (len(plan.unseated), plan.crowding) == (2, Crowding.FEW)


def test_the_last_seat_of_all_makes_the_plan_no_larger_than_it_can_be() -> None:
    plan = draw_up(ROOM, kiosks(1, Seat(SEAT_ROWS - 1, SEAT_COLUMNS - 1)))
    assert size(plan) == (SEAT_ROWS, SEAT_COLUMNS)
    assert plan.crowding is Crowding.FULL


def test_seats_by_name_go_row_by_row_in_so_many_columns() -> None:
    seats = seats_by_name(kiosks(5), 2, anew=True)
    assert list(seats.values()) == [Seat(0, 0), Seat(0, 1), Seat(1, 0), Seat(1, 1), Seat(2, 0)]


def test_those_that_sit_keep_their_seats_unless_all_are_seated_anew() -> None:
    here = kiosks(3, Seat(0, 1))
    assert seats_by_name(here, 2, anew=False) == {"id-0": Seat(0, 1), "id-1": Seat(0, 0), "id-2": Seat(1, 0)}
    assert seats_by_name(here, 2, anew=True) == {"id-0": Seat(0, 0), "id-1": Seat(0, 1), "id-2": Seat(1, 0)}


@pytest.mark.parametrize(("number", "columns", "seated"), [(500, SEAT_COLUMNS, ALL_SEATS), (50, 1, SEAT_ROWS)])
def test_who_does_not_fit_has_no_seat(number: int, columns: int, seated: int) -> None:
    seats = seats_by_name(kiosks(number), columns, anew=True)
    assert len(seats) == len(set(seats.values())) == seated


def test_the_state_changes_with_each_move_and_with_who_is_there() -> None:
    states = [state_of(each) for each in (kiosks(2), kiosks(2, Seat(0, 0)), kiosks(2, Seat(0, 1)), kiosks(3))]
    assert len(set(states)) == len(states)
    assert state_of(kiosks(2)) == state_of(kiosks(2)[::-1])
