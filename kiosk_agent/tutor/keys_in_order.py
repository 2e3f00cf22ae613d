"""Keys take effect in the order in which they were pressed, however busy the kiosk is.

Textual hands a letter to the focused widget at once, but runs a binding (End, Backspace, Ctrl+R) only when the key has
bubbled up to the app. In a burst of keys the next letter then overtakes it: text lands in the wrong place, and a run
judges what was there before. So a key waits until what the last one set off has been carried out.
"""

from collections import deque
from typing import TYPE_CHECKING

from textual import events
from textual.app import App
from textual.dom import DOMNode

if TYPE_CHECKING:
    from textual.timer import Timer

# One lap for the key itself, one for the message that it sets off (Input.Submitted moves the focus), one for the focus.
LAPS = 3
# A widget that is removed under way drops what it was asked to pass on; then this opens the way again.
STUCK_SECONDS = 0.5


class KeysInOrder(App[None], inherit_bindings=False):
    """An app whose keys are handled one at a time."""

    def __init__(self) -> None:
        super().__init__()
        self._keys_waiting: deque[events.Key] = deque()
        self._key_number = 0
        self._stuck: Timer | None = None

    async def on_event(self, event: events.Event) -> None:
        """Handle an event; a key only when the one before is done."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
        elif self._stuck is not None:
            self._keys_waiting.append(event)
        else:
            await self._handle(event)

    async def _handle(self, key: events.Key) -> None:
        self._key_number += 1
        number = self._key_number
        self._stuck = self.set_timer(STUCK_SECONDS, lambda: self._done(number))
        await super().on_event(key)
        self._lap(number, LAPS)

    def _lap(self, number: int, laps: int) -> None:
        if laps == 0:
            self._done(number)
            return
        start: DOMNode = self.focused or self.screen
        self._pass_on(list(start.ancestors_with_self), number, laps)

    def _pass_on(self, path: list[DOMNode], number: int, laps: int) -> None:
        # Each queue is first in, first out: this comes behind whatever the key put into it.
        for index, node in enumerate(path):
            if node.call_later(self._pass_on, path[index + 1 :], number, laps):
                return
        self._lap(number, laps - 1)

    def _done(self, number: int) -> None:
        if number != self._key_number or self._stuck is None:
            return
        self._stuck.stop()
        if self._keys_waiting:
            self.call_next(self._handle, self._keys_waiting.popleft())
        else:
            self._stuck = None
