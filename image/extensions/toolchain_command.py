"""`./outset image toolchains`: make the tree of toolchains if need be, and print its path."""

from collections.abc import Sequence

from image.extensions import toolchain_tree
from kiosk_agent.command_line import CommandParser


def main(arguments: Sequence[str]) -> int:
    """Print the path of the tree as the last line."""
    parser = CommandParser(prog="./outset image toolchains", description="Make the tree of toolchains.")
    parser.parse_args(arguments)
    print(toolchain_tree.ready())
    return 0
