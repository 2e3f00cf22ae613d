"""The names of an exercise's tests, found in its test files without running them."""

import re

from kiosk_agent.curriculum.exercise import Exercise
from kiosk_agent.curriculum.files import read_text
from kiosk_agent.toolchains.jvm.test_names import SUFFIXES, jvm_test_names
from kiosk_agent.toolchains.swift.test_names import SUFFIX, swift_test_names

_JAVASCRIPT = re.compile(r"""^[ \t]*(?:x?test|x?it)(?:\.skip)?\(\s*(["'`])((?:\\.|(?!\1).)*)\1""", re.MULTILINE)
_GROUP = re.compile(r"^[ \t]*x?describe\b", re.MULTILINE)
_PYTHON = re.compile(r"^ *(?:async )?def (test_\w+)\(", re.MULTILINE)


def find_test_names(exercise: Exercise) -> tuple[str, ...]:
    """Return the names of the tests in the test files, in order, without their groups' names. Raises TrackInvalid."""
    names: list[str] = []
    for path in exercise.test_files:
        text = read_text(exercise.folder, path)
        if path.endswith(".py"):
            names += _PYTHON.findall(text)
        elif path.endswith(SUFFIXES):
            names += jvm_test_names(text)
        elif path.endswith(SUFFIX):
            names += swift_test_names(text)
        else:
            names += [re.sub(r"\\(.)", r"\1", name) for _, name in _JAVASCRIPT.findall(text)]
    return tuple(names)


def has_groups(exercise: Exercise) -> bool:
    """Tell whether tests stand in describe blocks, whose names would become part of theirs. Raises TrackInvalid."""
    return any(_GROUP.search(read_text(exercise.folder, path)) for path in exercise.test_files)
