"""The clock by which a tutor counts down, as a test says: no time passes that a busy machine takes.

A folder's conftest.py takes it over by name.
"""

import pytest

from kiosk_agent.tutor.state import flow


class BootClock:
    """Seconds since the kiosk started."""

    def __init__(self) -> None:
        self.seconds = 5000.0

    def __call__(self, clock: int) -> float:
        del clock
        return self.seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> BootClock:
    """Give the clock, which stands still until the test turns it."""
    turned = BootClock()
    monkeypatch.setattr(flow, "clock_gettime", turned)
    return turned
