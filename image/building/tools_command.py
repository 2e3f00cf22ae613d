"""`./outset image tools`: make the tools tree if need be, and print its path."""

from collections.abc import Sequence

from image.tools import Tools
from kiosk_agent.command_line import CommandParser


def main(arguments: Sequence[str]) -> int:
    """Print the path of the tools tree as the last line."""
    parser = CommandParser(prog="./outset image tools", description="Make the tools that build.")
    parser.parse_args(arguments)
    print(Tools.ready().tree)
    return 0
