"""The learner's path through the exercises of a kiosk: what is done, where they are, what comes next."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from kiosk_agent.curriculum import Exercise, Kind, Track

WITHOUT_VIEW = frozenset({Kind.PREDICT_OUTPUT, Kind.PARSONS})
"""Kinds that this tutor has no view for: nobody could do them."""


class Standing(StrEnum):
    """Where a step lies."""

    DONE = "done"
    HERE = "here"
    NEXT = "next"
    LATER = "later"


@dataclass(frozen=True)
class Step:
    """One exercise on the path."""

    exercise: Exercise
    standing: Standing


def key_of(exercise: Exercise) -> str:
    """Return "track/exercise", the name of an exercise on the wire."""
    return f"{exercise.track}/{exercise.slug}"


def with_views(tracks: Sequence[Track]) -> Sequence[Track]:
    """Return the tracks without the exercises that could not be done here."""
    return [
        replace(track, exercises=tuple(each for each in track.exercises if each.kind not in WITHOUT_VIEW))
        for track in tracks
    ]


def steps(tracks: Sequence[Track], passed: Collection[str], last: str | None) -> tuple[Step, ...]:
    """Return all steps in order. At most one is HERE: the one left off, or else the first that is not done."""
    exercises = [exercise for track in tracks for exercise in track.exercises]
    open_keys = [key_of(exercise) for exercise in exercises if key_of(exercise) not in passed]
    here = last if last in open_keys else _first_after(exercises, passed, last) or next(iter(open_keys), None)
    after = open_keys[open_keys.index(here) + 1 :] if here is not None else []
    following = after[0] if after else None
    return tuple(Step(exercise, _standing(key_of(exercise), passed, here, following)) for exercise in exercises)


def next_exercise(tracks: Sequence[Track], passed: Collection[str], current: Exercise) -> Exercise | None:
    """Return the exercise to offer after `current`: the next open one behind it, else the first open one."""
    exercises = [exercise for track in tracks for exercise in track.exercises]
    current_key = key_of(current)
    wanted = _first_after(exercises, {*passed, current_key}, current_key)
    still_open = [exercise for exercise in exercises if key_of(exercise) not in passed and exercise != current]
    return next((one for one in exercises if key_of(one) == wanted), None) or next(iter(still_open), None)


def _first_after(exercises: Sequence[Exercise], passed: Collection[str], last: str | None) -> str | None:
    keys = [key_of(exercise) for exercise in exercises]
    if last not in keys:
        return None
    return next((key for key in keys[keys.index(last) :] if key not in passed), None)


def _standing(key: str, passed: Collection[str], here: str | None, following: str | None) -> Standing:
    if key == here:
        return Standing.HERE
    if key in passed:
        return Standing.DONE
    return Standing.NEXT if key == following else Standing.LATER
