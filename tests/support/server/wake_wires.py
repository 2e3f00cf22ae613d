"""Two wires in a network of their own: what the server's program sends there, read as a card at their ends reads it.

Run in a network namespace as its root; prints JSON: which wires it says it used, and each wire's frames in hexadecimal.
"""

import ctypes
import fcntl
import json
import os
import socket
import struct
import sys
from typing import Final

from classroom_server.waking import magic_packets
from tests.support.waiting import eventually

WIRES: Final = {"wire0": "10.1.0.1", "wire1": "10.2.0.1"}
DOWN: Final = "wire2"
"""One that is not up."""
PULLED: Final = "wire3"
"""One without its cable."""
FRAME_BYTES: Final = 2048
# linux/if_tun.h and linux/sockios.h.
_TUN_SET, _TUN_CABLE = 0x400454CA, 0x400454E2
_SET_FLAGS, _SET_ADDRESS, _SET_MASK = 0x8914, 0x8916, 0x891C
_TAP, _NO_HEADER, _UP = 0x2, 0x1000, 0x1
# linux/capability.h: version 3, of this process; the sets that it has, may have and hands on.
_CAPABILITIES, _NONE = struct.pack("Ii", 0x20080522, 0), bytes(24)


def lay(name: str, address: str | None) -> int:
    """Return the far end of a new wire; up, where it has an address."""
    end = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(end, _TUN_SET, struct.pack("16sH22x", name.encode(), _TAP | _NO_HEADER))
    if address is None:
        return end
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for request, value in ((_SET_ADDRESS, address), (_SET_MASK, "255.255.255.0")):
            packed = struct.pack("16sHH4s16x", name.encode(), socket.AF_INET, 0, socket.inet_aton(value))
            fcntl.ioctl(asking, request, packed)
        fcntl.ioctl(asking, _SET_FLAGS, struct.pack("16sH22x", name.encode(), _UP))
    return end


def frames(end: int) -> list[str]:
    """Return what has come to the far end of a wire."""
    read = []
    while True:
        try:
            read.append(os.read(end, FRAME_BYTES).hex())
        except BlockingIOError:
            return read


def give_up_rights() -> None:
    """Have no more rights than the server's account."""
    if ctypes.CDLL(None, use_errno=True).capset(_CAPABILITIES, _NONE) != 0:
        raise OSError(ctypes.get_errno(), "the rights could not be given up")


def main(addresses: list[str]) -> None:
    """Wake these, and print what came."""
    ends = {name: lay(name, address) for name, address in WIRES.items()}
    others = [lay(DOWN, None), lay(PULLED, "10.3.0.1")]
    fcntl.ioctl(others[1], _TUN_CABLE, struct.pack("i", 0))
    # The kernel tells of a cable up to a second later.
    eventually(lambda: PULLED not in magic_packets.wires(), "the cable is out")
    give_up_rights()
    said = magic_packets.send(addresses)
    print(json.dumps({"said": said, "frames": {name: frames(end) for name, end in ends.items()}}))
    for end in others:
        os.close(end)


if __name__ == "__main__":
    main(sys.argv[1:])
