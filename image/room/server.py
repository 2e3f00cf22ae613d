"""The classroom server of a room on this machine, with a development site of its own."""

import shutil
import ssl
from pathlib import Path

import httpx

from image.paths import BUILD
from image.room.programs import Program, python, run_python
from image.site import DEVELOPMENT_SERVER_URL, DEVELOPMENT_SITE, development_site
from kiosk_agent.errors import ProgramFailed
from kiosk_agent.protocol.paths import TIME_PATH

TRAINER = "trainer"
TAKEN = 3
"""What the server's command ends with when there is a trainer of that name."""


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
