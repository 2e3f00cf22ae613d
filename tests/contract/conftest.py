"""The clock of a tutor, which a test may turn."""

from tests.support.tutor.boot_clock import clock

__all__ = ["clock"]
