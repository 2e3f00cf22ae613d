"""Which tests an exercise has, by its files, and how that compares with the tests that a run reported."""

import re
from collections import Counter
from collections.abc import Iterable

from kiosk_agent.curriculum import Exercise
from kiosk_agent.curriculum.files import read_text
from kiosk_agent.protocol.results import Results
from kiosk_agent.runner.jail.plain_text import plain
from kiosk_agent.toolchains.finding_tests import find_tests
from kiosk_agent.toolchains.found_tests import FoundTests

GROUP_MARK = " > "
# A test that is run once a row has the row's number behind its name.
_ROW = re.compile(r"\[\d+\]$")


def tests_of(exercise: Exercise) -> FoundTests:
    """Return the tests of all the exercise's test files, in order. Raises TrackInvalid."""
    found = [find_tests(exercise.language_name, path, read_text(exercise.folder, path)) for path in exercise.test_files]
    return FoundTests(
        names=tuple(plain(name) for each in found for name in each.names),
        left_out=frozenset(plain(name) for each in found for name in each.left_out),
        is_complete=all(each.is_complete for each in found),
        has_groups=any(each.has_groups for each in found),
    )


def expected_names(exercise: Exercise) -> tuple[str, ...]:
    """Return the tests that the exercise's files name and that are to be run. Raises TrackInvalid."""
    found = tests_of(exercise)
    return tuple(name for name in found.names if name not in found.left_out)


def missing_names(expected: tuple[str, ...], results: Results) -> list[str]:
    """Return the expected tests that do not stand in `results`, by their own names, whatever groups they are in."""
    present = [_ROW.sub("", test.name) for test in results.tests]
    # A test that is run once a row stands in the file once.
    tables = {name for name, test in zip(present, results.tests, strict=True) if name != test.name}
    missing = []
    for name in expected:
        found = next((shown for shown in present if shown == name or shown.endswith(f"{GROUP_MARK}{name}")), None)
        if found is None:
            missing.append(name)
        elif found not in tables:
            present.remove(found)
    return missing


def own_names(reported: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """Return reported tests by their names in `known`, without rows and groups; others as they were reported."""
    names = list(dict.fromkeys(known))
    shown = [_ROW.sub("", name) for name in reported]
    own = (
        next((each for each in names if name == each or name.endswith(f"{GROUP_MARK}{each}")), name) for name in shown
    )
    return tuple(dict.fromkeys(own))


def surplus_names(exercise: Exercise, results: Results) -> list[str]:
    """Return the reported tests that are none of the exercise's, where its files tell all of them. Raises TrackInvalid.

    A test that stands in no file was made by the program, as one that was reported more often than it stands there.
    """
    found = tests_of(exercise)
    if not found.is_complete:
        return []
    known = Counter(found.names)
    surplus = []
    for name, times in Counter(test.name for test in results.tests).items():
        own = next((own for own in known if name == own or name.endswith(f"{GROUP_MARK}{own}")), None)
        if own is None or times > known[own]:
            surplus.append(name)
    return surplus
