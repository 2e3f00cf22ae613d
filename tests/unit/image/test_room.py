"""A room on this machine: what is refused before the long work, and what a person is told when it is up."""

import socket
from pathlib import Path

import pytest

from classroom_server.site.folder_lock import folder_locked
from image.paths import CHECKOUT
from image.room import up, up_command
from image.room.server import RoomTaken, refuse_taken
from kiosk_agent.protocol.paths import DEFAULT_PORT

TERMINAL_COLUMNS = 80


def test_a_taken_port_is_said_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(RoomTaken, match=rf"(?s)port {port} .*next: .*--port"):
            refuse_taken(port)


def test_a_second_room_of_one_checkout_is_refused(tmp_path: Path) -> None:
    with folder_locked(tmp_path), pytest.raises(RoomTaken, match=r"(?s)up already.*Ctrl\+C"):
        refuse_taken(folder=tmp_path)
    refuse_taken(folder=tmp_path)
    with folder_locked(tmp_path):
        """Asking has kept nothing."""


def test_a_room_that_was_never_up_is_free(tmp_path: Path) -> None:
    refuse_taken(folder=tmp_path / "classroom")


@pytest.mark.parametrize("words", [["--port", "0"], ["--port", "99999"], ["--port", "abc"], ["--local", "--check"]])
def test_what_cannot_be_meant_is_refused_before_anything_is_built(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        up_command.main(words)
    assert ended.value.code == 2


@pytest.mark.parametrize("password", [None, "abcd-efgh-ijkl-mnop"], ids=["own password", "one-time password"])
@pytest.mark.parametrize("kiosk", [up.THIS_TERMINAL, up.EMULATED])
def test_what_is_said_fits_a_terminal(password: str | None, kiosk: str) -> None:
    lines = [line for line in up.welcome(DEFAULT_PORT, password, kiosk).splitlines() if str(CHECKOUT) not in line]
    assert max(map(len, lines)) <= TERMINAL_COLUMNS
