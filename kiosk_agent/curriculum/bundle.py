"""What a kiosk gets of a track: no right answer, no wrong answers, no hidden check; the same bytes every time."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic_core import to_json

from kiosk_agent.curriculum.catalogue import catalogue_path
from kiosk_agent.curriculum.config import (
    EXERCISE_CONFIG,
    TRACK_CONFIG,
    ExerciseConfig,
    FileLists,
    TrackConfig,
    read_config,
)
from kiosk_agent.curriculum.exercise import Exercise
from kiosk_agent.curriculum.faults import all_at_once
from kiosk_agent.curriculum.files import present, read_bytes
from kiosk_agent.curriculum.kinds.task_file import TASK
from kiosk_agent.curriculum.track import Track, read_track
from kiosk_agent.curriculum.translation import translated_path
from kiosk_agent.curriculum.versions import MANIFEST, manifest
from kiosk_agent.errors import OutsetError, TrackInvalid
from kiosk_agent.protocol.languages import LANGUAGES

DOCUMENTS = ("introduction", "instructions", "hints")
# Any fixed time would do; zip and FAT cannot hold an earlier one.
FIXED_TIME_SECONDS = 315_532_800


def build_bundle(track_folder: Path, destination: Path) -> None:
    """Write the kiosk's part of a track to `destination`, a whole folder that replaces what was there.

    Deprecated exercises stay behind. Names, content, modes and times depend on the track alone.
    Raises TrackInvalid, with all that is wrong, or OutsetError when the disk refuses; `destination` is then as it was.
    """
    contents = _contents(track_folder)
    try:
        _refuse_foreign(destination)
        _replace(destination, contents)
    except OSError as error:
        message = f"cannot write {destination}: {error.strerror}"
        raise OutsetError(message, hint="check who owns that folder, and the space left on its disk") from error


def _replace(destination: Path, contents: Mapping[str, bytes]) -> None:
    destination.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=destination.parent, prefix=f".{destination.name}.") as scratch:
        fresh = Path(scratch) / "fresh"
        for relative, content in sorted(contents.items()):
            path = fresh / relative
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        _settle(fresh)
        if destination.exists():
            destination.rename(Path(scratch) / "replaced")
        fresh.rename(destination)


def _refuse_foreign(destination: Path) -> None:
    # A slip in a command must not cost somebody a folder.
    if destination.exists() and any(destination.iterdir()) and not (destination / TRACK_CONFIG).is_file():
        problem = "it holds something that is not a track"
        raise TrackInvalid(problem, hint="name another destination", path=destination)


def _contents(track_folder: Path) -> dict[str, bytes]:
    found = read_track(track_folder)
    faults = [fault.why for fault in found.faults]
    contents: dict[str, bytes] = {}
    for exercise in found.track.exercises if found.track else ():
        try:
            contents |= {} if exercise.deprecated else _exercise_contents(exercise, track_folder)
        except TrackInvalid as error:
            faults.append(error)
    if faults or found.track is None:
        raise all_at_once(track_folder, faults)
    contents[TRACK_CONFIG] = _track_config(found.track)
    return contents | {MANIFEST: manifest(contents)}


def _exercise_contents(exercise: Exercise, track_folder: Path) -> dict[str, bytes]:
    home = exercise.folder.relative_to(track_folder).as_posix()
    contents = {f"{home}/{path}": read_bytes(exercise.folder, path) for path in _kept_files(exercise)}
    return contents | {f"{home}/{EXERCISE_CONFIG}": _exercise_config(exercise)}


def _kept_files(exercise: Exercise) -> tuple[str, ...]:
    texts = [catalogue_path(language) for language in LANGUAGES]
    for name in DOCUMENTS:
        texts.append(f".docs/{name}.append.md")
        texts += [translated_path(f".docs/{name}.md", language) for language in LANGUAGES]
    texts += [translated_path(TASK, language) for language in LANGUAGES if exercise.has_task]
    listed = (*exercise.solution_files, *exercise.test_files, *exercise.editor_files)
    answers = {*exercise.exemplar_files, *exercise.invalidator_files}
    return tuple(path for path in listed if path not in answers) + tuple(
        path for path in texts if present(exercise.folder, path)
    )


def _track_config(track: Track) -> bytes:
    config = read_config(TrackConfig, track.folder, TRACK_CONFIG)
    kept = {exercise.slug for exercise in track.exercises if not exercise.deprecated}
    value: dict[str, Any] = config.model_dump(mode="json", exclude={"files"})
    for group, entries in value["exercises"].items():
        value["exercises"][group] = [entry for entry in entries if entry["slug"] in kept]
    return to_json(value, indent=2) + b"\n"


def _exercise_config(exercise: Exercise) -> bytes:
    config = read_config(ExerciseConfig, exercise.folder, EXERCISE_CONFIG)
    files = FileLists(solution=exercise.solution_files, test=exercise.test_files, editor=exercise.editor_files)
    return to_json(config.model_copy(update={"files": files}), indent=2) + b"\n"


def _settle(folder: Path) -> None:
    for parent, _, names in os.walk(folder, topdown=False):
        for path in (*(Path(parent) / name for name in names), Path(parent)):
            path.chmod(0o755 if path.is_dir() else 0o644)
            os.utime(path, (FIXED_TIME_SECONDS, FIXED_TIME_SECONDS))
