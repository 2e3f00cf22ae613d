"""Who is at the other end of a Unix socket: the kernel says so, not the caller."""

import asyncio
import logging
import socket
import struct

logger = logging.getLogger(__name__)
# struct ucred of Linux: process, user and group, each of 32 bits (unix(7)).
_CREDENTIALS = struct.Struct("3i")


def is_peer(writer: asyncio.StreamWriter, uid: int) -> bool:
    """Tell whether the process at the other end belongs to the account `uid`; log one that does not."""
    connection: socket.socket = writer.get_extra_info("socket")
    said = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    _, peer_uid, _ = _CREDENTIALS.unpack(said)
    if peer_uid != uid:
        logger.warning("account %d is not the tutor's and is turned away", peer_uid)
    return bool(peer_uid == uid)
