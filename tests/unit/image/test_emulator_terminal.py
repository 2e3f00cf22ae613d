"""A program in a terminal: seen, typed at, and gone when the block ends."""

import os
import sys
from pathlib import Path

import pytest

from image.room.terminal import Terminal
from image.waiting import NotSeen

# Says how large its terminal is, then gives back each line that it is given; a request no terminal knows comes first.
ECHO = """
import os, sys
columns, rows = os.get_terminal_size()
print(f"\\x1b[>1u\\x1b[2J\\x1b[H{columns} by {rows}, process {os.getpid()}.", flush=True)
for line in sys.stdin:
    print("given:", line.strip().upper(), flush=True)
"""


def echo() -> Terminal:
    return Terminal([sys.executable, "-c", ECHO], environment={}, columns=60, rows=12)


def test_program_is_seen_and_typed_at(tmp_path: Path) -> None:
    with echo() as terminal:
        assert terminal.wait_for_text(r"process \d+\.").startswith("60 by 12")
        terminal.type_text("half a line\n")
        terminal.wait_for_text("given: HALF A LINE")
        assert terminal.picture(tmp_path / "screen.png").stat().st_size > 0


def test_program_does_not_outlive_the_block() -> None:
    with echo() as terminal:
        number = int(terminal.wait_for_text(r"process \d+\.").split("process ")[1].split(".")[0])
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_what_is_not_seen_in_time_is_said_with_what_was_seen() -> None:
    with echo() as terminal:
        terminal.wait_for_text("60 by 12")
        with pytest.raises(NotSeen, match="60 by 12"):
            terminal.wait_for_text("never", timeout_seconds=0.2)


def test_program_that_ends_is_said_to_have_ended() -> None:
    with (
        Terminal([sys.executable, "-c", "print('bye')"], environment={}) as terminal,
        pytest.raises(NotSeen, match="ended"),
    ):
        terminal.wait_for_text("never")
