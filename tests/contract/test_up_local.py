"""`./outset up --local`: this terminal as the kiosk of a room of its own."""

import socket
from collections.abc import Iterator, Sequence

import pytest

from image.room.terminal import Terminal
from kiosk_agent import process
from kiosk_agent.errors import ProgramFailed
from tests.support.checkout import ROOT
from tests.support.ports import held_port, number_of
from tests.support.waiting import LIMIT_SECONDS, eventually

INVITATION = "Press Enter"
# As a script's shell starts what it puts in the background.
WITH_CTRL_C_IGNORED = ("sh", "-c", "trap '' INT; exec \"$@\"", "sh")


@pytest.fixture
def port() -> Iterator[int]:
    with held_port() as holder:
        number = number_of(holder)
        yield number
        assert not is_listening(number), "the server outlived the command"


def is_listening(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def up(port: int, starter: Sequence[str] = ()) -> Terminal:
    argv = [*starter, str(ROOT / "outset"), "up", "--local", "--port", str(port)]
    return Terminal(argv, environment={}, columns=100, rows=30)


def running(port: int) -> str:
    """Return the programs that were started for the room on this port or for its local kiosk."""
    try:
        return process.run(
            ["pgrep", "-af", "--", f"--port {port}|{ROOT}/build/local/kiosk.toml"], timeout_seconds=LIMIT_SECONDS
        )
    except ProgramFailed:
        return ""


def test_a_person_sits_down_at_the_terminal_and_leaves(port: int) -> None:
    with up(port) as terminal:
        text = terminal.wait_for_text(INVITATION)
        assert f"https://127.0.0.1:{port}" in text
        assert "trainer" in text
        terminal.press("enter")
        terminal.wait_for_text("on the Kiosks page|waits to be approved")
        terminal.press("ctrl-q")
        terminal.wait_for(lambda: not running(port), "the end of all that was started")


@pytest.mark.parametrize("starter", [(), WITH_CTRL_C_IGNORED], ids=["by a person", "by a script"])
@pytest.mark.parametrize("how", ["ctrl-c", "kill"])
def test_all_that_was_started_is_stopped(port: int, starter: Sequence[str], how: str) -> None:
    with up(port, starter) as terminal:
        terminal.wait_for_text(INVITATION)
        if how == "kill":
            process.run(["pkill", "-f", "--", f"outset.py up .*--port {port}"], timeout_seconds=LIMIT_SECONDS)
        else:
            terminal.press(how)
        eventually(lambda: not running(port), "the end of all that was started", said=lambda: running(port))


def test_a_port_in_use_is_said_with_the_next_step() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        with pytest.raises(ProgramFailed, match=r"(?s)port.*next:"):
            process.run([ROOT / "outset", "up", "--local", "--port", str(number)], timeout_seconds=LIMIT_SECONDS)
