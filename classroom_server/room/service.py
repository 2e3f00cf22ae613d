"""The room view, read in one go."""

from classroom_server.database import Work
from classroom_server.events import Presence
from classroom_server.room.schemas import RoomView


def view(work: Work, presence: Presence) -> RoomView:
    """Return the room as it is now. Subscribe to events.ROOM to learn when to read it again."""
    raise NotImplementedError
