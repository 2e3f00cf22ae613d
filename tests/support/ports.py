"""Ports that are ours for as long as a test wants one, though nobody listens there: another test runs beside it."""

import socket


def held_port() -> socket.socket:
    """Return what keeps a port until it is closed.

    The kernel gives it to nobody who asks for any; whoever names it, and may use it again, can listen there.
    """
    holder = socket.socket()
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    holder.bind(("127.0.0.1", 0))
    return holder


def number_of(holder: socket.socket) -> int:
    """Return its number."""
    return int(holder.getsockname()[1])
