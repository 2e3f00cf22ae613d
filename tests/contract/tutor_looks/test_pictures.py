"""Pictures of every screen of the tutor, at each size, in each theme and language, to be looked at."""

import shutil
from pathlib import Path

import pytest

from image.emulator.tree_programs import FONTS, TreePrograms
from image.tools import Tools
from kiosk_agent.protocol.languages import LANGUAGES, Language
from kiosk_agent.tutor.widgets.themes import THEMES
from tests.support.checkout import BUILD
from tests.support.tutor.boot_clock import BootClock
from tests.support.tutor.cut_words import cut_words
from tests.support.tutor.screen_pictures import frame, picture
from tests.support.tutor.screen_walk import OUR_TRACK, SIZES, ScreenWalk, Size
from tests.support.tutor.tutor_parts import Play, play

PICTURES = BUILD / "pictures/tutor"


@pytest.mark.full
def test_every_screen_is_drawn(tmp_path: Path, clock: BootClock) -> None:
    fonts = TreePrograms(Tools.ready().tree).file(FONTS)
    shutil.rmtree(PICTURES, ignore_errors=True)

    cut: list[str] = []

    async def script(scene: Play) -> None:
        async def look(name: str, size: Size, language: Language) -> None:
            folder = PICTURES / "{}x{}".format(*size)
            cut.extend(f"{language} {size} {name}: {words}" for words in cut_words(scene.app.screen))
            for theme in THEMES:
                scene.app.theme = theme
                scene.app.screens.colour(theme)
                await scene.settle(*size)
                path = folder / theme / language / f"{name}.png"
                path.parent.mkdir(parents=True, exist_ok=True)
                picture(frame(scene.app), fonts).save(path)

        await ScreenWalk(scene, clock, look).go()

    play(script, tmp_path, SIZES[0], track_path=OUR_TRACK)
    drawn = {path.relative_to(PICTURES).parts[:3] for path in PICTURES.rglob("*.png")}
    assert len(drawn) == len(SIZES) * len(THEMES) * len(LANGUAGES)
    assert cut == []
