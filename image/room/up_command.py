"""`./outset up`: a classroom on this machine."""

import argparse
import signal
from collections.abc import Sequence

from image.room import up
from kiosk_agent.command_line import CommandParser
from kiosk_agent.protocol.paths import DEFAULT_PORT

LAST_PORT = 65535


def main(arguments: Sequence[str]) -> int:
    """Run what was asked for and return the exit code."""
    parser = CommandParser(prog="./outset up", description="A classroom on this machine.")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--local", action="store_true", help="this terminal is the kiosk; no image is built")
    kind.add_argument(
        "--check", action="store_true", help="play a first lesson by itself, and say whether it went well"
    )
    parser.add_argument("--port", type=_port, default=DEFAULT_PORT, help="the server's port (default: %(default)s)")
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


def _port(text: str) -> int:
    number = int(text)
    if not 0 < number <= LAST_PORT:
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to {LAST_PORT}")
    return number
