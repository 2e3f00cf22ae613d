"""Whether somebody of the staff sees this screen: the server's last word on it, counted down on the boot clock."""

import logging
from collections.abc import Callable

from pydantic import ValidationError

from kiosk_agent.protocol.screens import ScreenWatch

logger = logging.getLogger(__name__)


class ScreenWatching:
    """Ends by itself when the server does not say it again: a line that broke must leave nobody watched."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._said: ScreenWatch | None = None
        self._until = 0.0

    def take(self, said: str) -> None:
        """Take what the server says."""
        try:
            self._said = ScreenWatch.model_validate_json(said)
        except ValidationError:
            logger.warning("the server asked for the screen in a way that cannot be read")
            self._said = None
            return
        self._until = self._seconds() + self._said.seconds

    def end(self) -> None:
        """Take note that the line is gone on which it was said."""
        self._said = None

    def now(self) -> ScreenWatch | None:
        """Return the watch with the seconds that it has left, or None when nobody looks."""
        left = self._until - self._seconds()
        if self._said is None or left <= 0:
            return None
        return self._said.model_copy(update={"seconds": left})
