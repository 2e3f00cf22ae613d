"""What can go wrong with an emulated kiosk, beyond the faults that every part shares."""

from kiosk_agent.errors import OutsetError


class ImageMissing(OutsetError):
    """There is no image, or no tools, to boot."""


class MachineStopped(OutsetError):
    """QEMU ended, or never came up; the message holds its last words."""


class NotSeen(OutsetError):
    """A deadline passed before the screen or the serial port showed what was waited for."""


class PortTaken(OutsetError):
    """Another program listens where the emulator must."""
