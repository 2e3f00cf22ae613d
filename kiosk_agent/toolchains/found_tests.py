"""What a toolchain finds in a test file without running it."""

from dataclasses import dataclass


class TooDeep(Exception):
    """A test file is nested more deeply than it is worth reading."""


@dataclass(frozen=True)
class FoundTests:
    """The tests of one file. A test that is run once a row stands there once."""

    names: tuple[str, ...] = ()
    """In order, each without its groups' names; those that are put together at run time are not among them."""
    left_out: frozenset[str] = frozenset()
    """Names of tests that the file itself says are not to be run."""
    is_complete: bool = False
    """The file tells of every test that a run reports, how often too: it makes none at run time."""
    has_groups: bool = False
    """Tests stand in groups, whose names become part of theirs."""
