"""Files in an exercise's folder that nothing uses: an old draft there would travel, and mislead its next author."""

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from classroom_server.authoring.wrong_answers import DECLARATION, read_wrong_answers
from kiosk_agent.curriculum.bundle import DOCUMENTS
from kiosk_agent.curriculum.catalogue import catalogue_path
from kiosk_agent.curriculum.config import EXERCISE_CONFIG
from kiosk_agent.curriculum.exercise import Exercise
from kiosk_agent.curriculum.translation import translated_path
from kiosk_agent.protocol.languages import LANGUAGES

FILES_LOOKED_AT = 1000


def stray_files(exercise: Exercise) -> tuple[str, ...]:
    """Return the paths, from the exercise's folder, of files that are no part of it. Raises TrackInvalid."""
    known = {EXERCISE_CONFIG, DECLARATION}
    known |= {answer.path for answer in read_wrong_answers(exercise.folder)}
    known |= {*exercise.solution_files, *exercise.test_files, *exercise.editor_files}
    known |= {*exercise.exemplar_files, *exercise.invalidator_files}
    for language in LANGUAGES:
        known.add(catalogue_path(language))
        known |= {translated_path(f".docs/{name}.md", language) for name in DOCUMENTS}
    found = islice(_walk(exercise.folder), FILES_LOOKED_AT)
    return tuple(sorted(path for path in found if path not in known))


def _walk(folder: Path) -> Iterator[str]:
    for parent, _, names in os.walk(folder):
        for name in names:
            yield (Path(parent) / name).relative_to(folder).as_posix()
