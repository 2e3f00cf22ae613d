"""The kiosk's own sockets: where the tutor is let in, and who is at the other end, by the kernel's word."""

import asyncio
import logging
import pwd
import socket
import struct
from collections.abc import Awaitable, Callable
from pathlib import Path

from kiosk_agent.errors import OutsetError, SettingsInvalid
from kiosk_agent.protocol.limits import LOCAL_MESSAGE_BYTES

logger = logging.getLogger(__name__)
# struct ucred of Linux: process, user and group, each of 32 bits (unix(7)).
_CREDENTIALS = struct.Struct("3i")
CONNECTIONS = 8
"""Of one socket at a time."""
# Anybody may knock: who is let in is decided by the kernel's word on the caller's account.
SOCKET_MODE = 0o666

Connected = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None] | None]


async def listen_at(path: Path, connected: Connected, *, setting: str) -> asyncio.Server:
    """Start to serve at `path`, which the settings name as `setting`. Raises OutsetError when it cannot be used.

    The path is there, in the place of an older one, from the moment that somebody who calls is heard.
    """
    unready = path.with_name(f"{path.name}.new")
    try:
        server = await asyncio.start_unix_server(connected, unready, limit=LOCAL_MESSAGE_BYTES)
        unready.chmod(SOCKET_MODE)
        unready.rename(path)
    except OSError as error:
        message = f"cannot listen at {path}: {error.strerror or error}"
        hint = f"name a path in a folder that this account may write to as {setting}"
        raise OutsetError(message, hint=hint) from error
    return server


def tutor_uid(account: str) -> int:
    """Return the uid of the tutor's account. Raises SettingsInvalid."""
    try:
        return pwd.getpwnam(account).pw_uid
    except KeyError as error:
        raise SettingsInvalid(f"there is no account {account}", hint="name the tutor's own as tutor_account") from error


def is_peer(writer: asyncio.StreamWriter, uid: int) -> bool:
    """Tell whether the process at the other end belongs to the account `uid`; log one that does not."""
    connection: socket.socket = writer.get_extra_info("socket")
    said = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    _, peer_uid, _ = _CREDENTIALS.unpack(said)
    if peer_uid != uid:
        logger.warning("account %d is not the tutor's and is turned away", peer_uid)
    return bool(peer_uid == uid)
