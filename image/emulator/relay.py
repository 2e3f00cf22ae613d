"""Join our stdin and stdout to a TCP port of this machine: how a kiosk's call to its server leaves the emulator.

QEMU starts this by path, once per connection, with no other part of Outset loaded: `relay.py PORT`.
"""

import os
import select
import socket
import sys

CHUNK_BYTES = 65536


def relay(port: int, guest_in: int, guest_out: int) -> None:
    """Pass bytes both ways until either side is done."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as server:
        server.settimeout(None)
        while True:
            ready, _, _ = select.select([guest_in, server.fileno()], [], [])
            if guest_in in ready:
                sent = os.read(guest_in, CHUNK_BYTES)
                if not sent:
                    return
                server.sendall(sent)
            if server.fileno() in ready:
                answered = server.recv(CHUNK_BYTES)
                if not answered:
                    return
                while answered:
                    answered = answered[os.write(guest_out, answered) :]


if __name__ == "__main__":
    try:
        relay(int(sys.argv[1]), 0, 1)
    except OSError:
        # No server: the guest sees its connection close, as it would in the classroom.
        sys.exit(1)
