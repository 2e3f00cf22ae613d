"""What goes into a jail: the whole program on stdin, length first, so that nothing lies on a path it could change."""

import json
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from kiosk_agent.curriculum import Exercise
from kiosk_agent.curriculum.config import FILES_IN_EXERCISE
from kiosk_agent.curriculum.files import read_text
from kiosk_agent.errors import TrackInvalid
from kiosk_agent.runner.jail.exchange import with_length

BYTE_ORDER_MARK = "\ufeff"
TEXT_BYTES = 2 * 1024 * 1024
"""All files of one exercise together."""
FILES_BESIDE = FILES_IN_EXERCISE
"""Read without being listed: at most as many as may be listed."""
_WORD = re.compile(r"[\w-]+")


class Role(StrEnum):
    """What a jail has of a run."""

    WHOLE = "whole"
    TESTS = "tests"
    """The tests alone; what they ask of the solution is asked of the other jail."""
    SOLUTION = "solution"
    """The solution alone; it answers the other jail."""


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

    def encoded(self) -> bytes:
        """Return the bytes for the jail's stdin, in JSON."""
        # Some editors begin a file with a mark of its byte order, which is none of its text.
        files = {path: text.removeprefix(BYTE_ORDER_MARK) for path, text in self.files.items()}
        content = {"nonce": self.nonce, "files": files, "solution": self.solution, "tests": self.tests}
        if self.role is not Role.WHOLE:
            content["role"] = self.role
        return with_length(json.dumps(content).encode())


def exercise_hand_in(exercise: Exercise, sources: Mapping[str, str]) -> HandIn:
    """Return `exercise` with `sources` (path -> text) over its own files. Raises TrackInvalid."""
    own = (*exercise.solution_files, *exercise.test_files, *exercise.editor_files, *_beside(exercise))
    paths = dict.fromkeys((*own, *sources))
    files = {path: sources[path] if path in sources else read_text(exercise.folder, path) for path in paths}
    if sum(map(len, files.values())) > TEXT_BYTES:
        raise TrackInvalid(
            f"exercise {exercise.slug} holds over {TEXT_BYTES} characters", hint="make its tests smaller"
        )
    others = (*exercise.solution_files, *exercise.test_files)
    shown = tuple(path for path in exercise.editor_files if path not in others)
    return HandIn(files=files, solution=exercise.solution_files, tests=exercise.test_files, shown=shown)


def split_hand_ins(whole: HandIn) -> tuple[HandIn, HandIn]:
    """Return the two parts of a run in two jails: the tests without the solution, the solution without the tests."""
    # The tests must find the solution's files, but nothing in them; the solution gets what its learner sees.
    for_tests = {path: "" if path in whole.solution else text for path, text in whole.files.items()}
    for_solution = {path: whole.files[path] for path in (*whole.solution, *whole.shown)}
    return (
        HandIn(files=for_tests, solution=whole.solution, tests=whole.tests, role=Role.TESTS),
        HandIn(files=for_solution, solution=whole.solution, tests=(), role=Role.SOLUTION),
    )


def _beside(exercise: Exercise) -> list[str]:
    """Return what lies beside the tests or the solution without being listed: some imported tracks need it."""
    suffixes = {Path(path).suffix for path in exercise.test_files}
    answers = {*exercise.exemplar_files, *exercise.invalidator_files}
    folders = {
        exercise.folder,
        *(exercise.folder / Path(path).parent for path in (*exercise.solution_files, *exercise.test_files)),
    }
    found = (path for folder in sorted(folders) if folder.is_dir() for path in sorted(_within(exercise, folder)))
    files = (path for path in found if path.suffix in suffixes and path.is_file() and not path.is_symlink())
    names = (path.relative_to(exercise.folder).as_posix() for path in files)
    beside = [name for name in dict.fromkeys(names) if name not in answers]
    return beside if len(beside) <= FILES_BESIDE else _named(exercise, beside)


def _named(exercise: Exercise, beside: list[str]) -> list[str]:
    """Return those that the exercise's own files name: of so many, others are something else that lies there."""
    own = (*exercise.solution_files, *exercise.test_files, *exercise.editor_files)
    words = {word for path in own for word in _WORD.findall(read_text(exercise.folder, path))}
    return [path for path in beside if path in own or Path(path).stem in words][:FILES_BESIDE]


def _within(exercise: Exercise, folder: Path) -> Iterable[Path]:
    # In the exercise's own folder lie others that are no part of a program; one for sources is such a part as a whole.
    return folder.iterdir() if folder == exercise.folder else folder.rglob("*")
