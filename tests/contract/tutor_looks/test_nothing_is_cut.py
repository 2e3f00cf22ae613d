"""No words of the tutor are cut off, in any language, at any size that a kiosk's screen has."""

from collections.abc import Sequence
from pathlib import Path

from kiosk_agent.protocol.languages import LANGUAGES, Language
from kiosk_agent.tutor.screens.sign_in import SignInScreen
from kiosk_agent.tutor.widgets.result_panel import ResultPanel
from kiosk_agent.tutor.widgets.top.top_line import TopLine
from tests.support.tutor.boot_clock import BootClock
from tests.support.tutor.cut_words import cut_words
from tests.support.tutor.screen_walk import OUR_TRACK, SIZES, ScreenWalk, Size
from tests.support.tutor.socket_fakes import state
from tests.support.tutor.tutor_parts import Play, play

TOO_SMALL = (44, 16)
# States whose words stand otherwise than those of the others, and those of them that a wider screen lays out anew.
# test_pictures.py looks at all.
CHOSEN = {
    "approval", "approval-closed", "locked", "locked-goes-off", "sign-in-refused", "first-pin-refused",
    "path-no-server", "hand-asked", "task", "hint-1", "hints-all", "running", "stopped", "wrong", "right",
    "nothing-runs", "message", "hand-answered", "hand-no-server", "opened-and-watched", "ends-soon", "shown-program",
    "attention", "keys", "start-again-asked", "disk-full", "leaving-would-lose", "locked-in-a-lesson",
}  # fmt: skip
WIDE_TOO = {"path-no-server", "hints-all", "running", "wrong", "right", "opened-and-watched", "attention", "keys"}


def chosen(name: str) -> Sequence[Size]:
    """Return the sizes at which a state is looked at in each run."""
    return SIZES if name in WIDE_TOO else SIZES[:1] if name in CHOSEN else ()


def test_no_words_are_cut_at_any_size_in_any_language(tmp_path: Path, clock: BootClock) -> None:
    cut: list[str] = []
    seen: set[tuple[str, Size, Language]] = set()

    async def script(scene: Play) -> None:
        async def look(name: str, size: Size, language: Language) -> None:
            seen.add((name, size, language))
            found = cut_words(scene.app.screen)
            if found:
                # Before it is said to be so: once more, when all that may still come has come.
                await scene.pilot.pause()
                found = cut_words(scene.app.screen)
            cut.extend(f"{language} {size} {name}: {words}" for words in found)

        await ScreenWalk(scene, clock, look, chosen).go()

    play(script, tmp_path, SIZES[0], track_path=OUR_TRACK)
    assert {name for name, _, _ in seen} == CHOSEN | WIDE_TOO
    assert len(seen) == (len(CHOSEN) + 2 * len(WIDE_TOO)) * len(LANGUAGES)
    assert cut == []


def test_what_is_cut_is_found(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.tell(state())
        await scene.until(lambda: isinstance(scene.app.screen, SignInScreen), "the form")
        await scene.settle(*TOO_SMALL)
        assert any("not all in sight" in words for words in cut_words(scene.app.screen))
        await scene.open_first()
        await scene.settle(*TOO_SMALL)
        found = cut_words(scene.app.screen)
        assert any("leaves out" in words and "F10" in words for words in found), found
        scene.app.screen.query_one(TopLine).show(("x" * TOO_SMALL[0],), ())
        assert any("#top-place has" in words for words in cut_words(scene.app.screen))
        await scene.press("ctrl+r")
        await scene.sees("Not yet.")
        scene.app.screen.query_one(ResultPanel).border_title = "x" * TOO_SMALL[0]
        assert any("the border of #exercise-result" in words for words in cut_words(scene.app.screen))

    play(script, tmp_path, TOO_SMALL)
