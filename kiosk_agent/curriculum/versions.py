"""Which exercise and which bundle judged a program: hashes of what they hold, so that no number can be forgotten."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from pydantic_core import to_json

from kiosk_agent.curriculum.exercise import Exercise
from kiosk_agent.curriculum.files import present, read_bytes
from kiosk_agent.curriculum.kinds.task_file import TASK

MANIFEST = "bundle.json"


def exercise_version(exercise: Exercise) -> str:
    """Return the SHA-256 (hex) of what a verdict depends on: kind, stub, tests, task, the files shown beside.

    The same in a track's own folder and in a bundle of it. Texts that are only read do not count. Raises TrackInvalid.
    """
    lists = (exercise.solution_files, exercise.test_files, exercise.editor_files)
    parts = [exercise.kind, *([path, _hash(read_bytes(exercise.folder, path))] for paths in lists for path in paths)]
    if exercise.has_task:
        parts.append([TASK, _hash(read_bytes(exercise.folder, TASK))])
    return _hash(to_json([parts, list(map(len, lists))]))


def manifest(contents: Mapping[str, bytes]) -> bytes:
    """Return a bundle's manifest: each file (path -> content) by its SHA-256."""
    files = {path: _hash(content) for path, content in sorted(contents.items())}
    return to_json({"files": files}, indent=2) + b"\n"


def bundle_hash(track_folder: Path) -> str | None:
    """Return the SHA-256 (hex) of the bundle's manifest; None for a track that is no bundle. Raises TrackInvalid."""
    return _hash(read_bytes(track_folder, MANIFEST)) if present(track_folder, MANIFEST) else None


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
