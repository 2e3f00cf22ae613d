"""The editor under any hands: undo and redo bring back each text, nothing drawn stays behind, nothing left is kept."""

import gc
import random
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk_agent.protocol.limits import SOURCE_BYTES
from kiosk_agent.tutor.widgets.editor import Editor
from tests.support.tutor.tutor_parts import Play, play

WIDE = (120, 36)
STUB = "export function total(boxes) {\n}\n"
KEYS = (
    "left", "right", "up", "down", "home", "end", "pageup", "pagedown", "ctrl+left", "ctrl+right", "shift+left",
    "shift+up", "shift+down", "shift+home", "shift+end", "ctrl+shift+left", "backspace", "delete", "ctrl+w", "ctrl+f",
    "ctrl+u", "ctrl+k", "ctrl+shift+k", "ctrl+x", "ctrl+c", "ctrl+v", "ctrl+z", "ctrl+y", "tab", "enter", "a", "{",
    "}", "(", '"', "/", "*", "é", "漢",
)  # fmt: skip


def editor(scene: Play) -> Editor:
    return scene.app.screen.query_one(Editor)


def drawn(scene: Play) -> list[str]:
    region = editor(scene).content_region
    strips = scene.app.screen._compositor.render_strips()
    return [strip.text[region.x : region.right] for strip in strips[region.y : region.bottom]]


def texts_on_the_way(editor: Editor, *, back: bool) -> list[str]:
    """Undo, or redo, all that there is, and return the text after each."""
    texts = [editor.text]
    while editor.history.undo_stack if back else editor.history.redo_stack:
        (editor.undo if back else editor.redo)()
        texts.append(editor.text)
    return texts


@pytest.mark.parametrize("size", [(80, 24), WIDE])
def test_a_long_text_that_was_cut_and_put_back_can_be_undone(tmp_path: Path, size: tuple[int, int]) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        before = "\n".join(f"let line{number} = {number};" for number in range(45))
        editor(scene).put_back(before)
        editor(scene).select_all()
        await scene.press("ctrl+x", "ctrl+v", "ctrl+z")
        await scene.until(lambda: editor(scene).text == "", "the text is cut again")
        await scene.press("ctrl+z")
        await scene.until(lambda: editor(scene).text == before, "the text as before")
        await scene.press("ctrl+z")
        await scene.until(lambda: editor(scene).text == STUB, "the first text")

    play(script, tmp_path, size)


@pytest.mark.parametrize("seed", range(6))
def test_any_changes_can_be_undone_and_done_again_and_are_drawn_as_they_are(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same hands each time

    async def script(scene: Play) -> None:
        await scene.open_first()
        for _ in range(30):
            match chance.choice(["keys", "keys", "keys", "paste", "all", "size"]):
                case "keys":
                    await scene.press(*chance.choices(KEYS, k=4))
                case "paste":
                    lines = ("x" * chance.choice([0, 3, 200]) for _ in range(chance.choice([1, 9, 12, 150])))
                    editor(scene)._replace_via_keyboard("\n".join(lines), *editor(scene).selection)
                case "all":
                    editor(scene).select_all()
                case "size":
                    await scene.pilot.resize_terminal(*chance.choice([(80, 24), (40, 12), (160, 50)]))
            await scene.pilot.pause()
        shown = drawn(scene)
        editor(scene)._line_cache.clear()
        editor(scene).refresh()
        await scene.pilot.pause()
        assert shown == drawn(scene)
        texts_on_the_way(editor(scene), back=False)
        back = texts_on_the_way(editor(scene), back=True)
        again = texts_on_the_way(editor(scene), back=False)
        assert again == back[::-1]
        assert texts_on_the_way(editor(scene), back=True) == back
        await scene.pilot.pause()

    play(script, tmp_path)


def test_lines_that_were_marked_are_drawn_unmarked_when_a_change_within_a_line_ends_that(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        editor(scene).put_back("\n\nlast")
        editor(scene).select_all()
        await scene.until(lambda: "▌" in "".join(drawn(scene)), "empty lines are marked")
        await scene.press("ctrl+backspace")
        await scene.until(lambda: "▌" not in "".join(drawn(scene)), "nothing is marked")

    play(script, tmp_path)


def test_a_paste_that_is_refused_is_nothing_to_undo_and_leaves_what_can_be_redone(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        await scene.press("a", "ctrl+z")
        editor(scene).insert("a" * SOURCE_BYTES)
        assert editor(scene).text == STUB
        await scene.press("ctrl+y")
        await scene.until(lambda: editor(scene).text == "a" + STUB, "the letter is back")

    play(script, tmp_path)


def test_beside_a_long_line_the_others_are_shifted_only_while_the_cursor_needs_it(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        editor(scene).put_back("a" * 120 + "\nlet first = " + "b" * 110)
        await scene.press("down", "end")
        await scene.until(lambda: editor(scene).scroll_x > 0, "the end of the line")
        await scene.press(*["left"] * 80)
        await scene.until(lambda: editor(scene).scroll_x == 0, "the beginnings of the lines")
        await scene.press("end", *["backspace"] * 70)
        await scene.until(lambda: editor(scene).scroll_x == 0, "the beginnings again")
        await scene.sees("let first")

    play(script, tmp_path)


@pytest.fixture
def full_searches() -> Iterator[list[int]]:
    """Grows with each full search for what only holds each other; Python begins none by itself meanwhile."""
    seen: list[int] = []

    def note(phase: str, facts: dict[str, int]) -> None:
        if phase == "stop" and facts["generation"] == len(gc.get_count()) - 1:
            seen.append(facts["collected"])

    gc.disable()
    gc.callbacks.append(note)
    yield seen
    gc.callbacks.remove(note)
    gc.enable()


def test_an_exercise_that_was_left_is_forgotten_with_all_that_was_drawn_of_it(
    tmp_path: Path, full_searches: list[int]
) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        await scene.press(*"let a = 1;", "enter")
        left = [weakref.ref(one) for one in (scene.app.screen, editor(scene), editor(scene).document)]
        # What was left last may still be held by what left it.
        for _ in range(2):
            before = len(full_searches)
            await scene.press("f4")
            await scene.sees("exercises done")
            await scene.until(lambda: len(full_searches) > before, "the tutor's own search")  # noqa: B023 - awaited here
            await scene.press("enter")
            await scene.until(lambda: bool(scene.app.screen.query(Editor)), "the next opening")
        # A clock that was stopped holds its screen until it would have ticked: a search as quick as this is too early.
        await scene.until(lambda: gc.collect() >= 0 and not any(one() for one in left), "all of it is forgotten")

    play(script, tmp_path)
