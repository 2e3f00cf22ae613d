"""Files in an exercise's folder that nothing uses: an old draft there would travel, and mislead its next author."""

import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path, PurePosixPath

from classroom_server.authoring.wrong_answers import DECLARATION, read_wrong_answers
from kiosk_agent.curriculum.bundle import DOCUMENTS
from kiosk_agent.curriculum.catalogue import catalogue_path
from kiosk_agent.curriculum.config import EXERCISE_CONFIG
from kiosk_agent.curriculum.exercise import Exercise
from kiosk_agent.curriculum.kinds.task_file import TASK
from kiosk_agent.curriculum.translation import translated_path
from kiosk_agent.protocol.languages import LANGUAGES

FILES_LOOKED_AT = 100_000
FILES_NAMED = 5
"""So many of one folder are named, each by itself."""


def unused(exercise: Exercise) -> Iterator[tuple[str, str, str]]:
    """Yield the path, from the exercise's folder, of what is no part of it, with what is wrong and the next step.

    A folder of which nothing is used is one. Raises TrackInvalid.
    """
    known = _known(exercise)
    used = {folder for path in known for folder in PurePosixPath(path).parents}
    folders: Counter[PurePosixPath] = Counter()
    files = defaultdict(list)
    for path in sorted(path for path in islice(_walk(exercise.folder), FILES_LOOKED_AT) if path not in known):
        around = PurePosixPath(path).parents
        folder = next((folder for folder in reversed(around) if folder not in used), None)
        if folder is not None:
            folders[folder] += 1
        else:
            files[around[0]].append(path)
    for folder, count in folders.items():
        many = "the one file" if count == 1 else f"any of the {count} files"
        yield f"{folder}/", f"nothing uses {many} in it", "remove it, or list what is used in .meta/config.json"
    for folder, paths in files.items():
        for path in paths[:FILES_NAMED]:
            yield path, "nothing uses this file", "remove it, or list it in .meta/config.json"
        if len(paths) > FILES_NAMED:
            problem = f"nothing uses {len(paths)} of the files in it; the first {FILES_NAMED} are named"
            yield f"{folder}/".removeprefix("./"), problem, "remove what does not belong to the exercise"


def _known(exercise: Exercise) -> set[str]:
    known = {EXERCISE_CONFIG, DECLARATION}
    known |= {answer.path for answer in read_wrong_answers(exercise.folder)}
    known |= {*exercise.solution_files, *exercise.test_files, *exercise.editor_files}
    known |= {*exercise.exemplar_files, *exercise.invalidator_files}
    for language in LANGUAGES:
        known.add(catalogue_path(language))
        known |= {translated_path(f".docs/{name}.md", language) for name in DOCUMENTS}
        known |= {translated_path(TASK, language)} if exercise.has_task else set()
    return known


def _walk(folder: Path) -> Iterator[str]:
    for parent, _, names in os.walk(folder):
        for name in names:
            yield (Path(parent) / name).relative_to(folder).as_posix()
