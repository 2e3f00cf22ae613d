"""The addresses of this machine's wired network cards: by these the server wakes it when it is off."""

import re
from pathlib import Path
from typing import Final

from kiosk_agent.protocol.enrolment import WIRED_ADDRESSES

INTERFACES: Final = Path("/sys/class/net")
# linux/if_arp.h: Ethernet.
_ETHERNET: Final = "1"
# Of one card, and not of many: the lowest bit of the first byte says so.
_ADDRESS: Final = re.compile(r"[0-9a-f][02468ace](:[0-9a-f]{2}){5}")
_NOBODY: Final = "00:00:00:00:00:00"


def wired_addresses(interfaces: Path = INTERFACES) -> tuple[str, ...]:
    """Return them in the order of their interfaces' names. What is no hardware, or has a radio, is left out."""
    found = [address for path in sorted(interfaces.glob("*")) if (address := _address(path))]
    return tuple(dict.fromkeys(found))[:WIRED_ADDRESSES]


def _address(interface: Path) -> str | None:
    has_radio = (interface / "wireless").exists() or (interface / "phy80211").exists()
    if has_radio or not (interface / "device").exists() or _read(interface / "type") != _ETHERNET:
        return None
    address = _read(interface / "address")
    return address if _ADDRESS.fullmatch(address) and address != _NOBODY else None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""  # it was pulled out just now
