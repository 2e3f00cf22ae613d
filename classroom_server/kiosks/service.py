"""What can be done with kiosks: they enrol, a person approves or refuses them."""

from classroom_server.database import Work
from classroom_server.kiosks.schemas import ApprovalOutcome, Kiosk


def every(work: Work) -> tuple[Kiosk, ...]:
    """Return all kiosks by name."""
    raise NotImplementedError


def waiting(work: Work) -> tuple[Kiosk, ...]:
    """Return the kiosks that wait for approval, the oldest first."""
    raise NotImplementedError


def approve(work: Work, kiosk_id: str, typed: str) -> ApprovalOutcome:
    """Approve a kiosk when `typed` (or scanned) holds its six fingerprint words, or at least the last two, in order.

    Case, blanks, hyphens and other signs between the words do not matter. A refused kiosk can be approved later.
    Raises Refused (not_found).
    """
    raise NotImplementedError


def refuse(work: Work, kiosk_id: str) -> None:
    """Refuse a kiosk, or take back its approval: it locks within seconds. Raises Refused (not_found)."""
    raise NotImplementedError


def rename(work: Work, kiosk_id: str, name: str) -> Kiosk:
    """Give a kiosk another name. Raises Refused (not_found, name_unsuitable, name_taken)."""
    raise NotImplementedError
