"""`python -m image tools`: make the tools tree if need be, and print its path."""

from collections.abc import Sequence

from image.tools import Tools


def main(_arguments: Sequence[str]) -> int:
    """Print the path of the tools tree as the last line."""
    print(Tools.ready().tree)
    return 0
