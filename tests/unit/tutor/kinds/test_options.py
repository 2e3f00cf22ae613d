"""What a key on an option makes of an answer, and which exercises a tutor offers."""

import pytest

from kiosk_agent.curriculum import load_track
from kiosk_agent.curriculum.kinds.choice import MultipleChoice
from kiosk_agent.tutor.state.chosen import chosen, with_turned
from kiosk_agent.tutor.state.path import WITHOUT_VIEW, with_views
from tests.support.checkout import ROOT

ONE = MultipleChoice.model_validate(
    {"options": {"a": {"text": "A", "right": True}, "b": {"text": "B", "why": "x"}, "c": {"text": "C", "why": "x"}}}
)
SEVERAL = ONE.model_copy(update={"several": True})

TURNS = [
    (ONE, "", "b", "b\n"),
    (ONE, "b\n", "a", "a\n"),
    (ONE, "b\n", "b", ""),
    (ONE, "a\nb\n", "c", "c\n"),
    (SEVERAL, "", "c", "c\n"),
    (SEVERAL, "c\n", "a", "a\nc\n"),
    (SEVERAL, "a\nc\n", "a", "c\n"),
    (ONE, "whatever was there\n b ", "b", ""),
]


@pytest.mark.parametrize(("task", "before", "option", "after"), TURNS)
def test_a_key_on_an_option_turns_it(task: MultipleChoice, before: str, option: str, after: str) -> None:
    assert with_turned(chosen(before, task), option, task) == after


def test_a_tutor_offers_nothing_that_it_has_no_view_for() -> None:
    track = load_track(ROOT / "tests/fixtures/kinds/javascript")
    (offered,) = with_views([track])
    assert {exercise.kind for exercise in track.exercises} - {exercise.kind for exercise in offered.exercises} == (
        WITHOUT_VIEW
    )
