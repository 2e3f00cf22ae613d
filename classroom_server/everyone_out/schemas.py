"""Everyone out: a room is emptied at once, and somebody says later why."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

NOTE_CHARACTERS: Final = 200


class OutReason(StrEnum):
    """Why everyone was sent out; the pages translate it, and the log has it by this code."""

    ALARM = "alarm"
    INCIDENT = "incident"
    LOCKDOWN = "lockdown"
    ILLNESS = "illness"
    TECHNICAL = "technical"
    DRILL = "drill"
    MISTAKE = "mistake"
    OTHER = "other"


@dataclass(frozen=True)
class EveryoneOut:
    """One time that everyone was sent out of a room."""

    out_id: str
    room_id: str
    session_id: str
    at: datetime
    reason: OutReason | None
    """None until somebody has said why."""


@dataclass(frozen=True)
class SentOut:
    """What it did: nobody is signed in in that room any more, and its kiosks lock."""

    signed_out: int
    kiosks: int
    """How many stand in the room."""
    answering: int
    silent: tuple[str, ...]
    """The names of those that were there and do not answer now. They lock when they hear of it, or by themselves once
    their grace has ended."""
