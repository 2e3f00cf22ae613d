"""While somebody of the staff looks, what the learner sees goes to them, with the mark that tells the learner so."""

import asyncio
from collections.abc import Awaitable, Callable

from textual.app import App
from textual.strip import Strip

from kiosk_agent.link.client import AgentGone
from kiosk_agent.protocol.local import AgentAnswer, Done, ShowScreen
from kiosk_agent.protocol.screens import ScreenFrame
from kiosk_agent.tutor.screen_cells import frame_of
from kiosk_agent.tutor.shown_screens import ShownScreens
from kiosk_agent.tutor.text.words import watch_words
from kiosk_agent.tutor.widgets.field import PinField
from kiosk_agent.tutor.widgets.themes import THEMES


class WatchedScreen:
    """Asks nothing of the kiosk until somebody looks."""

    def __init__(
        self, app: App[None], screens: ShownScreens, ask: Callable[[ShowScreen], Awaitable[AgentAnswer]]
    ) -> None:
        self._app = app
        self._screens = screens
        self._ask = ask
        self._begun = asyncio.Event()
        self._sent: tuple[str, list[Strip]] | None = None
        """The watch and the lines that were sent last."""

    def follow(self) -> None:
        """Take note that the kiosk's state was heard."""
        if self._screens.view.watch() is not None:
            self._begun.set()

    async def run(self) -> None:
        """Show what changed, as often as is asked for and while it is, for ever."""
        while True:
            watch = self._screens.view.watch()
            if watch is None:
                self._sent = None
                self._begun.clear()
                await self._begun.wait()
                continue
            await self._show(watch.watch_id)
            await asyncio.sleep(watch.every_seconds)

    async def _show(self, watch_id: str) -> None:
        lines = self._lines()
        if self._sent == (watch_id, lines):
            return
        frame = self._frame(lines)
        if frame is None:
            return
        try:
            answer = await self._ask(ShowScreen(watch_id=watch_id, frame=frame))
        except AgentGone:
            return
        if isinstance(answer, Done):
            self._sent = (watch_id, lines)

    def _lines(self) -> list[Strip]:
        return self._app.screen._compositor.render_strips()  # noqa: SLF001 - Textual has no other way to what it drew

    def _frame(self, lines: list[Strip]) -> ScreenFrame | None:
        """Return what may be seen: nothing before the learner is told, and nothing of where a PIN is typed."""
        told = watch_words(self._screens.view, self._screens.translator)
        if not told or not any(told in line.text for line in lines):
            return None
        if any(screen.query(PinField) for screen in self._app.screen_stack):
            return None
        return frame_of(lines, self._app.size.width, THEMES[self._app.theme])
