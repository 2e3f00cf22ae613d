"""A track: its exercises in the order they are taught. Loads any Exercism track as it is on disk."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from kiosk_agent.curriculum.config import (
    EXERCISE_CONFIG,
    EXERCISES_IN_TRACK,
    TRACK_CONFIG,
    ExerciseConfig,
    ExerciseEntry,
    FileLists,
    Kind,
    TrackConfig,
    read_config,
    read_track_config,
)
from kiosk_agent.curriculum.exercise import Exercise
from kiosk_agent.curriculum.faults import all_at_once, one_by_one
from kiosk_agent.curriculum.files import inside, present
from kiosk_agent.curriculum.kinds.task_file import ANSWERED, UNTESTED, check_task
from kiosk_agent.curriculum.versions import bundle_hash
from kiosk_agent.errors import TrackInvalid
from kiosk_agent.protocol.languages import SOURCE_LANGUAGE, Language
from kiosk_agent.protocol.work_files import check_path, check_together


@dataclass(frozen=True)
class Track:
    """A folder of exercises. `languages` are those that every exercise promises; none in an imported track."""

    slug: str
    language_name: str
    folder: Path
    exercises: tuple[Exercise, ...]
    """Concept exercises first, then practice, each in the order of config.json; deprecated ones too."""
    languages: tuple[Language, ...]
    titles: Mapping[Language, str] = field(repr=False)

    def title(self, language: Language) -> str:
        """Return the track's name, in English where there is no translation."""
        return self.titles.get(language, self.titles[SOURCE_LANGUAGE])

    def exercise(self, slug: str) -> Exercise:
        """Return the exercise of that name. Raises KeyError."""
        return self._by_slug[slug]

    @cached_property
    def _by_slug(self) -> dict[str, Exercise]:
        return {exercise.slug: exercise for exercise in self.exercises}


@dataclass(frozen=True)
class Fault:
    """Something that keeps an exercise, or the whole track, from a class."""

    slug: str
    """Of the exercise; empty when its entry or the track itself is at fault."""
    why: TrackInvalid


@dataclass(frozen=True)
class ReadTrack:
    """What could be read of a folder, and what could not."""

    track: Track | None
    """With the exercises that are whole; None when config.json itself cannot be used."""
    faults: tuple[Fault, ...]


def load_track(folder: Path) -> Track:
    """Return the track in `folder`; texts are read only when asked for. Raises TrackInvalid, with all faults."""
    found = read_track(folder)
    if found.faults or found.track is None:
        raise all_at_once(folder, [fault.why for fault in found.faults])
    return found.track


def read_track(folder: Path) -> ReadTrack:
    """Return the track in `folder` without the exercises that are broken, and every fault that was found."""
    try:
        config, broken = read_track_config(folder)
        entries = _entries(folder, config)
        bundled_as = bundle_hash(folder)
    except TrackInvalid as error:
        return ReadTrack(None, (Fault("", error),))
    faults = [Fault("", each) for each in broken]
    exercises: dict[str, Exercise] = {}
    counts = Counter(entry.slug for _, entry in entries)
    for group, entry in entries:
        if counts[entry.slug] > 1:
            hint = "give each exercise its own slug"
            why = TrackInvalid(f"it lists {entry.slug} more than once", hint=hint, path=folder / TRACK_CONFIG)
            faults.append(Fault(entry.slug, why))
            counts[entry.slug] = 0
        if entry.slug in exercises:
            continue
        try:
            exercises[entry.slug] = _load_exercise(folder, config, group, entry, bundled_as)
        except TrackInvalid as error:
            faults += [Fault(entry.slug, each) for each in one_by_one(error)]
    translations = config.custom.outset.translations
    track = Track(
        slug=config.slug,
        language_name=config.slug,
        folder=folder,
        exercises=tuple(exercises.values()),
        languages=config.custom.outset.languages,
        titles={SOURCE_LANGUAGE: config.language} | {key: words.title for key, words in translations.items()},
    )
    return ReadTrack(track, tuple(faults))


def _entries(folder: Path, config: TrackConfig) -> list[tuple[str, ExerciseEntry]]:
    """Return (group, entry) of each exercise in the order they are taught. Raises TrackInvalid."""
    entries = [("concept", entry) for entry in config.exercises.concept]
    entries += [("practice", entry) for entry in config.exercises.practice]
    if len(entries) > EXERCISES_IN_TRACK:
        problem = f"it lists {len(entries)} exercises, more than {EXERCISES_IN_TRACK}"
        raise TrackInvalid(problem, hint="split it into several tracks", path=folder / TRACK_CONFIG)
    return entries


