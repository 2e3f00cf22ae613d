"""One running classroom, as every endpoint and page works with it; what a feature alone needs, it keeps itself."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from classroom_server.core.database import Database
from classroom_server.core.live.events import Hub
from classroom_server.core.live.presence import Presence


@dataclass(frozen=True)
class Classroom:
    """The rows, who waits for changes of them, and which kiosks are there."""

    database: Database
    hub: Hub
    presence: Presence
    lease_public_key: str
    """By which kiosks know a lease: raw Ed25519, base64url without padding."""


def classroom_of(connection: HTTPConnection) -> Classroom:
    """Return the classroom that a request came to."""
    classroom: Classroom = connection.app.state.classroom
    return classroom


async def _classroom(connection: HTTPConnection) -> Classroom:
    # Each dependency of a request that is no coroutine would be called on another thread, for nothing.
    return classroom_of(connection)


OurClassroom = Annotated[Classroom, Depends(_classroom)]
