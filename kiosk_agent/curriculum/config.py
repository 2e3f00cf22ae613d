"""What config.json files of a track say, parsed once. Format: https://exercism.org/docs/building/tracks.

What is ours stands under `custom.outset`, the place that the format leaves free; it is read strictly.
"""

import codecs
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json, to_json

from kiosk_agent.curriculum.files import read_bytes
from kiosk_agent.errors import TrackInvalid
from kiosk_agent.parsing import CORRECT_IT, PLAIN_LINE, SLUG, Place, all_faults
from kiosk_agent.protocol.languages import Language
from kiosk_agent.protocol.results import Judging

EXERCISES_IN_TRACK = 1000
FILES_IN_EXERCISE = 50
TRACK_CONFIG = "config.json"
EXERCISE_CONFIG = ".meta/config.json"
"""From its exercise's folder."""

Slug = Annotated[str, Field(pattern=SLUG)]
Name = Annotated[str, Field(min_length=1, max_length=120, pattern=PLAIN_LINE)]
Blurb = Annotated[str, Field(max_length=1000, pattern=PLAIN_LINE)]
Paths = Annotated[
    tuple[Annotated[str, Field(max_length=200, pattern=PLAIN_LINE)], ...], Field(max_length=FILES_IN_EXERCISE)
]


class Kind(StrEnum):
    """The closed set of exercise kinds. What each needs beside its texts stands in `kinds/`."""

    CODE = "code"
    RUN_AND_LOOK = "run-and-look"
    """No tests: write, run, see what it writes, change it."""
    FIX_FAULT = "fix-fault"
    """The stub is a program that fails."""
    PROJECT = "project"
    """Steps with checkpoints."""
    PREDICT_OUTPUT = "predict-output"
    FILL_GAPS = "fill-gaps"
    PARSONS = "parsons"
    """Order the lines."""
    MULTIPLE_CHOICE = "multiple-choice"
    READ = "read"
    """A page, and a question with options."""


class _Foreign(BaseModel):
    """A part of the Exercism format: what we do not use is let be."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Ours(BaseModel):
    """A part that is ours: a surprise is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class FileLists(_Foreign):
    """Paths from the exercise's folder; in the track's config they hold %{kebab_slug} and the like."""

    solution: Paths = ()
    test: Paths = ()
    exemplar: Paths = ()
    example: Paths = ()
    editor: Paths = ()
    invalidator: Paths = ()


class ExerciseWords(Ours):
    """An exercise's short texts in another language."""

    title: Name
    blurb: Blurb = ""


class OutsetExercise(Ours):
    """custom.outset of .meta/config.json."""

    kind: Kind = Kind.CODE
    minutes: Annotated[int, Field(ge=1, le=240)] | None = None
    judging: Judging = Judging.IN_PROCESS
    """"split" says that its tests can be kept apart from the program; `./outset track test --split` keeps them so."""
    translations: dict[Language, ExerciseWords] = {}


class _ExerciseCustom(_Foreign):
    outset: OutsetExercise = OutsetExercise()


class ExerciseConfig(_Foreign):
    """.meta/config.json of an exercise."""

    blurb: Blurb = ""
    files: FileLists = FileLists()
    custom: _ExerciseCustom = _ExerciseCustom()


class ExerciseEntry(_Foreign):
    """One exercise in the track's config.json."""

    slug: Slug
    name: Name
    concepts: tuple[Slug, ...] = ()
    practices: tuple[Slug, ...] = ()
    status: str = "active"


class _ExerciseLists(_Foreign):
    concept: tuple[ExerciseEntry, ...] = ()
    practice: tuple[ExerciseEntry, ...] = ()


class ConceptEntry(_Foreign):
    """One concept in the track's config.json."""

    slug: Slug
    name: Name


class TrackWords(Ours):
    """A track's short texts in another language."""

    title: Name
    concepts: dict[Slug, Name] = {}


class OutsetTrack(Ours):
    """custom.outset of config.json. `languages` are those that every exercise must have; none in an imported track."""

    languages: tuple[Language, ...] = ()
    translations: dict[Language, TrackWords] = {}


class _TrackCustom(_Foreign):
    outset: OutsetTrack = OutsetTrack()


class TrackConfig(_Foreign):
    """config.json of a track."""

    language: Name
    slug: Slug
    files: FileLists = FileLists()
    exercises: _ExerciseLists
    concepts: tuple[ConceptEntry, ...] = ()
    custom: _TrackCustom = _TrackCustom()


_Config = TypeVar("_Config", bound=BaseModel)


def read_config(model: type[_Config], folder: Path, relative: str) -> _Config:
    """Parse folder/relative, a JSON file, as `model`. Raises TrackInvalid, which names all that is wrong in it."""
    try:
        return model.model_validate_json(_content(folder, relative))
    except ValidationError as error:
        raise TrackInvalid("; ".join(all_faults(error)), hint=CORRECT_IT, path=folder / relative) from error


def read_track_config(folder: Path) -> tuple[TrackConfig, tuple[TrackInvalid, ...]]:
    """Parse a track's config.json; entries that are broken are left out of it, each with what is wrong.

    Raises TrackInvalid when what is wrong is in no entry.
    """
    content = _content(folder, TRACK_CONFIG)
    try:
        return TrackConfig.model_validate_json(content), ()
    except ValidationError as error:
        broken = {_entry_of(fault["loc"]) for fault in error.errors(include_url=False, include_input=False)}
        if None in broken:
            raise TrackInvalid("; ".join(all_faults(error)), hint=CORRECT_IT, path=folder / TRACK_CONFIG) from error
        found = tuple(TrackInvalid(fault, hint=CORRECT_IT, path=folder / TRACK_CONFIG) for fault in all_faults(error))
    value = from_json(content)
    for *groups, index in sorted(filter(None, broken), key=lambda entry: -int(entry[-1])):
        del reduce(getitem, groups, value)[index]
    return TrackConfig.model_validate_json(to_json(value)), found


def _entry_of(place: Place) -> Place | None:
    """Return the place of the entry that `place` is in; None when it is in none."""
    end = {"exercises": 3, "concepts": 2}.get(str(place[0]) if place else "", 0)
    return place[:end] if 0 < end <= len(place) and isinstance(place[end - 1], int) else None


@dataclass(frozen=True)
class Listed:
    """An entry of a track's config.json as it stands there, whatever else is wrong with it."""

    group: str
    """"concept" or "practice"; "concepts" of a concept."""
    slug: str
    uuid: str
    """Small; may be empty."""


def listed_in(folder: Path) -> tuple[Listed, ...]:
    """Return what config.json lists. Raises TrackInvalid when it is no JSON."""
    try:
        value = from_json(_content(folder, TRACK_CONFIG))
    except ValueError as error:
        raise TrackInvalid(str(error), hint=CORRECT_IT, path=folder / TRACK_CONFIG) from error
    config = value if isinstance(value, dict) else {}
    exercises = config.get("exercises")
    groups: dict[str, object] = {"concepts": config.get("concepts")}
    groups |= exercises if isinstance(exercises, dict) else {}
    return tuple(
        Listed(group, str(entry.get("slug", "")), str(entry.get("uuid", "")).lower())
        for group in ("concept", "practice", "concepts")
        for entry in _dicts(groups.get(group))
    )


def _dicts(entries: object) -> list[dict[str, object]]:
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _content(folder: Path, relative: str) -> bytes:
    return read_bytes(folder, relative).removeprefix(codecs.BOM_UTF8)