def _load_exercise(
    track_folder: Path, track: TrackConfig, group: str, entry: ExerciseEntry, bundled_as: str | None
) -> Exercise:
    folder = inside(track_folder, f"exercises/{group}/{entry.slug}")
    config = read_config(ExerciseConfig, folder, EXERCISE_CONFIG)
    files = {
        kind: getattr(config.files, kind) or tuple(_fill(pattern, entry.slug) for pattern in getattr(track.files, kind))
        for kind in FileLists.model_fields
    }
    for relative in (path for paths in files.values() for path in paths):
        inside(folder, relative)
    ours = config.custom.outset
    _require(folder, {kind: files[kind] for kind in _needed(ours.kind)})
    _require_writable(folder, files["solution"])
    _require_one_answer(folder, ours.kind, files["solution"])
    check_task(folder, ours.kind, files["solution"][0], files["editor"])
    if ours.kind in UNTESTED:
        files |= {"test": ()}
    if ours.kind in ANSWERED:
        files |= {"exemplar": (), "example": ()}
    concept = next(iter(entry.concepts or entry.practices), "")
    return Exercise(
        track=track.slug,
        slug=entry.slug,
        language_name=track.slug,
        concept=concept,
        kind=ours.kind,
        minutes=ours.minutes,
        judging=ours.judging,
        folder=folder,
        solution_files=files["solution"],
        test_files=files["test"],
        editor_files=files["editor"],
        exemplar_files=files["exemplar"] or files["example"]
        if group == "concept"
        else files["example"] or files["exemplar"],
        invalidator_files=files["invalidator"],
        deprecated=entry.status == "deprecated",
        bundle_hash=bundled_as,
        titles={SOURCE_LANGUAGE: entry.name} | {key: words.title for key, words in ours.translations.items()},
        concept_titles=_concept_titles(track, concept),
        blurbs={SOURCE_LANGUAGE: config.blurb} | {key: words.blurb for key, words in ours.translations.items()},
        later=_later(track, entry),
    )


def _later(track: TrackConfig, entry: ExerciseEntry) -> frozenset[str]:
    """Return what is taught after an exercise; of one that only practises, after the last of what it builds on."""
    taught = [concept for each in track.exercises.concept for concept in each.concepts]
    known = {*entry.concepts, *entry.practices}
    last = max((place for place, concept in enumerate(taught) if concept in known), default=None)
    return frozenset() if last is None else frozenset(taught[last + 1 :]) - known


def _concept_titles(track: TrackConfig, slug: str) -> dict[Language, str]:
    english = next((concept.name for concept in track.concepts if concept.slug == slug), slug)
    translations = track.custom.outset.translations
    translated = {key: words.concepts[slug] for key, words in translations.items() if slug in words.concepts}
    return {SOURCE_LANGUAGE: english} | translated


def _fill(pattern: str, slug: str) -> str:
    words = slug.split("-")
    pascal = "".join(word.capitalize() for word in words)
    filled = pattern.replace("%{kebab_slug}", slug).replace("%{snake_slug}", "_".join(words))
    return filled.replace("%{pascal_slug}", pascal).replace("%{camel_slug}", pascal[:1].lower() + pascal[1:])


def _needed(kind: Kind) -> tuple[str, ...]:
    return ("solution",) if kind in UNTESTED else ("solution", "test")


def _require_one_answer(folder: Path, kind: Kind, paths: tuple[str, ...]) -> None:
    if kind in ANSWERED and len(paths) != 1:
        problem = f"{len(paths)} files for one answer"
        raise TrackInvalid(problem, hint="list one under files.solution", path=folder / EXERCISE_CONFIG)


def _require_writable(folder: Path, paths: tuple[str, ...]) -> None:
    # What could not be handed in must not be offered.
    try:
        check_together(dict.fromkeys(map(check_path, paths), ""))
    except ValueError as error:
        problem = f"it names solution files that a learner could not hand in: {error}"
        hint = "give them plain names, each its own in small letters too"
        raise TrackInvalid(problem, hint=hint, path=folder / EXERCISE_CONFIG) from error


def _require(folder: Path, files: Mapping[str, tuple[str, ...]]) -> None:
    """Raise TrackInvalid for every file that is missing and every kind that there is none of, when there is one."""
    unnamed = [f"it names no {kind} file" for kind, paths in files.items() if not paths]
    missing = [path for paths in files.values() for path in paths if not present(folder, path)]
    if unnamed or missing:
        problem = "; ".join([*unnamed, *(f"{path} is missing" for path in missing)])
        kinds = [kind for kind, paths in files.items() if not paths or set(paths) & set(missing)]
        lists = " and ".join(f"files.{kind}" for kind in kinds)
        hint = f"add it, or correct {lists}" if missing else f"list it under {lists}"
        raise TrackInvalid(problem, hint=hint, path=folder / EXERCISE_CONFIG)
