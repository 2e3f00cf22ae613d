"""What `./outset up` does: a server and a kiosk, kept up until Ctrl+C."""

import sys
from contextlib import ExitStack

from image.emulator.local_kiosk import LocalKiosk
from image.emulator.room import SITE, TRAINER, create_trainer, start_server
from image.emulator.room_programs import BUILD


def local(port: int) -> int:
    """Run the room with this terminal as its kiosk, until the person at it leaves."""
    with ExitStack() as room:
        room.enter_context(start_server(port))
        password = create_trainer()
        kiosk = LocalKiosk(BUILD / "local", port, "This terminal")
        room.enter_context(kiosk.runner())
        room.enter_context(kiosk.agent())
        print(_welcome(port, password, "this terminal; Ctrl+Q leaves it and stops everything"))
        if sys.stdin.isatty():
            input("Press Enter to sit down at the kiosk. ")
        return kiosk.show_tutor()


def _welcome(port: int, password: str | None, kiosk: str) -> str:
    if password is None:
        account = f"{TRAINER}, with the password you chose (forgotten: ./outset server accounts reset {TRAINER})"
    else:
        account = f"{TRAINER}, one-time password {password}"
    return (
        f"\n  Trainer's page   https://127.0.0.1:{port}   (signed by this site's own authority: {SITE / 'ca.pem'})"
        f"\n  Account          {account}"
        f"\n  Kiosk            {kiosk}\n"
    )
