"""`./outset bench`: every bench, one after the other; `./outset bench NAME` is one of them."""

from collections.abc import Sequence

from kiosk_agent.command_line import CommandParser
from tests.bench import jail, room, tutor
from tests.bench.screens import command as screens
from tests.bench.server import command as server


def main(arguments: Sequence[str]) -> int:
    """Run all of them; 1 when a figure is over what it must be."""
    CommandParser(prog="./outset bench").parse_args(arguments)
    return max(jail.main(()), tutor.main(()), server.main(()), room.main(()), screens.main(()))
