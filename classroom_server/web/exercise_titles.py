"""The names of exercises and of their tests, for people: kiosks and the database know them by track, slug and code."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from classroom_server.web.languages import load_words
from classroom_server.web.text.check_words import check_titles
from kiosk_agent.curriculum import ANSWERED, Exercise, Track, load_tracks
from kiosk_agent.errors import TrackInvalid
from kiosk_agent.protocol.languages import SOURCE_LANGUAGE, Language

_log = logging.getLogger(__name__)


class ListedTrack(NamedTuple):
    """A track, to choose an exercise of."""

    title: str
    exercises: tuple[tuple[str, str], ...]
    """("track/exercise", its name)."""


@dataclass(frozen=True)
class NamesInWords:
    """What an exercise's own names stand for, in one language. What is returned is hostile text, as what is given."""

    tests: Mapping[str, str]
    options: Mapping[str, str]

    def test_title(self, name: str) -> str:
        """Return what a test, or a check of an answer, is called; its own name where it has no title."""
        return self.tests.get(name, name)

    def answer_text(self, text: str) -> str:
        """Return a learner's text with the text of each option for the line that names it."""
        return "\n".join(self.options.get(line.strip(), line) for line in text.split("\n")) if self.options else text


_NO_WORDS = NamesInWords({}, {})


class ExerciseTitles:
    """The titles of every track that this server has. An exercise that it does not know keeps its slug."""

    def __init__(self, tracks_folder: Path) -> None:
        self._tracks = {track.slug: track for track in load_tracks(tracks_folder)}
        self._words: dict[tuple[str, str, Language], NamesInWords] = {}
        """Read when it is shown first, and kept: pages are drawn again and again."""

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
        exercise = self._find(track_slug, exercise_slug)
        return exercise.title(language) if exercise else exercise_slug or ""

    def test_title(self, track_slug: str | None, exercise_slug: str | None, name: str, language: Language) -> str:
        """Return what a test is called in `language`, or its own name, which a program may have made up."""
        return self.words_of(track_slug, exercise_slug, language).test_title(name)

    def words_of(self, track_slug: str | None, exercise_slug: str | None, language: Language) -> NamesInWords:
        """Return what the names in an exercise stand for; there are none of one that this server does not know."""
        exercise = self._find(track_slug, exercise_slug)
        if exercise is None:
            return _NO_WORDS
        key = exercise.track, exercise.slug, language
        if key not in self._words:
            self._words[key] = _read_words(exercise, language)
        return self._words[key]

    def _find(self, track_slug: str | None, exercise_slug: str | None) -> Exercise | None:
        track = self._tracks.get(track_slug or "")
        try:
            return track.exercise(exercise_slug or "") if track else None
        except KeyError:
            return None


def _read_words(exercise: Exercise, language: Language) -> NamesInWords:
    """Return them in English where they cannot be read in `language`: a page is drawn whatever became of a file."""
    of_checks = check_titles(load_words(language)) if exercise.kind in ANSWERED else {}
    checks = {check.value: title for check, title in of_checks.items()}
    for each in (language, SOURCE_LANGUAGE):
        try:
            return NamesInWords({**exercise.test_titles(each), **checks}, exercise.option_texts(each))
        except TrackInvalid:
            _log.exception("the tests of %s/%s have no titles in %s", exercise.track, exercise.slug, each)
    return NamesInWords(checks, {})


def _offered(track: Track) -> Iterator[Exercise]:
    """Yield what is on kiosks of a track: no deprecated ones."""
    return (exercise for exercise in track.exercises if not exercise.deprecated)
