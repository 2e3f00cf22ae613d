"""What the screen shows goes to the server while somebody looks: the newest frame alone, dropped when late."""

import asyncio
import logging
from typing import Final

from kiosk_agent.errors import ServerUnreachable
from kiosk_agent.link.server.server import ClassroomServer, ServerRefused
from kiosk_agent.link.state.kiosk import ThisKiosk
from kiosk_agent.protocol.local import ShowScreen
from kiosk_agent.protocol.problem import ProblemCode
from kiosk_agent.protocol.screens import FULL_SECONDS, WATCH_SECONDS, ScreenShown

logger = logging.getLogger(__name__)
# Nobody looks at it any more, or it is none that this server takes: what is sent again is refused again.
_FOR_GOOD: Final = (ProblemCode.REQUEST_INVALID, ProblemCode.REQUEST_TOO_LARGE)


class ScreenLine:
    """Sends frames one at a time; what comes meanwhile takes the place of what waits."""

    def __init__(self, kiosk: ThisKiosk, server: ClassroomServer) -> None:
        self._kiosk = kiosk
        self._server = server
        self._next: ScreenShown | None = None
        self._came = asyncio.Event()

    def show(self, shown: ShowScreen) -> bool:
        """Take a frame to be sent, or tell that nobody looks at it any more."""
        learner, watch = self._kiosk.learner, self._kiosk.screen_watch
        if learner is None or watch is None or watch.watch_id != shown.watch_id:
            return False
        self._next = ScreenShown(watch_id=watch.watch_id, sign_in_id=learner.sign_in_id, frame=shown.frame)
        self._came.set()
        return True

    async def run(self) -> None:
        """Send what comes, for ever."""
        while True:
            await self._came.wait()
            self._came.clear()
            shown, self._next = self._next, None
            if shown is not None and self._is_wanted(shown):
                await self._send(shown)

    def _is_wanted(self, shown: ScreenShown) -> bool:
        """Tell whether whoever looked when it was made still looks, at the same learner."""
        learner, watch = self._kiosk.learner, self._kiosk.screen_watch
        return (
            learner is not None
            and watch is not None
            and (watch.watch_id, learner.sign_in_id) == (shown.watch_id, shown.sign_in_id)
        )

    async def _send(self, shown: ScreenShown) -> None:
        try:
            await self._server.show_screen(shown)
        except ServerRefused as refusal:
            logger.debug("the server did not take the screen: %s", refusal)
            if refusal.problem.code not in _FOR_GOOD:
                # As SLOW_DOWN where whoever looked closely looks from afar now, and we had not heard of it yet.
                await self._send_later(shown, refusal.problem.retry_after_seconds or FULL_SECONDS)
        except ServerUnreachable:
            await self._send_later(shown, FULL_SECONDS)

    async def _send_later(self, shown: ScreenShown, wait_seconds: float) -> None:
        """Send it once more after a while, unless a newer one came: a screen that changes no more would stay unseen."""
        await asyncio.sleep(min(wait_seconds, WATCH_SECONDS))
        if self._next is None:
            self._next = shown
            self._came.set()
