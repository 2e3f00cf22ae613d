"""What the page of kiosks lists: the approved by room, those that fit a search, and a page of each list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from classroom_server.core.database import Work
from classroom_server.core.names import fits
from classroom_server.kiosks import service
from classroom_server.kiosks.schemas import EnrolledKiosk
from classroom_server.rooms import service as rooms
from classroom_server.rooms.schemas import KioskPlace, Room
from classroom_server.web.paging import ROWS_A_PAGE, PageOfRows, page_of
from kiosk_agent.protocol.enrolment import Approval

HERE: Final = "/kiosks"
REFUSED_KEY: Final = "refused"
RETIRED_KEY: Final = "retired"


@dataclass(frozen=True)
class ListAsked:
    """Which kiosks, and which page of each list; or the pages on which one kiosk stands."""

    room_id: str = ""
    find: str = ""
    number: int = 1
    refused_number: int = 1
    retired_number: int = 1
    kiosk_id: str = ""
    into: str = ""
    """The room that the last one was approved into here: the next one stands there too, as a rule."""
    waiting: int | None = None
    """How many of those that wait the page shows that asks again; None when it is opened."""
    replaces_id: str = ""
    """The approved kiosk that the next one shall replace."""


@dataclass(frozen=True)
class RoomOfKiosks:
    """What a page of the list shows of one room."""

    room: Room | None
    """None for kiosks that stand in no room: they are locked."""
    kiosks: Sequence[EnrolledKiosk]


@dataclass(frozen=True)
class KioskLists:
    """All lists of the page."""

    waiting: Sequence[EnrolledKiosk]
    rooms: Sequence[Room]
    chosen: str
    """The room that the list is of; empty for all."""
    into: str
    """The room that is offered to a kiosk that is approved; empty for the first."""
    waiting_shown: int
    """How many of those that wait are on the page that asks."""
    places: dict[str, KioskPlace]
    approved: PageOfRows[EnrolledKiosk]
    by_room: Sequence[RoomOfKiosks]
    """The rows of `approved`, in their order."""
    in_room: Sequence[EnrolledKiosk]
    """Every approved kiosk of the room or rooms that the list is of, whether it fits the search or not."""
    found: int
    names: Sequence[str]
    """Of every approved kiosk: what a new one can replace."""
    replaced: EnrolledKiosk | None
    """The one that the next kiosk shall replace, as was asked for."""
    refused: PageOfRows[EnrolledKiosk]
    retired: PageOfRows[EnrolledKiosk]

    @property
    def shown(self) -> list[EnrolledKiosk]:
        """Every kiosk of the page but those that wait."""
        return [*self.approved.rows, *self.refused.rows, *self.retired.rows]


def of_kiosk(kiosk_id: str) -> str:
    """Return the address of the page of the list on which a kiosk stands."""
    return f"{HERE}?kiosk={kiosk_id}"


def draw_up(work: Work, asked: ListAsked) -> KioskLists:
    """Return what the page shows."""
    every, places, all_rooms = service.every(work), rooms.place_of_each(work), rooms.every(work)
    chosen = asked.room_id if any(room.room_id == asked.room_id for room in all_rooms) else ""
    order = {room.room_id: at for at, room in enumerate(all_rooms)}
    approved = [kiosk for kiosk in every if kiosk.approval is Approval.APPROVED]
    in_room = [kiosk for kiosk in approved if not chosen or _room_of(kiosk, places) == chosen]
    fitting = [kiosk for kiosk in in_room if _fits(kiosk, asked.find)]
    # They come by name: by room they are sorted beside that.
    fitting.sort(key=lambda kiosk: order.get(_room_of(kiosk, places), len(order)))
    put_out = [kiosk for kiosk in every if kiosk.approval is Approval.REFUSED and _fits(kiosk, asked.find)]
    listed = _page(fitting, asked, asked.number)
    waiting = service.waiting(work)
    return KioskLists(
        waiting=waiting,
        waiting_shown=len(waiting) if asked.waiting is None else asked.waiting,
        rooms=all_rooms,
        chosen=chosen,
        into=asked.into or chosen,
        places=places,
        approved=listed,
        by_room=_by_room(listed.rows, places, all_rooms),
        in_room=in_room,
        found=len(fitting),
        names=[kiosk.name for kiosk in approved],
        replaced=next((kiosk for kiosk in approved if kiosk.kiosk_id == asked.replaces_id), None),
        refused=_page([each for each in put_out if not each.retired_at], asked, asked.refused_number, REFUSED_KEY),
        retired=_page([each for each in put_out if each.retired_at], asked, asked.retired_number, RETIRED_KEY),
    )


def _page(
    kiosks: Sequence[EnrolledKiosk], asked: ListAsked, number: int, key: str = "page"
) -> PageOfRows[EnrolledKiosk]:
    """Return the page of this number, or the one on which the kiosk stands that was asked for."""
    at = next((at for at, kiosk in enumerate(kiosks) if kiosk.kiosk_id == asked.kiosk_id), None)
    number = number if at is None else at // ROWS_A_PAGE + 1
    return page_of(kiosks, number, HERE, key=key, room=asked.room_id, find=asked.find)


def _by_room(
    kiosks: Sequence[EnrolledKiosk], places: dict[str, KioskPlace], all_rooms: Sequence[Room]
) -> list[RoomOfKiosks]:
    of_rooms = [
        RoomOfKiosks(room, [kiosk for kiosk in kiosks if _room_of(kiosk, places) == room.room_id]) for room in all_rooms
    ]
    of_rooms.append(RoomOfKiosks(None, [kiosk for kiosk in kiosks if kiosk.kiosk_id not in places]))
    return [of_room for of_room in of_rooms if of_room.kiosks]


def _room_of(kiosk: EnrolledKiosk, places: dict[str, KioskPlace]) -> str:
    place = places.get(kiosk.kiosk_id)
    return place.room_id if place else ""


def _fits(kiosk: EnrolledKiosk, find: str) -> bool:
    return fits(find, kiosk.name, *kiosk.fingerprint)
