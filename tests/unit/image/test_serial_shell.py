"""The serial port of an emulated kiosk: read at all times, and asked in words."""

import socket
import threading
from collections.abc import Iterator

import pytest

from image.emulator.faults import MachineStopped
from image.emulator.serial_shell import SerialShell
from tests.support.waiting import LIMIT_SECONDS

Ends = tuple[SerialShell, socket.socket]


@pytest.fixture
def ends() -> Iterator[Ends]:
    """Give the shell and the kiosk's end of its port."""
    ours, theirs = socket.socketpair()
    theirs.settimeout(LIMIT_SECONDS)
    shell = SerialShell(ours)
    yield shell, theirs
    shell.close()
    theirs.close()


def test_a_kiosk_is_never_held_up_by_what_it_says(ends: Ends) -> None:
    _shell, kiosk = ends
    # As a firmware does: a letter at a time, each of which takes far more room than a byte.
    for _ in range(20_000):
        kiosk.sendall(b".")


def test_what_a_command_said_and_how_it_ended_are_told_apart_from_what_came_before(ends: Ends) -> None:
    shell, kiosk = ends
    kiosk.sendall(b"[    1.0] watchdog\r\n")

    def answer() -> None:
        asked = b""
        while b"-end $S" not in asked:
            asked += kiosk.recv(4096)
        mark = asked.split(b"echo outset-")[1].split(b"-begin")[0]
        kiosk.sendall(b"outset-%b-begin\r\none\r\ntwo\r\n\noutset-%b-end 3\r\n" % (mark, mark))

    threading.Thread(target=answer).start()
    outcome = shell.run("anything", LIMIT_SECONDS)
    assert (outcome.exit_code, outcome.lines) == (3, ["one", "two"])


def test_a_kiosk_that_stops_is_noticed(ends: Ends) -> None:
    shell, kiosk = ends
    kiosk.close()
    with pytest.raises((MachineStopped, BrokenPipeError)):
        shell.run("anything", LIMIT_SECONDS)
