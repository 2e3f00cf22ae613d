"""`./outset up`: a classroom on this machine."""

import signal
from collections.abc import Sequence

from image.room import up
from kiosk_agent.command_line import CommandParser, number_from
from kiosk_agent.protocol.paths import DEFAULT_PORT, LAST_PORT


def main(arguments: Sequence[str]) -> int:
    """Run what was asked for and return the exit code."""
    parser = CommandParser(prog="./outset up", description="A classroom on this machine.")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--local", action="store_true", help="this terminal is the kiosk; no image is built")
    kind.add_argument(
        "--check", action="store_true", help="play a first lesson by itself, and say whether it went well"
    )
    parser.add_argument(
        "--port", type=number_from(1, LAST_PORT), default=DEFAULT_PORT, help="the server's port (default: %(default)s)"
    )
    chosen = parser.parse_args(arguments)
    # A closed terminal or a kill must end the room as tidily as Ctrl+C does; and Ctrl+C too when a script started us in
    # its background, where Python would leave it ignored.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        if chosen.check:
            return up.check(chosen.port)
        return up.local(chosen.port) if chosen.local else up.emulated(chosen.port)
    except KeyboardInterrupt:
        print("\nStopped.")
        return 130
