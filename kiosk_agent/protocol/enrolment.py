"""How a kiosk becomes known: it makes its own key, and a person compares the fingerprint on both screens."""

import hashlib
from enum import StrEnum
from typing import Annotated, Final

from pydantic import ConfigDict, Field

from kiosk_agent.protocol.acts.orders import ActName
from kiosk_agent.protocol.log_head import LogHead
from kiosk_agent.protocol.model import WireModel

# Proquints (arXiv:0901.4016): 16 bits as one word that can be read out in any of our languages, with no word list.
_CONSONANTS = "bdfghjklmnprstvz"
_VOWELS = "aiou"
FINGERPRINT_WORDS = 6
_QR_PREFIX = "outset-kiosk:"
WIRED_ADDRESSES: Final = 4
"""More network cards than a cheap PC has."""
WiredAddress = Annotated[str, Field(pattern=r"^[0-9a-f][02468ace](:[0-9a-f]{2}){5}$")]
"""Of one network card: an odd first byte would be the address of many."""


def fingerprint_words(public_key: bytes) -> tuple[str, ...]:
    """Return six words that name a raw 32-byte Ed25519 public key: the first 96 bits of its SHA-256."""
    digest = hashlib.sha256(b"outset kiosk key\0" + public_key).digest()
    return tuple(_proquint(int.from_bytes(digest[2 * index : 2 * index + 2])) for index in range(FINGERPRINT_WORDS))


def _proquint(sixteen_bits: int) -> str:
    first, second, third, fourth, fifth = (
        sixteen_bits >> 12 & 15,
        sixteen_bits >> 10 & 3,
        sixteen_bits >> 6 & 15,
        sixteen_bits >> 4 & 3,
        sixteen_bits & 15,
    )
    return _CONSONANTS[first] + _VOWELS[second] + _CONSONANTS[third] + _VOWELS[fourth] + _CONSONANTS[fifth]


def qr_text(fingerprint: tuple[str, ...]) -> str:
    """Return what a kiosk's QR code holds: the words that the trainer's page shows, marked as a kiosk's."""
    return _QR_PREFIX + "-".join(fingerprint)


def qr_words(text: str) -> tuple[str, ...] | None:
    """Return the words that a QR code holds, or None for one that is no kiosk's."""
    return tuple(text.removeprefix(_QR_PREFIX).split("-")) if text.startswith(_QR_PREFIX) else None


class Approval(StrEnum):
    """Where a kiosk stands with the server."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"


class EnrolmentRequest(WireModel):
    """POST /v1/enrolments, signed by the very key it names. Sent again until approved; the same key, the same kiosk.

    A key that the server does not know gets enrolment_closed unless a trainer has opened it for new kiosks. Each field
    but the key is what a kiosk says of itself, and the server can do without it: what a newer image says besides is
    left out, and keeps no kiosk from its server.
    """

    model_config = ConfigDict(extra="ignore")

    public_key: str = Field(pattern=r"^[A-Za-z0-9_-]{43}$")
    """Raw Ed25519 public key, base64url without padding."""
    proposed_name: str = Field(default="", max_length=40)
    image_version: str = Field(default="", max_length=40)
    log_head: LogHead | None = None
    """The newest that this kiosk was given: the server looks whether its log still holds it."""
    acts: tuple[ActName, ...] = Field(default=(), max_length=32)
    """What its image knows of what staff can ask of kiosks; an image of before that says nothing."""
    wired_addresses: tuple[WiredAddress, ...] = Field(default=(), max_length=WIRED_ADDRESSES)
    """Of its network cards, by which it can be woken; an image of before that tells none."""


class EnrolmentReply(WireModel):
    """What the server says to it."""

    kiosk_id: str
    approval: Approval
    name: str
    lease_public_key: str
    """Raw Ed25519 public key that signs leases, base64url without padding."""
