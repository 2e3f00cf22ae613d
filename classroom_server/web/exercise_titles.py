"""The names of exercises, for people: kiosks and the database know them by track and slug."""

from collections.abc import Iterable
from pathlib import Path

from kiosk_agent.curriculum import load_tracks
from kiosk_agent.protocol.languages import Language


class ExerciseTitles:
    """The titles of every track that this server has. An exercise that it does not know keeps its slug."""

    def __init__(self, tracks_folder: Path) -> None:
        self._tracks = {track.slug: track for track in load_tracks(tracks_folder)}

    def count(self, passed: Iterable[str]) -> int:
        """Return how many exercises all tracks have; those passed ("track/exercise") count though gone since."""
        known = {f"{slug}/{exercise.slug}" for slug, track in self._tracks.items() for exercise in track.exercises}
        return len(known.union(passed))

    def title(self, track_slug: str | None, exercise_slug: str | None, language: Language) -> str:
        """Return the exercise's name in `language`, or its slug; empty for no exercise."""
        track = self._tracks.get(track_slug or "")
        if track is None or exercise_slug is None:
            return exercise_slug or ""
        try:
            return track.exercise(exercise_slug).title(language)
        except KeyError:
            return exercise_slug
