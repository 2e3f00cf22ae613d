"""The kiosk's boot clock as a test says, in the place of the machine's."""


class BootClock:
    """Seconds since the kiosk started: they pass when the test adds some."""

    def __init__(self) -> None:
        self.seconds = 5000.0

    def __call__(self, clock: int) -> float:
        """Return them, whatever clock is asked for."""
        del clock
        return self.seconds
