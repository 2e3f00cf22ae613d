"""Wake-on-LAN: the packet by which a network card switches its machine on, sent to every wire that the server is on.

Format: six bytes of 0xFF, then the card's address sixteen times (AMD, Magic Packet Technology, 1995); by custom as UDP
to port 9. The card reads it below all addresses: no answer comes, and no port is open anywhere.
"""

import fcntl
import socket
import struct
import time
from collections.abc import Iterable, Iterator
from typing import Final

PORT: Final = 9
"""Of the service that throws away what it gets."""
TIMES: Final = 3
"""A packet may be lost, and nobody says so."""
PAUSE_SECONDS: Final = 0.2
_EVERYBODY: Final = "255.255.255.255"
_GET_FLAGS: Final = 0x8913
_UP, _BROADCAST, _LOOPBACK, _PLUGGED_IN = 0x1, 0x2, 0x8, 0x40
# struct ifreq, as far as it is needed: the name, and the flags.
_REQUEST: Final = struct.Struct("16sH22x")


def packet(address: str) -> bytes:
    """Return what wakes the machine whose network card has an address, as in "02:00:5e:10:00:01"."""
    return b"\xff" * 6 + bytes.fromhex(address.replace(":", "")) * 16


def wires() -> tuple[str, ...]:
    """Return the names of the server's interfaces on which everybody can be spoken to."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        return tuple(name for _index, name in socket.if_nameindex() if _is_wire(asking, name))


def _is_wire(asking: socket.socket, name: str) -> bool:
    try:
        answer = fcntl.ioctl(asking, _GET_FLAGS, _REQUEST.pack(name.encode(), 0))
    except OSError:
        return False  # it was taken away between the two questions
    flags = _REQUEST.unpack(answer)[1]
    return bool(flags & _UP and flags & _PLUGGED_IN and flags & _BROADCAST and not flags & _LOOPBACK)


def send(addresses: Iterable[str]) -> tuple[str, ...]:
    """Wake machines by the addresses of their network cards; return the wires over which that was sent, by name.

    Takes a moment: each packet goes TIMES times. Needs no privilege.
    """
    packets = [packet(address) for address in addresses]
    sent: set[str] = set()
    for turn in range(TIMES):
        if turn:
            time.sleep(PAUSE_SECONDS)
        sent.update(_send_once(packets))
    return tuple(sorted(sent))


def _send_once(packets: list[bytes]) -> Iterator[str]:
    for wire in wires():
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sending:
            try:
                # By its name: two wires may have addresses of one network.
                sending.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, wire.encode())
                sending.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
                for each in packets:
                    sending.sendto(each, (_EVERYBODY, PORT))
            except OSError:
                continue  # a wire without an address of its own; the others may do
            yield wire
