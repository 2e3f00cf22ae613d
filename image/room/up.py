"""What `./outset up` does: a server and a kiosk, kept up until Ctrl+C."""

import importlib
import select
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack

from image.building.kernel_image import Flavour
from image.emulator.machine import Machine
from image.emulator.plan import Plan
from image.paths import BUILD, CHECKOUT
from image.room.local_kiosk import LocalKiosk
from image.room.programs import Program, build_image
from image.room.server import TRAINER, create_trainer, refuse_taken, start_server
from image.site import DEVELOPMENT_SERVER_URL, DEVELOPMENT_SITE, development_site

VNC_DISPLAY = 7
VNC_PORT = 5900 + VNC_DISPLAY
THIS_TERMINAL = "this terminal; Ctrl+Q leaves it and stops everything"
EMULATED = f"boots, 1 to 4 minutes; a VNC viewer shows it: 127.0.0.1:{VNC_PORT}"
LISTEN_SECONDS = 0.2


def local(port: int) -> int:
    """Run the room with this terminal as its kiosk, until the person at it leaves."""
    refuse_taken(port)
    print("Starting the server and the kiosk's programs: some seconds…", flush=True)
    development_site(DEVELOPMENT_SERVER_URL)
    kiosk = LocalKiosk(BUILD / "local", port, "This terminal")
    with ExitStack() as room, ThreadPoolExecutor() as starters:
        # Side by side: each spends its first seconds on its own imports.
        parts = [starters.submit(start) for start in (lambda: start_server(port), kiosk.runner, kiosk.agent)]
        for part in parts:
            room.callback(_stop_started, part)
        for part in parts:
            part.result()
        password = create_trainer()
        print(welcome(port, password, THIS_TERMINAL))
        if sys.stdin.isatty():
            _wait_for_enter("Press Enter to sit down at the kiosk. ")
        return kiosk.show_tutor()


def _wait_for_enter(prompt: str) -> None:
    """Wait until a line is typed. input() would not hear a Ctrl+C of the very moment in which it begins to wait."""
    print(prompt, end="", flush=True)
    while not select.select([sys.stdin], [], [], LISTEN_SECONDS)[0]:
        pass
    sys.stdin.readline()


def _stop_started(part: Future[Program]) -> None:
    if part.exception() is None:
        part.result().stop()


def emulated(port: int) -> int:
    """Run the room with an emulated kiosk, until Ctrl+C."""
    refuse_taken(port, VNC_PORT)
    build_image()
    with ExitStack() as room:
        room.enter_context(start_server(port))
        password = create_trainer()
        plan = Plan.of_image(Flavour.DEVELOPMENT, server_port=port, vnc_display=VNC_DISPLAY)
        machine = room.enter_context(Machine.boot(plan, BUILD / "up"))
        print(welcome(port, password, EMULATED))
        print("Ctrl+C stops the server and the kiosk.", flush=True)
        machine.wait()
    return 0


def check(port: int) -> int:
    """Play a first lesson by itself and say whether it went well."""
    # The browser's driver is no part of a room that a person sits in.
    return importlib.import_module("image.room.first_lesson").play(port)  # type: ignore[no-any-return]


def welcome(port: int, password: str | None, kiosk: str) -> str:
    """Return what a person needs to know of the room, in lines that a terminal of 80 columns has."""
    account: tuple[tuple[str, str], ...]
    if password is None:
        forgotten = f"./outset server accounts reset {TRAINER} --folder {DEVELOPMENT_SITE.relative_to(CHECKOUT)}"
        account = (("Account", f"{TRAINER}, with the password you chose; if forgotten:"), ("", forgotten))
    else:
        account = (("Account", f"{TRAINER}, one-time password {password}"),)
    told = (
        ("Trainer's page", f"https://127.0.0.1:{port}"),
        ("", "Browsers warn of it unless they trust this site's authority:"),
        ("", f"{DEVELOPMENT_SITE / 'ca.pem'}"),
        *account,
        ("Kiosk", kiosk),
        ("To let it in", "On the page of kiosks: Open for new kiosks;"),
        ("", "then approve it by its six words."),
    )
    return "\n".join(["", *(f"  {name:<15}{text}" for name, text in told), ""])
