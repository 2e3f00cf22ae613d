"""One running classroom server's parts, wired once by the command and handed to every endpoint."""

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from classroom_server.core.database import Database
from classroom_server.core.events import Hub, Presence
from classroom_server.kiosks.signatures import NonceStore
from classroom_server.sessions.leases import LeaseGiver
from classroom_server.site.settings import ServerSettings


@dataclass(frozen=True)
class Classroom:
    """What endpoints and pages work with."""

    settings: ServerSettings
    database: Database
    hub: Hub
    presence: Presence
    leases: LeaseGiver
    nonces: NonceStore
    """Of approved kiosks; a flood of enrolments cannot fill it."""
    enrolment_nonces: NonceStore
    lease_public_key: str
    """Raw Ed25519 public key, base64url without padding."""


def classroom_of(connection: HTTPConnection) -> Classroom:
    """Return the server that a request came to; a FastAPI dependency."""
    classroom: Classroom = connection.app.state.classroom
    return classroom
