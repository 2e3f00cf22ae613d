"""What can go wrong with an emulated kiosk, beyond the faults that every part shares."""

from kiosk_agent.errors import OutsetError


class ImageMissing(OutsetError):
    """There is no image, or no tools, to boot."""


class MachineStopped(OutsetError):
    """QEMU ended, or never came up; the message holds its last words."""
