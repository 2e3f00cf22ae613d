"""The names of exercises, for people: kiosks and the database know them by track and slug."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from kiosk_agent.curriculum import Exercise, Track, load_tracks
from kiosk_agent.protocol.languages import Language


class ListedTrack(NamedTuple):
    """A track, to choose an exercise of."""

    title: str
    exercises: tuple[tuple[str, str], ...]
    """("track/exercise", its name)."""


class ExerciseTitles:
    """The titles of every track that this server has. An exercise that it does not know keeps its slug."""

    def __init__(self, tracks_folder: Path) -> None:
        self._tracks = {track.slug: track for track in load_tracks(tracks_folder)}

    def count(self, passed: Iterable[str]) -> int:
        """Return how many exercises all tracks have; those passed ("track/exercise") count though gone since."""
        known = {f"{slug}/{exercise.slug}" for slug, track in self._tracks.items() for exercise in track.exercises}
        return len(known.union(passed))

    def has(self, track_slug: str, exercise_slug: str) -> bool:
        """Tell whether kiosks have such an exercise."""
        track = self._tracks.get(track_slug)
        return track is not None and any(each.slug == exercise_slug for each in _offered(track))

    def listed(self, language: Language) -> tuple[ListedTrack, ...]:
        """Return every exercise that kiosks have, by its track, in the order in which they are learnt."""
        return tuple(
            ListedTrack(
                track.title(language), tuple((f"{slug}/{each.slug}", each.title(language)) for each in _offered(track))
            )
            for slug, track in self._tracks.items()
        )

    def title(self, track_slug: str | None, exercise_slug: str | None, language: Language) -> str:
        """Return the exercise's name in `language`, or its slug; empty for no exercise."""
        track = self._tracks.get(track_slug or "")
        if track is None or exercise_slug is None:
            return exercise_slug or ""
        try:
            return track.exercise(exercise_slug).title(language)
        except KeyError:
            return exercise_slug


def _offered(track: Track) -> Iterator[Exercise]:
    """Yield what is on kiosks of a track: no deprecated ones."""
    return (exercise for exercise in track.exercises if not exercise.deprecated)
