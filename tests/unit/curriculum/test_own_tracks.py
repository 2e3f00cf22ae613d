"""The tracks of this project keep all of their own rules, and a kiosk loads them at once."""

import time
from pathlib import Path

import pytest

from classroom_server.authoring.lint import lint
from kiosk_agent.curriculum import build_bundle, load_track
from tests.support.checkout import ROOT
from tests.support.promises import is_within
from tests.support.tutor.tutor_parts import write_track

TRACKS = ROOT / "classroom_server/tracks"
LOAD_SECONDS = 0.020


@pytest.mark.parametrize("folder", sorted(path.parent for path in TRACKS.glob("*/config.json")), ids=lambda p: p.name)
def test_a_track_has_no_finding(folder: Path) -> None:
    assert [str(finding) for finding in lint(load_track(folder))] == []


def test_the_javascript_track_starts_with_ten_exercises_each_with_one_new_idea() -> None:
    track = load_track(TRACKS / "javascript")
    concepts = [exercise.concept for exercise in track.exercises]
    assert len(concepts) >= 10
    assert len(set(concepts)) == len(concepts)


def test_an_exercise_knows_what_is_taught_after_it() -> None:
    exercises = load_track(TRACKS / "javascript").exercises
    assert exercises[0].later == {exercise.concept for exercise in exercises[1:]}
    assert exercises[-1].later == frozenset()


def test_of_a_track_that_teaches_no_concept_nothing_is_later(tmp_path: Path) -> None:
    assert [exercise.later for exercise in load_track(write_track(tmp_path)).exercises] == [frozenset()] * 3


def test_a_kiosk_loads_a_bundle_within_20_milliseconds(tmp_path: Path) -> None:
    build_bundle(TRACKS / "javascript", tmp_path / "javascript")

    def load_seconds() -> float:
        start = time.perf_counter()
        load_track(tmp_path / "javascript")
        return time.perf_counter() - start

    assert is_within(min(load_seconds() for _ in range(5)), LOAD_SECONDS)
