"""What goes into a jail: the whole program on stdin, length first, so that nothing lies on a path it could change."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from kiosk_agent.curriculum import Exercise
from kiosk_agent.curriculum.files import read_text
from kiosk_agent.curriculum.unlisted import unlisted_files
from kiosk_agent.errors import TrackInvalid
from kiosk_agent.protocol.stepping.trace import STEPS
from kiosk_agent.runner.jail.exchange import with_length

BYTE_ORDER_MARK = "\ufeff"
TEXT_BYTES = 2 * 1024 * 1024
"""All files of one exercise together."""


class Role(StrEnum):
    """What a jail has of a run."""

    WHOLE = "whole"
    TESTS = "tests"
    """The tests alone; what they ask of the solution is asked of the other jail."""
    SOLUTION = "solution"
    """The solution alone; it answers the other jail."""
    STEPS = "steps"
    """A program alone, which is recorded step by step."""


@dataclass(frozen=True)
class HandIn:
    """A program with its tests, a program alone (`tests` is then empty), or one part of a run in two jails."""

    files: Mapping[str, str]
    solution: tuple[str, ...]
    """The learner's files; without tests, the first is the program."""
    tests: tuple[str, ...]
    shown: tuple[str, ...] = ()
    """Files that the learner sees beside them, such as one that theirs may import."""
    nonce: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    """Stands before each line of results: what a learner's program writes there by guess does not count."""
    role: Role = Role.WHOLE
    steps: int = STEPS
    """At most so many are recorded, in that role."""

    def encoded(self) -> bytes:
        """Return the bytes for the jail's stdin, in JSON."""
        # Some editors begin a file with a mark of its byte order, which is none of its text.
        files = {path: text.removeprefix(BYTE_ORDER_MARK) for path, text in self.files.items()}
        content: dict[str, object] = {
            "nonce": self.nonce,
            "files": files,
            "solution": self.solution,
            "tests": self.tests,
        }
        if self.role is not Role.WHOLE:
            content["role"] = self.role
        if self.role is Role.STEPS:
            content["steps"] = self.steps
        return with_length(json.dumps(content).encode())


def exercise_hand_in(exercise: Exercise, sources: Mapping[str, str]) -> HandIn:
    """Return `exercise` with `sources` (path -> text) over its own files. Raises TrackInvalid."""
    own = (*exercise.solution_files, *exercise.test_files, *exercise.editor_files, *unlisted_files(exercise))
    paths = dict.fromkeys((*own, *sources))
    files = {path: sources[path] if path in sources else read_text(exercise.folder, path) for path in paths}
    if sum(map(len, files.values())) > TEXT_BYTES:
        raise TrackInvalid(
            f"exercise {exercise.slug} holds over {TEXT_BYTES} characters", hint="make its tests smaller"
        )
    others = (*exercise.solution_files, *exercise.test_files)
    shown = tuple(path for path in exercise.editor_files if path not in others)
    return HandIn(files=files, solution=exercise.solution_files, tests=exercise.test_files, shown=shown)


def steps_hand_in(exercise: Exercise, sources: Mapping[str, str]) -> HandIn:
    """Return the program of `exercise` with `sources` over its own files, to be recorded. Raises TrackInvalid."""
    whole = exercise_hand_in(exercise, sources)
    # Its tests are none of the program's.
    files = {path: text for path, text in whole.files.items() if path not in whole.tests}
    return replace(whole, files=files, tests=(), role=Role.STEPS)


def split_hand_ins(whole: HandIn) -> tuple[HandIn, HandIn]:
    """Return the two parts of a run in two jails: the tests without the solution, the solution without the tests."""
    # The tests must find the solution's files, but nothing in them; the solution gets what its learner sees.
    for_tests = {path: "" if path in whole.solution else text for path, text in whole.files.items()}
    for_solution = {path: whole.files[path] for path in (*whole.solution, *whole.shown)}
    return (
        HandIn(files=for_tests, solution=whole.solution, tests=whole.tests, role=Role.TESTS),
        HandIn(files=for_solution, solution=whole.solution, tests=(), role=Role.SOLUTION),
    )
