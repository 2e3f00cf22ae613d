"""The classroom server of a room on this machine, with a development site of its own."""

import fcntl
import os
import shutil
import socket
import ssl
from pathlib import Path

import httpx

from image.paths import BUILD
from image.room.programs import Program, python, run_python
from image.site import DEVELOPMENT_SERVER_URL, DEVELOPMENT_SITE, development_site
from kiosk_agent.errors import OutsetError, ProgramFailed
from kiosk_agent.protocol.paths import TIME_PATH

TRAINER = "trainer"
TAKEN = 3
"""What the server's command ends with when there is a trainer of that name."""


class RoomTaken(OutsetError):
    """Something else has what a room on this machine needs."""


def refuse_taken(*ports: int, folder: Path = DEVELOPMENT_SITE) -> None:
    """Say before the long work that the room could not be had after it. Raises RoomTaken."""
    for port in ports:
        with socket.socket() as ours:
            # As the server does: what a room left behind that has just ended is not in the way.
            ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                ours.bind(("127.0.0.1", port))
            except OSError as error:
                hint = "stop what listens there (ss -ltnp names it), or name another with --port"
                raise RoomTaken(f"port {port} of this machine cannot be had: {error.strerror}", hint=hint) from error
    if folder.is_dir() and _is_locked(folder):
        hint = f"end it with Ctrl+C in its terminal (fuser {folder} names it)"
        raise RoomTaken("a room of this checkout is up already", hint=hint)


def _is_locked(folder: Path) -> bool:
    """Tell whether a server holds this folder, as each does for itself while it runs."""
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(held)
    return False


def trust(ca_path: Path) -> ssl.SSLContext:
    """Return a TLS context that trusts the site's own authority alone."""
    return ssl.create_default_context(cafile=str(ca_path))


def copy_site(folder: Path) -> None:
    """Lay a new classroom in `folder` with the site's own keys and nobody in it yet."""
    development_site(DEVELOPMENT_SERVER_URL)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    # Without the server's mark that these keys had a database: this classroom's is still to come.
    shutil.copytree(DEVELOPMENT_SITE / "secrets", folder / "secrets", ignore=shutil.ignore_patterns("in-use"))
    for public in DEVELOPMENT_SITE.glob("*.pem"):
        shutil.copy2(public, folder)


def start_server(port: int, folder: Path = DEVELOPMENT_SITE) -> Program:
    """Start the classroom server and return when it answers. Raises ProgramFailed, as when the port is in use."""
    development_site(DEVELOPMENT_SERVER_URL)
    argv = python("classroom_server", "run", "--folder", folder, "--host", "127.0.0.1", "--port", str(port))
    server = Program("the classroom server", argv, BUILD / "log" / "server.log")
    try:
        server.wait_for(lambda: answers(port), "an answer")
    except BaseException:
        server.stop()
        raise
    return server


def answers(port: int) -> bool:
    """Tell whether the classroom server answers on this port."""
    try:
        with httpx.Client(verify=trust(DEVELOPMENT_SITE / "ca.pem"), timeout=5) as client:
            return client.get(f"https://127.0.0.1:{port}{TIME_PATH}").is_success
    except httpx.TransportError:
        return False


def create_trainer(folder: Path = DEVELOPMENT_SITE) -> str | None:
    """Make the first trainer's account and return its one-time password, or None when there is one already."""
    try:
        said = run_python("classroom_server", "accounts", "create", TRAINER, "--folder", folder)
    except ProgramFailed as error:
        if error.exit_code == TAKEN:
            return None
        raise
    return said.splitlines()[-1]
