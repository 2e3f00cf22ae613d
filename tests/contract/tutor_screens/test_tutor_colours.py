from pathlib import Path

from kiosk_agent.tutor.widgets.editor import Editor
from kiosk_agent.tutor.widgets.themes import THEMES
from tests.support.tutor.tutor_parts import Play, play


def drawn_behind_cursor(scene: Play) -> set[str]:
    """Return the grounds of the first line of code, as the terminal is sent them."""
    editor = scene.app.screen.query_one(Editor)
    strip = scene.app.screen._compositor.render_strips()[editor.content_region.y]
    styles = [segment.style for segment in strip if segment.style is not None]
    return {style.bgcolor.triplet.hex for style in styles if style.bgcolor is not None and style.bgcolor.triplet}


def test_the_cursor_follows_the_colours_key_at_once(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        for _ in range(len(THEMES) + 1):
            lead = THEMES[scene.app.theme].lead.lower()
            await scene.until(lambda lead=lead: lead in drawn_behind_cursor(scene), lead)  # type: ignore[misc]
            await scene.press("x", "f5")

    play(script, tmp_path)
