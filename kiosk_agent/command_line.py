"""How a command of ours reads its words."""

import argparse
from collections.abc import Callable
from typing import Any


class CommandParser(argparse.ArgumentParser):
    """A parser that knows an option by its whole name alone.

    `outset` reads the same words before there is a Python, by the table of commands: `up --loc` would have set up the
    emulator and then been `up --local`. And what is short for one option today may be short for two tomorrow.
    """

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - argparse's own, which its verbs' parsers get too
        super().__init__(**{"allow_abbrev": False, **options})


def number_from(least: int, most: int) -> Callable[[str], int]:
    """Return what reads an option's whole number, neither less than `least` nor more than `most`."""

    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = least - 1
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is no number from {least} to {most}: give one that is")
        return number

    return read
