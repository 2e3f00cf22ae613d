"""A seat plan drawn up from where kiosks stand, and seats given by name: facts in, a value out."""

import hashlib
import math
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Final

from classroom_server.room_plans.schemas import Crowding, PlannedKiosk, PlanSeat, SeatPlan
from classroom_server.rooms.schemas import SEAT_COLUMNS, SEAT_ROWS, Room, Seat

# An empty room is shown with so many, and any other with one row and one column more than are taken.
ROWS_AT_LEAST: Final = 4
COLUMNS_AT_LEAST: Final = 6
_CROWDING: Final = ((Crowding.FEW, 4, 5), (Crowding.SOME, 6, 7), (Crowding.MANY, 10, 10))


def seat_name(seat: Seat | None) -> str:
    """Return what pages call a seat in their forms; empty for none."""
    return f"{seat.row}.{seat.column}" if seat else ""


def draw_up(room: Room, kiosks: Sequence[PlannedKiosk]) -> SeatPlan:
    """Return the plan of a room; kiosks come by name."""
    by_seat = {kiosk.seat: kiosk for kiosk in kiosks if kiosk.seat}
    rows = max((seat.row + 1 for seat in by_seat), default=0)
    columns = max((seat.column + 1 for seat in by_seat), default=0)
    shown_rows = min(max(rows + 1, ROWS_AT_LEAST), SEAT_ROWS)
    shown_columns = min(max(columns + 1, COLUMNS_AT_LEAST), SEAT_COLUMNS)
    return SeatPlan(
        room=room,
        rows=[
            [_seat(Seat(row, column), by_seat, rows, columns) for column in range(shown_columns)]
            for row in range(shown_rows)
        ],
        unseated=[kiosk for kiosk in kiosks if kiosk.seat is None],
        kiosks=kiosks,
        usual_columns=columns or min(max(math.isqrt(len(kiosks)), COLUMNS_AT_LEAST - 2), SEAT_COLUMNS),
        crowding=next((word for word, most, wide in _CROWDING if rows <= most and columns <= wide), Crowding.FULL),
        state=state_of(kiosks),
    )


def _seat(seat: Seat, by_seat: Mapping[Seat, PlannedKiosk], rows: int, columns: int) -> PlanSeat:
    return PlanSeat(seat, by_seat.get(seat), is_printed=seat.row < rows and seat.column < columns)


def state_of(kiosks: Sequence[PlannedKiosk]) -> str:
    """Return what differs whenever a kiosk came, went or changed its seat."""
    lines = sorted(f"{kiosk.kiosk_id}:{seat_name(kiosk.seat)}" for kiosk in kiosks)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def seats_by_name(kiosks: Sequence[PlannedKiosk], columns: int, *, anew: bool) -> dict[str, Seat]:
    """Return a seat for each kiosk in the order given, row by row, in so many columns; who does not fit has none.

    Without `anew` those that have a seat keep it, and the others get what is free.
    """
    kept = {} if anew else {kiosk.kiosk_id: kiosk.seat for kiosk in kiosks if kiosk.seat}
    taken = set(kept.values())
    free = (Seat(*each) for each in product(range(SEAT_ROWS), range(columns)) if each not in taken)
    return kept | dict(zip((kiosk.kiosk_id for kiosk in kiosks if kiosk.kiosk_id not in kept), free, strict=False))
