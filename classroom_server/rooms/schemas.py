"""Rooms, and where in them kiosks stand."""

from dataclasses import dataclass
from typing import Final, NamedTuple

ROOMS_MAXIMUM: Final = 60
SEAT_ROWS: Final = 40
SEAT_COLUMNS: Final = 12


@dataclass(frozen=True)
class Room:
    """A room that has sessions of its own."""

    room_id: str
    name: str


class Seat(NamedTuple):
    """A seat in a room's plan; the first row is at the front, the first column at the left."""

    row: int
    column: int


@dataclass(frozen=True)
class KioskPlace:
    """Where a kiosk stands now."""

    kiosk_id: str
    room_id: str
    seat: Seat | None
    """None as long as nobody has put the kiosk into the plan."""
