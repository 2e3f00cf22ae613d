"""Choose, by the keys alone: what is chosen is kept as a work file, checked, and explained."""

from pathlib import Path

import pytest

from kiosk_agent.protocol.events import AttemptMade, DraftSaved
from kiosk_agent.protocol.languages import LANGUAGES
from kiosk_agent.runner.judging.answers import judge_answer
from kiosk_agent.tutor.widgets.kinds.options_panel import OptionsPanel
from kiosk_agent.tutor.widgets.line import Line
from tests.support.checkout import ROOT
from tests.support.tutor.cut_words import cut_words
from tests.support.tutor.tutor_parts import Play, play

KINDS = ROOT / "tests/fixtures/kinds/javascript"
SIZES = [(80, 24), (100, 30), (120, 36)]


async def opened(scene: Play, slug: str = "how-often") -> None:
    await scene.sign_in(last_exercise=f"javascript/{slug}")
    await scene.press("enter")
    await scene.until(lambda: len(scene.app.screen.query(OptionsPanel)) == 1, "the options")
    await scene.pilot.pause()


def options(scene: Play) -> list[str]:
    return [line.shown for line in scene.app.screen.query(".option").results(Line)]


async def choose(scene: Play, words: str) -> None:
    """Go to the option with these words, and press Space."""
    while f"▸ ○ {words}" not in options(scene):
        before = options(scene)
        await scene.press("down")
        await scene.until(lambda before=before: options(scene) != before, "the next option")  # type: ignore[misc]
    await scene.press("space")
    await scene.sees(f"▸ ● {words}")


def texts(scene: Play) -> list[str]:
    return [one.files["answer.txt"] for one in scene.agent.recorded if isinstance(one, DraftSaved)]


async def check(scene: Play) -> None:
    exercise, text = scene.app.screen.exercise, scene.app.screen.text  # type: ignore[attr-defined]
    scene.runner.judgement = judge_answer(exercise, {exercise.solution_files[0]: text})
    await scene.press("ctrl+r")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_wrong_option_says_why_and_the_right_one_is_solved(tmp_path: Path, size: tuple[int, int]) -> None:
    async def script(scene: Play) -> None:
        await opened(scene)
        await choose(scene, "Once")
        await check(scene)
        await scene.sees("✗ Once")
        await scene.sees("Without the loop it would be once.")
        await choose(scene, "Three times")
        assert "● Once" not in scene.shown()
        await check(scene)
        await scene.sees("✓ Three times")
        await scene.until(lambda: len([one for one in scene.agent.recorded if isinstance(one, AttemptMade)]) == 2)
        # What is typed goes nowhere: there is no text to write.
        await scene.press("x", "backspace", "ctrl+v")
        await scene.press("f8")
        await scene.sees("Break minutes")

    agent = play(script, tmp_path, size, track_path=KINDS)
    attempts = [one for one in agent.recorded if isinstance(one, AttemptMade)]
    assert [one.submission.files for one in attempts] == [{"answer.txt": "once\n"}, {"answer.txt": "three-times\n"}]


def test_what_was_chosen_comes_back_in_the_same_order(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await opened(scene)
        await choose(scene, "Twice")
        await scene.until(lambda: texts(scene)[-1:] == ["twice\n"], "the draft")
        before = [words.strip("▸ ") for words in options(scene)]
        await scene.press("f4")
        await scene.sees("exercises done")
        await scene.press("enter")
        await scene.sees("● Twice")
        assert [words.strip("▸ ") for words in options(scene)] == before
        await scene.press("f7")
        await scene.sees("Start this exercise again?")
        await scene.press("enter")
        await scene.until(lambda: "● Twice" not in scene.shown(), "nothing chosen")
        await scene.until(lambda: texts(scene)[-1:] == [""], "the draft of nothing")

    play(script, tmp_path, track_path=KINDS)


@pytest.mark.parametrize("slug", ["how-often", "error-message"])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_no_words_of_a_question_are_cut_in_any_language(tmp_path: Path, slug: str, size: tuple[int, int]) -> None:
    async def script(scene: Play) -> None:
        await opened(scene, slug)
        await scene.press("space")
        await check(scene)
        for _ in LANGUAGES:
            await scene.settle(*size)
            assert cut_words(scene.app.screen) == []
            before = scene.app.screens.translator.language
            await scene.press("f9")
            await scene.until(lambda before=before: scene.app.screens.translator.language != before)  # type: ignore[misc]

    play(script, tmp_path, size, track_path=KINDS)
