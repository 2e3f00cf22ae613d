"""The panels of an exercise: whichever has the focus, the verdict shows, and what is typed gets into the program."""

from pathlib import Path

import pytest
from textual.containers import VerticalScroll
from textual.events import Blur, Paste
from textual.message import Message
from textual.screen import Screen

from kiosk_agent.protocol.limits import SOURCE_BYTES
from kiosk_agent.protocol.results import Verdict
from kiosk_agent.tutor.widgets.editor import Editor
from tests.support.tutor.socket_fakes import judgement
from tests.support.tutor.tutor_parts import Play, play

SIZES = [(40, 12), (80, 24), (99, 24), (100, 30), (160, 50)]
STUB = "export function total(boxes) {\n}\n"


def focused(scene: Play) -> str:
    return "" if scene.app.focused is None else scene.app.focused.id or ""


async def go_to(scene: Play, panel: str) -> None:
    """Go from panel to panel until this one has the focus."""
    for _ in range(3):
        if focused(scene) == panel:
            return
        before = focused(scene)
        await scene.press("f6")
        await scene.until(lambda before=before: focused(scene) != before, "the next panel")  # type: ignore[misc]
    assert focused(scene) == panel


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("has_hint", [False, True], ids=["result below", "hint below"])
def test_the_verdict_shows_from_its_beginning_whatever_had_the_focus(
    tmp_path: Path, size: tuple[int, int], *, has_hint: bool
) -> None:
    below = "exercise-hint" if has_hint else "exercise-result"

    async def script(scene: Play) -> None:
        scene.runner.judgement = judgement(output="\n".join(f"line {number}" for number in range(60)))
        await scene.open_first()
        for panel in ("exercise-task", "exercise-editor", below):
            await scene.press("ctrl+r")
            await scene.sees("Not yet.")
            if has_hint:
                await scene.press("f2")
                await scene.sees("Hint 1")
            await go_to(scene, panel)
            await scene.press(*["pagedown"] * 3)
            scene.runner.judgement = judgement(Verdict.ACCEPTED)
            await scene.press("ctrl+r")
            await scene.sees("Solved.")
            scene.runner.judgement = judgement(output="\n".join(f"line {number}" for number in range(60)))

    play(script, tmp_path, size)


