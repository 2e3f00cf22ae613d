"""In the jail itself: stubs fail, right answers pass, and each wrong answer fails just the tests that explain it."""

from typing import Protocol

import pytest

from classroom_server.authoring.wrong_answers import read_wrong_answers
from kiosk_agent.curriculum import Exercise, load_track
from kiosk_agent.protocol.results import Judging, Verdict
from tests.support.checkout import ROOT

TRACK = load_track(ROOT / "classroom_server/tracks/javascript")


class Outcome(Protocol):
    verdict: Verdict
    names: tuple[str, ...]
    failed: tuple[str, ...]


Outcomes = dict[str, dict[str, Outcome]]
every_exercise = pytest.mark.parametrize("exercise", TRACK.exercises, ids=lambda exercise: exercise.slug)


@every_exercise
def test_the_stub_runs_and_fails(exercise: Exercise, javascript_outcomes: Outcomes) -> None:
    outcome = javascript_outcomes[exercise.slug][exercise.solution_files[0]]
    assert outcome.verdict is Verdict.WRONG_ANSWER
    # A test that the stub passes would tell the learner that something was done already.
    assert outcome.failed == outcome.names


@every_exercise
def test_the_right_answer_passes_every_test(exercise: Exercise, javascript_outcomes: Outcomes) -> None:
    outcome = javascript_outcomes[exercise.slug][exercise.exemplar_files[0]]
    assert outcome.verdict is Verdict.ACCEPTED
    assert outcome.failed == ()


@every_exercise
def test_each_wrong_answer_fails_just_the_tests_that_it_declares(
    exercise: Exercise, javascript_outcomes: Outcomes
) -> None:
    outcomes = javascript_outcomes[exercise.slug]
    declared = {answer.path: set(answer.fails) for answer in read_wrong_answers(exercise.folder)}
    assert {path: set(outcomes[path].failed) for path in declared} == declared
    assert {outcomes[path].verdict for path in declared} <= {Verdict.WRONG_ANSWER, Verdict.RUNTIME_ERROR}


@every_exercise
def test_each_test_that_ran_has_words_in_each_language(exercise: Exercise, javascript_outcomes: Outcomes) -> None:
    names = javascript_outcomes[exercise.slug][exercise.exemplar_files[0]].names
    assert names
    for language in TRACK.languages:
        words = [exercise.test_words(name, language) for name in names]
        assert None not in words
    assert exercise.test_words(names[0], "en") != exercise.test_words(names[0], "es")


def test_every_exercise_can_be_judged_where_it_counts() -> None:
    assert {exercise.judging for exercise in TRACK.exercises} == {Judging.SPLIT}
