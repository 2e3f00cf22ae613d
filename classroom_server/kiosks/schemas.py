"""Kiosks as the server knows them."""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk_agent.protocol.enrolment import Approval


@dataclass(frozen=True)
class EnrolledKiosk:
    """A machine that once sent an enrolment; `approval` says where it stands."""

    kiosk_id: str
    name: str
    """One that is refused or retired holds none: this was its last, and another kiosk may have it now."""
    approval: Approval
    fingerprint: tuple[str, ...]
    """Six words; the same are on the kiosk's own screen. Do not show the last two before approval: they are typed."""
    public_key: str
    image_version: str
    enrolled_at: datetime
    last_seen_at: datetime
    retired_at: datetime | None
    """Set for one that was taken out of use for good; it is refused as well."""
    jail_fault: str | None
    """Why learner code could not run there, as the kiosk said it: hostile text. None when it runs."""
    acts: frozenset[str] = frozenset()
    """What its image knows of what staff can ask of kiosks."""
    wired_addresses: tuple[str, ...] = ()
    """Of its network cards; one that has told none cannot be woken."""


class ApprovalOutcome(StrEnum):
    """What became of an approval."""

    APPROVED = "approved"
    FINGERPRINT_DIFFERS = "fingerprint_differs"
    """What was typed is not this kiosk's: another machine may be pretending. Nothing was approved."""
    NOT_WAITING = "not_waiting"
    """It is approved already."""


def write_acts(acts: Iterable[str]) -> str | None:
    """Return the column's value; None for an image that knows none."""
    return " ".join(sorted(set(acts))) or None


@functools.lru_cache(maxsize=64)
def read_acts(kept: str | None) -> frozenset[str]:
    """Return what a column says. A room of kiosks has few images."""
    return frozenset((kept or "").split())
