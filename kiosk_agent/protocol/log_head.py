"""The head of the server's log, as the server signed it: kiosks keep the newest and show it again at the next link.

A log that was cut or written anew on the server's disk no longer holds a head that some kiosk still shows.
"""

from pydantic import Field

from kiosk_agent.protocol.model import WireModel

# So that no signature of a lease is ever one of a head.
_PREFIX = b"outset log head\0"
_SEQUENCE_MAXIMUM = 2**63 - 1


class LogHead(WireModel):
    """Data of StreamEvent.LOG_HEAD; in an enrolment, the newest that a kiosk was given."""

    sequence: int = Field(ge=1, le=_SEQUENCE_MAXIMUM)
    row_hash: str = Field(pattern=r"^[0-9a-f]{64}$")
    signature: str = Field(pattern=r"^[A-Za-z0-9+/]{86}==$")
    """Base64 of the site's Ed25519 signature, by the key that signs leases."""


def signed_content(sequence: int, row_hash: str) -> bytes:
    """Return what the signature of a head is over."""
    return _PREFIX + f"{sequence} {row_hash}".encode()
