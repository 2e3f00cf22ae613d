"""Keys take effect in the order in which they were pressed, however busy the kiosk is.

Textual hands a letter to the focused widget at once, but runs a binding (End, Backspace, Ctrl+R) only when the key has
bubbled up to the app. In a burst of keys the next letter then overtakes it: text lands in the wrong place, a PIN in
the field before its own, and a run judges what was there before. So a key waits until what the last one set off has
been carried out. What is pasted keeps its place among them. Screens need to do nothing for it.
"""

import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

if TYPE_CHECKING:
    from textual.timer import Timer

# One round for the key itself, one for the message that it sets off (Input.Submitted moves focus), one for the focus.
ROUNDS = 3
# A widget that is removed under way drops what it was asked to pass on: looked for this often.
LOOK_SECONDS = 0.5
# A busy kiosk takes its time, and no key may overtake on it; but whatever hangs for so long holds no key up.
STUCK_SECONDS = 10.0


class Marker:
    """Goes once through the queues that a key goes through, behind whatever the key put into them, then says so."""

    def __init__(self, queue: "KeyQueue", number: int, path: deque[MessagePump], rounds_left: int) -> None:
        self._queue = queue
        self._number = number
        self._path = path
        self._rounds_left = rounds_left
        self._holder: MessagePump | None = None

    def pass_on(self) -> None:
        """Go to the next queue; each is first in, first out."""
        while self._path:
            self._holder = self._path.popleft()
            # Not `call_later`: Textual inspects what that makes of a function anew each time, and typing would feel it.
            if self._holder.post_message(events.Callback(callback=self.pass_on)):
                return
        self._queue.finish_round(self._number, self._rounds_left)

    def is_lost(self) -> bool:
        """Tell whether whoever was to pass it on is gone."""
        return self._holder is not None and not self._holder.is_running


class KeyQueue:
    """The keys of an app, handled one at a time."""

    def __init__(self, app: App[None], handle: Callable[[events.Event], Awaitable[None]]) -> None:
        """`handle` does what `app` does with an event by itself."""
        self._app = app
        self._app_handles = handle
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._busy = False
        self._under_way: int | None = None
        self._marker: Marker | None = None
        self._next_look: Timer | None = None
        self.taken = 0
        """How many keys were begun with."""

    @property
    def is_idle(self) -> bool:
        """Tell whether no key is under way or waits."""
        return not self._busy

    async def take(self, event: events.Event) -> None:
        """Handle an event; a key only when the one before is done."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await self._app_handles(event)
        elif self._busy:
            self._waiting.append(event)
        else:
            await self._handle(event)

    async def _handle(self, key: events.Key | events.Paste) -> None:
        self._busy = True
        self.taken += 1
        number = self._under_way = self.taken
        self._marker = None
        self._look_again(number, time.monotonic() + STUCK_SECONDS)
        writes_into = self._app.focused
        if isinstance(key, events.Paste) or (writes_into and not writes_into.check_consume_key(key.key, key.character)):
            writes_into = None
        await self._app_handles(key)
        if writes_into is not None:
            # A letter goes no further than the field that takes it, so the next key need not wait for more.
            self._send(number, deque([writes_into]), 0)
        else:
            self.finish_round(number, ROUNDS)

    def finish_round(self, number: int, rounds_left: int) -> None:
        """Go for another round for the key with this number, or be done with it."""
        if not rounds_left:
            self._done(number)
            return
        path: deque[MessagePump] = deque((self._app.focused or self._app.screen).ancestors_with_self)
        self._send(number, path, rounds_left - 1)

    def _send(self, number: int, path: deque[MessagePump], rounds_left: int) -> None:
        self._marker = Marker(self, number, path, rounds_left)
        self._marker.pass_on()

    def _look_again(self, number: int, deadline: float) -> None:
        """See to it that a key comes to its end, though what it set off may not."""
        if number != self._under_way:
            return
        if time.monotonic() > deadline:
            self._done(number)
            return
        self._next_look = self._app.set_timer(LOOK_SECONDS, lambda: self._look_again(number, deadline))
        if self._marker is not None and self._marker.is_lost():
            self._marker.pass_on()

    def _done(self, number: int) -> None:
        if number != self._under_way:
            return
        self._under_way = None
        if self._next_look is not None:
            self._next_look.stop()
        if self._waiting:
            # Busy until then: a key that comes now goes behind those that wait.
            self._app.call_next(self._handle, self._waiting.popleft())
        else:
            self._busy = False
