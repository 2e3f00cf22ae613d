"""`./outset image toolchains`: make the tree of toolchains if need be, and print its path."""

import argparse
from collections.abc import Sequence

from image.extensions import toolchain_tree


def main(arguments: Sequence[str]) -> int:
    """Print the path of the tree as the last line."""
    parser = argparse.ArgumentParser(prog="./outset image toolchains", description="Make the tree of toolchains.")
    parser.parse_args(arguments)
    print(toolchain_tree.ready())
    return 0
