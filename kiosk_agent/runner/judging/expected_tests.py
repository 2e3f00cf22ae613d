"""Which tests an exercise has, by its files, and how that compares with the tests that a run reported."""

import re
from collections import Counter

from kiosk_agent.curriculum import Exercise
from kiosk_agent.curriculum.files import read_text
from kiosk_agent.protocol.results import Results
from kiosk_agent.runner.judging.test_names import find_test_names

GROUP_MARK = " > "
_SKIPPED = (
    re.compile(r"""(?:x?test|x?it)\.skip\(\s*["'`](?P<name>[^"'`]*)["'`]"""),
    re.compile(r"""^ *@(?:unittest|pytest\.mark)\.skip\b.*\n(?: *@.*\n)* *def (?P<name>test_\w+)""", re.MULTILINE),
)
# A test that is run once a row has the row's number behind its name.
_ROW = re.compile(r"\[\d+\]$")
# What makes names at run time: a table of rows, a name that is no plain text, tests that are written in a loop.
_MADE = re.compile(
    r"""\.each\b|\bparametrize\b|(?:test|it)(?:\.only)?\(\s*[^"'`\s)]|\bforEach\(|^ *(?:for|while)\b.*\{\s*$""",
    re.MULTILINE,
)
_READABLE = frozenset({".js", ".mjs", ".cjs", ".py"})
"""Suffixes of the test files whose tests are found without running them."""


def expected_names(exercise: Exercise) -> tuple[str, ...]:
    """Return the tests that the exercise's files name and that are to be run. Raises TrackInvalid."""
    texts = [read_text(exercise.folder, path) for path in exercise.test_files]
    skipped = {found["name"] for text in texts for pattern in _SKIPPED for found in pattern.finditer(text)}
    # A name that is put together at run time cannot be told from the file.
    return tuple(name for name in find_test_names(exercise) if name not in skipped and "${" not in name)


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


def surplus_names(exercise: Exercise, results: Results) -> list[str]:
    """Return the reported tests that are none of the exercise's, where its files tell all of them. Raises TrackInvalid.

    A test that stands in no file was made by the program, as one that was reported more often than it stands there.
    """
    texts = [read_text(exercise.folder, path) for path in exercise.test_files]
    known = Counter(find_test_names(exercise))
    are_readable = all(path.endswith(tuple(_READABLE)) for path in exercise.test_files)
    if not are_readable or any(_MADE.search(text) for text in texts) or any("${" in name for name in known):
        return []
    surplus = []
    for name, times in Counter(test.name for test in results.tests).items():
        own = next((own for own in known if name == own or name.endswith(f"{GROUP_MARK}{own}")), None)
        if own is None or times > known[own]:
            surplus.append(name)
    return surplus