@pytest.mark.parametrize("size", SIZES)
def test_what_comes_into_sight_shows_though_the_layout_was_looked_at_in_between(
    tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a slow PC a drawing, or the question where a widget is, often comes between: then no Resize is sent."""
    lay_out = Screen._refresh_layout

    def look_first(screen: Screen[object], *arguments: object, **options: object) -> None:
        screen._compositor._full_map_invalidated = True
        assert screen._compositor.full_map is not None
        lay_out(screen, *arguments, **options)  # type: ignore[arg-type]

    async def script(scene: Play) -> None:
        await scene.open_first()
        monkeypatch.setattr(Screen, "_refresh_layout", look_first)
        await scene.press("ctrl+r")
        await scene.sees("Not yet.")
        await scene.press("f2")
        await scene.sees("Start at 0.")

    play(script, tmp_path, size)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
@pytest.mark.parametrize("panel", ["exercise-task", "exercise-result"])
def test_what_is_typed_in_another_panel_goes_into_the_program_and_takes_its_writer_there(
    tmp_path: Path, size: tuple[int, int], panel: str
) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        await scene.press("ctrl+r")
        await scene.sees("Not yet.")
        await go_to(scene, panel)
        await scene.press(*"// hi", "enter")
        await scene.until(lambda: scene.app.screen.query_one(Editor).text == "// hi\n" + STUB, "all of it, in order")
        assert focused(scene) == "exercise-editor"
        await scene.sees("// hi")

    play(script, tmp_path, size)


def text(scene: Play) -> str:
    return scene.app.screen.query_one(Editor).text


@pytest.mark.parametrize("panel", ["exercise-task", "exercise-result"])
def test_what_is_pasted_or_undone_in_another_panel_is_so_in_the_program_and_what_deletes_only_leads_there(
    tmp_path: Path, panel: str
) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        scene.app.screen.query_one(Editor).put_back("")
        await scene.press(*"// hi", "shift+home", "ctrl+c", "end", "enter", "ctrl+r")
        await scene.sees("Not yet.")
        for pressed, expected in (
            ("ctrl+v", "// hi\n// hi"), ("ctrl+z", "// hi\n"), ("ctrl+y", "// hi\n// hi"),
            ("backspace", "// hi\n// hi"), ("delete", "// hi\n// hi"),
        ):  # fmt: skip
            await go_to(scene, panel)
            await scene.press(pressed)
            await scene.until(lambda: focused(scene) == "exercise-editor", pressed)
            await scene.until(lambda expected=expected: text(scene) == expected, pressed)  # type: ignore[misc]
        await go_to(scene, panel)
        scene.app.post_message(Paste("let b = 2;"))
        await scene.until(lambda: text(scene) == "// hi\n// hilet b = 2;", "what a terminal pastes")

    play(script, tmp_path)


def test_no_key_of_another_habit_deletes_and_ctrl_a_marks_all(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        await scene.press("right", "right", "ctrl+d", "ctrl+k", "ctrl+u", "ctrl+w")
        assert text(scene) == STUB
        await scene.press("ctrl+a", "x")
        assert text(scene) == "x"

    play(script, tmp_path)


def is_in_sight(scene: Play, panel: str) -> bool:
    return scene.app.screen.query_one(f"#{panel}").display


def test_the_panel_that_has_the_focus_shows_though_the_others_hear_of_it_late(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A busy kiosk hands the word that the focus is gone to a panel long after the next one has it."""
    post = VerticalScroll.post_message

    def keep_back(panel: VerticalScroll, message: Message) -> bool:
        return True if isinstance(message, Blur) else post(panel, message)

    async def script(scene: Play) -> None:
        monkeypatch.setattr(VerticalScroll, "post_message", keep_back)
        await scene.sign_in(last_exercise="javascript/stock-count")
        await scene.press("enter")
        await scene.until(lambda: len(scene.app.screen.query("#exercise-task")) == 1, "the exercise")
        await scene.until(lambda: is_in_sight(scene, "exercise-task"), "the task, first")
        await scene.press("x")
        await scene.until(lambda: is_in_sight(scene, "exercise-program"), "the program")
        assert not is_in_sight(scene, "exercise-task")
        await scene.press("f6")
        await scene.until(lambda: is_in_sight(scene, "exercise-task"), "the task, to read it again")
        await scene.press("f4")
        await scene.sees("Hello")
        await scene.press("enter")
        await scene.until(lambda: focused(scene) == "exercise-editor", "the text that is there already")
        await scene.sees("xexport")
        await scene.press("f6")
        await scene.until(lambda: is_in_sight(scene, "exercise-task"), "the task, at the first F6")

    play(script, tmp_path)


def test_a_run_that_comes_to_the_same_says_that_it_was_one(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        await scene.press("ctrl+r")
        await scene.sees("Run 1 ")
        scene.runner.judgement = judgement(milliseconds=9)
        await scene.press("ctrl+r")
        await scene.sees("Run 2: as before")
        scene.runner.judgement = judgement(Verdict.ACCEPTED)
        await scene.press("ctrl+r")
        await scene.sees("Run 3 ")
        await scene.press("f9")
        await scene.sees("Ejecución 3 ")

    play(script, tmp_path)


def test_that_a_paste_was_too_long_is_said_until_something_is_written(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        scene.app.post_message(Paste("x" * SOURCE_BYTES))
        await scene.sees("your text is as it was")
        await scene.press("y")
        await scene.until(lambda: "your text is as it was" not in scene.shown(), "the words gone that are true no more")
        await scene.press("ctrl+r")
        await scene.sees("Not yet.")
        await scene.press("z")
        await scene.until(lambda: text(scene) == "yz" + STUB, "the letter")
        assert "Not yet." in scene.shown()

    play(script, tmp_path)


@pytest.mark.parametrize("size", SIZES[1:])
def test_that_a_paste_was_too_long_stays_above_the_results_until_something_is_written(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        scene.app.post_message(Paste("x" * SOURCE_BYTES))
        await scene.sees("would make the file too long")
        for _ in range(2):
            await scene.press("ctrl+r")
            await scene.sees("Not yet.")
            await scene.sees("would make the file too long")
        await scene.press("f9")
        await scene.until(lambda: "would make the file" not in scene.shown(), "the other language")
        await scene.press("f9", "f9", "f9", "f9")
        await scene.sees("would make the file too long")
        await scene.press("y")
        await scene.until(lambda: "file too long" not in scene.shown(), "the words gone that are true no more")
        assert "Not yet." in scene.shown()

    play(script, tmp_path, size)
