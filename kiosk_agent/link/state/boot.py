"""Which start of the machine this is, and how long it has run: the only clock a kiosk can trust."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

KERNEL_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def _seconds_since_boot() -> float:
    # BOOTTIME, not MONOTONIC: a suspended kiosk must not stop its lease.
    return time.clock_gettime(time.CLOCK_BOOTTIME)


@dataclass(frozen=True)
class Boot:
    """One start of the machine."""

    id: str
    seconds: Callable[[], float] = _seconds_since_boot
    """Seconds since it, suspended ones too; nobody can set this clock."""

    @classmethod
    def current(cls) -> "Boot":
        """Return the one that the kernel is in."""
        return cls(id=KERNEL_BOOT_ID.read_text(encoding="ascii").strip())
