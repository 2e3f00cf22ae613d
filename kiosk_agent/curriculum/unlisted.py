"""What lies beside an exercise's files without being listed: some imported tracks need it.

Every hand-in asks for it: a folder's names are read again only when the folder has changed, however many they are.
"""

import os
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from kiosk_agent.curriculum.config import FILES_IN_EXERCISE
from kiosk_agent.curriculum.exercise import Exercise
from kiosk_agent.curriculum.files import read_text

FILES_BESIDE = FILES_IN_EXERCISE
"""Read without being listed: at most as many as may be listed."""
SETTLED_NANOSECONDS = 2_000_000_000
"""A folder that changed since may change once more without its time telling: kernels count in coarse steps."""
KEPT_FOLDERS = 256
_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True)
class _Folder:
    """What a folder holds that may be part of a program."""

    names: dict[str, list[str]]
    """Without their ending -> with it."""
    count: int
    folders: tuple[str, ...]


def unlisted_files(exercise: Exercise) -> list[str]:
    """Return what lies beside the tests or the solution with a test's ending. Raises TrackInvalid.

    Of more than FILES_BESIDE only those that the exercise's own files name: others are something else that lies there.
    """
    own = (*exercise.solution_files, *exercise.test_files, *exercise.editor_files)
    known = {*own, *exercise.exemplar_files, *exercise.invalidator_files}
    found = dict(_folders(exercise))
    if sum(folder.count for folder in found.values()) <= FILES_BESIDE + len(known):
        beside = _paths(found, {stem for folder in found.values() for stem in folder.names}, known)
        if len(beside) <= FILES_BESIDE:
            return beside
    words = {word for path in own for word in _WORD.findall(read_text(exercise.folder, path))}
    return _paths(found, words, known)[:FILES_BESIDE]


def _paths(found: Mapping[PurePosixPath, _Folder], stems: set[str], known: set[str]) -> list[str]:
    paths = (
        home / name
        for home, folder in found.items()
        for stem in stems & folder.names.keys()
        for name in folder.names[stem]
    )
    return [path for path in (path.as_posix() for path in sorted(paths)) if path not in known]


def _folders(exercise: Exercise) -> Iterator[tuple[PurePosixPath, _Folder]]:
    endings = frozenset(PurePosixPath(path).suffix for path in exercise.test_files)
    homes = (PurePosixPath(path).parent for path in (*exercise.solution_files, *exercise.test_files))
    own = PurePosixPath()
    waiting = list(dict.fromkeys((own, *homes)))
    seen = set(waiting)
    while waiting:
        home = waiting.pop()
        folder = _folder(exercise.folder / home, endings)
        yield home, folder
        # In the exercise's own folder lie others that are no part of a program; one for sources is such a part whole.
        deeper = [home / name for name in folder.folders if home != own and home / name not in seen]
        seen.update(deeper)
        waiting += deeper


def _folder(path: Path, endings: frozenset[str]) -> _Folder:
    try:
        state = path.stat()
        if time.time_ns() - state.st_ctime_ns < SETTLED_NANOSECONDS:
            return _read(path, endings)
        return _kept(path, endings, (state.st_dev, state.st_ino, state.st_ctime_ns))
    except (FileNotFoundError, NotADirectoryError):
        return _Folder({}, 0, ())


@lru_cache(maxsize=KEPT_FOLDERS)
def _kept(path: Path, endings: frozenset[str], state: tuple[int, int, int]) -> _Folder:  # noqa: ARG001 - tells it from what it was
    return _read(path, endings)


def _read(path: Path, endings: frozenset[str]) -> _Folder:
    names: dict[str, list[str]] = {}
    folders = []
    count = 0
    with os.scandir(path) as entries:
        for entry in entries:
            stem, dot, ending = entry.name.rpartition(".")
            # Nothing is asked of what is none by its name; the rest is known without a look at it.
            if (dot + ending if stem and ending else "") in endings and entry.is_file(follow_symlinks=False):
                names.setdefault(stem or entry.name, []).append(entry.name)
                count += 1
            elif entry.is_dir(follow_symlinks=False):
                folders.append(entry.name)
    return _Folder(names, count, tuple(folders))
