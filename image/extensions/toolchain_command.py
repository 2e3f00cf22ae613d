"""`python -m image toolchains`: make the tree of toolchains if need be, and print its path."""

from collections.abc import Sequence

from image.extensions import toolchain_tree


def main(_arguments: Sequence[str]) -> int:
    """Print the path of the tree as the last line."""
    print(toolchain_tree.ready())
    return 0
