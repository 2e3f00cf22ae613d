"""What the pages of rooms and of their seat plans show."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from classroom_server.rooms.schemas import Room, Seat
from classroom_server.sessions.schemas import ClassSession


@dataclass(frozen=True)
class ListedRoom:
    """A room in the list of rooms."""

    room: Room
    kiosks: int
    answering: int
    session: ClassSession | None

    @property
    def can_be_given_up(self) -> bool:
        """Tell whether it is in nobody's use now; slots to come are asked about when it is given up."""
        return not self.kiosks and self.session is None


@dataclass(frozen=True)
class PlannedKiosk:
    """A kiosk in a room's plan, or not in it yet."""

    kiosk_id: str
    name: str
    seat: Seat | None


@dataclass(frozen=True)
class PlanSeat:
    """A seat that the plan shows, taken or free."""

    seat: Seat
    kiosk: PlannedKiosk | None
    is_printed: bool
    """It lies between those that are taken; the free ones around them are there to be moved to."""


class Crowding(StrEnum):
    """How much stands on the sheet that is printed: how big names can be."""

    FEW = "few"
    SOME = "some"
    MANY = "many"
    FULL = "full"


@dataclass(frozen=True)
class SeatPlan:
    """A room's plan as it is now."""

    room: Room
    rows: Sequence[Sequence[PlanSeat]]
    unseated: Sequence[PlannedKiosk]
    kiosks: Sequence[PlannedKiosk]
    """All of the room, by name."""
    usual_columns: int
    """How many seats a row has now; in an empty plan as many as make it about square."""
    crowding: Crowding
    state: str
    """Changes with every move: who arranges all says what they saw."""


@dataclass(frozen=True)
class Moved:
    """What a move did."""

    kiosk: PlannedKiosk
    changed_with: PlannedKiosk | None
    """Who sat there, and sits now where the kiosk came from."""


@dataclass(frozen=True)
class Arranged:
    """How many kiosks of a room have a seat now, and how many did not fit."""

    seated: int
    left_over: int
