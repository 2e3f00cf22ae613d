"""The right to be open: signed by the server, counted on the boot clock, gone after a power cut until it speaks."""

import logging
from dataclasses import dataclass
from functools import lru_cache

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from joserfc.jws import JWSRegistry
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from kiosk_agent.link.state.boot import Boot
from kiosk_agent.protocol.sessions import Closed, SessionLease, StreamEvent

logger = logging.getLogger(__name__)
# One signature by two names: RFC 9864 renamed the first to the second.
_SIGNED = JWSRegistry(algorithms=("EdDSA", "Ed25519"))
TERMS: TypeAdapter[SessionLease | Closed] = TypeAdapter(SessionLease | Closed)


class LeaseForged(Exception):
    """The server's stream carried what its lease key did not sign, or what is for another kiosk."""


def open_terms(token: str, *, lease_public_key: str, kiosk_id: str) -> SessionLease | Closed:
    """Return what a compact JWS says, once proved to be the server's word to this kiosk. Raises LeaseForged."""
    try:
        terms = TERMS.validate_json(open_word(token, lease_public_key, StreamEvent.LEASE, StreamEvent.CLOSED))
    except (JoseError, ValidationError, ValueError) as error:
        raise LeaseForged(f"a lease that this kiosk cannot trust: {type(error).__name__}") from error
    if terms.kiosk_id != kiosk_id:
        raise LeaseForged("a lease for another kiosk")
    return terms


def open_word(token: str, lease_public_key: str, *names: StreamEvent) -> bytes:
    """Return what a compact JWS of the server's holds, one that is signed as one of these.

    Raises JoseError, and ValueError for one that is something else. A server of before says of none what it is.
    """
    said = jws.deserialize_compact(token, lease_key(lease_public_key), registry=_SIGNED)
    if said.headers().get("typ", names[0]) not in names:
        raise ValueError("signed as something else")
    return said.payload


@lru_cache(maxsize=1)
def lease_key(public_key: str) -> OKPKey:
    """Return the key of the server's words."""
    # A kiosk has one server: making its key anew for each lease costs a tenth of taking that.
    return OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": public_key})


class Holding(BaseModel):
    """What is kept of the server's last word, all times in seconds of the boot clock."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    terms: SessionLease | Closed
    received_at: float
    heard_at: float
    """When the server was last heard, by this or by anything else."""


@dataclass
class LeaseKeeper:
    """Holds the server's last word and counts it down."""

    boot: Boot
    holding: Holding | None = None

    def accept(self, terms: SessionLease | Closed) -> bool:
        """Take the server's word if it is newer than the last one, and tell whether it was."""
        self.heard()
        if self.holding and terms.sequence <= self.holding.terms.sequence:
            if terms.sequence < self.holding.terms.sequence:
                logger.warning("an old lease (%d) is ignored", terms.sequence)
            return False
        now = self.boot.seconds()
        self.holding = Holding(terms=terms, received_at=now, heard_at=now)
        return True

    def heard(self) -> None:
        """Count the offline grace from now: the server answered."""
        if self.holding:
            self.holding = self.holding.model_copy(update={"heard_at": self.boot.seconds()})

    def withdraw(self) -> None:
        """Drop everything: the server no longer knows this kiosk."""
        self.holding = None

    @property
    def lease(self) -> SessionLease | None:
        """The lease, if it holds now."""
        terms = self.holding.terms if self.holding else None
        return terms if isinstance(terms, SessionLease) and self.seconds_to_lock() > 0 else None

    @property
    def closed(self) -> Closed | None:
        """The server's word that no session is on, if that was its last."""
        terms = self.holding.terms if self.holding else None
        return terms if isinstance(terms, Closed) else None

    def seconds_left(self) -> float:
        """Return the seconds to the session's end."""
        if self.holding is None or isinstance(self.holding.terms, Closed):
            return 0.0
        return self.holding.received_at + self.holding.terms.remaining_seconds - self.boot.seconds()

    def seconds_to_lock(self) -> float:
        """Return the seconds until this kiosk locks if the server says nothing more."""
        if self.holding is None or isinstance(self.holding.terms, Closed):
            return 0.0
        grace_left = self.holding.heard_at + self.holding.terms.grace_seconds - self.boot.seconds()
        return min(self.seconds_left(), grace_left)
