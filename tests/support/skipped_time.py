"""An event loop whose time is skipped where nothing is to do: what waits a second waits, and no second passes."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


class _Skipping(selectors.DefaultSelector):
    """Where the loop would wait for its next timer, the time is that of the timer at once."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or timeout <= 0:
            return super().select(timeout)
        ready = super().select(0)
        if not ready:
            self.seconds += timeout
        return ready


class SkippingLoop(asyncio.SelectorEventLoop):
    """Its `time()` is what product code and tests of it go by; it begins at 0."""

    def __init__(self) -> None:
        self._skipping = _Skipping()
        super().__init__(self._skipping)

    def time(self) -> float:
        return self._skipping.seconds


def run_skipping(main: Coroutine[Any, Any, Result]) -> Result:
    """Run `main` as asyncio.run does, without waiting for any timer."""
    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        return runner.run(main)
