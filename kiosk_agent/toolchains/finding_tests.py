"""The tests in a file, found by the test_names.py of its toolchain's folder, which is loaded when it is needed."""

from functools import lru_cache
from importlib import import_module
from types import ModuleType

from kiosk_agent.toolchains.facts import facts_of_tests
from kiosk_agent.toolchains.found_tests import FoundTests, TooDeep

KEPT_FILES = 16
"""So many files are not read again: an exercise's are asked for at every run."""


def find_tests(toolchain_name: str, path: str, text: str) -> FoundTests:
    """Return the tests in a test file of an exercise; none, and not all, in one that no toolchain here can read."""
    facts = facts_of_tests(toolchain_name)
    if facts is None or not path.endswith(facts.suffixes):
        return FoundTests()
    return _found(facts.name, text)


def fault_line(toolchain_name: str, path: str, text: str) -> int | None:
    """Return the line in which a test file is no text of its language.

    None for one that is, and for one of which its toolchain's folder, or no toolchain here, can tell.
    """
    facts = facts_of_tests(toolchain_name)
    if facts is None or not path.endswith(facts.suffixes):
        return None
    test_names = _test_names(facts.name)
    if not hasattr(test_names, "fault_line"):
        return None
    try:
        line: int | None = test_names.fault_line(text)
    except TooDeep:
        return None
    return line


def prepare_finding(toolchain_name: str) -> None:
    """Load what finds the toolchain's tests: some 20 ms that no run shall wait for."""
    facts = facts_of_tests(toolchain_name)
    if facts is not None:
        _found(facts.name, "")


@lru_cache(maxsize=KEPT_FILES)
def _found(folder: str, text: str) -> FoundTests:
    try:
        found: FoundTests = _test_names(folder).find_tests(text)
    except TooDeep:
        return FoundTests()
    return found


def _test_names(folder: str) -> ModuleType:
    # Neither the tutor's start nor a toolchain that is not used pays for a grammar.
    return import_module(f"{__package__}.{folder}.test_names")
