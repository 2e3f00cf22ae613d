"""Several faults of a track as one: each has its own place and its own next step."""

from collections.abc import Sequence
from pathlib import Path

from kiosk_agent.errors import TrackInvalid


class ManyFaults(TrackInvalid):
    """A track, or a part of it, with several faults; each has its own next step."""

    def __init__(self, folder: Path, faults: Sequence[TrackInvalid]) -> None:
        hint = f"put all of these right, then run: ./outset track check {folder}"
        super().__init__(f"{len(faults)} faults", hint=hint, path=folder)
        self.faults = tuple(faults)

    def __str__(self) -> str:
        return "\n".join([self.message, *map(str, self.faults), f"  next: {self.hint}"])


def all_at_once(folder: Path, faults: Sequence[TrackInvalid]) -> TrackInvalid:
    """Return the one fault, or one that holds them all."""
    return faults[0] if len(faults) == 1 else ManyFaults(folder, faults)


def one_by_one(fault: TrackInvalid) -> Sequence[TrackInvalid]:
    """Return the faults that one is made of."""
    return fault.faults if isinstance(fault, ManyFaults) else (fault,)
