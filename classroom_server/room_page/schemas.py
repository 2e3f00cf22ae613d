"""A room as the trainer's page shows it: one tile a kiosk, at its seat in the plan."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from classroom_server.acts.schemas import Act
from classroom_server.attempts.reading.failures import Failure
from classroom_server.attempts.reading.hints import HintsTaken
from classroom_server.everyone_out.schemas import EveryoneOut
from classroom_server.help.schemas import Hand
from classroom_server.kiosks.schemas import EnrolledKiosk
from classroom_server.rooms.schemas import Room, Seat
from classroom_server.sessions.schemas import ClassSession
from kiosk_agent.protocol.results import Verdict


class TileCondition(StrEnum):
    """What a kiosk is doing, as far as the server knows."""

    AWAY = "away"
    """Its stream is not connected: switched off, or the cable is out. Who was signed in still shows."""
    LOCKED = "locked"
    OPEN = "open"
    """A session is on and nobody is signed in here."""
    SIGNED_IN = "signed_in"


@dataclass(frozen=True, kw_only=True)
class KioskStanding:
    """What tells whether somebody is needed at an approved kiosk."""

    condition: TileCondition
    sign_in_id: str | None
    jail_fault: str | None
    """Set when learner code could not run at this kiosk; cleared by the next attempt that ran."""
    is_twofold: bool = False
    """Two machines have this kiosk's key."""
    has_hand: bool = False
    """Its learner asks for somebody."""
    last_verdict: Verdict | None
    """Of this sign-in's last attempt at that exercise."""
    attempts: int
    """Attempts in this sign-in at that exercise."""
    alike: int = 0
    """How many of the last attempts at that exercise, the very last too, failed in that same way."""


@dataclass(frozen=True)
class TurnedAway:
    """Whom a kiosk did not let in: they are not in the cohort that the session is for."""

    learner_id: str
    learner_name: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Tile(KioskStanding):
    """One approved kiosk of the room."""

    kiosk_id: str
    name: str
    last_seen_at: datetime
    learner_name: str | None
    track: str | None
    exercise: str | None
    """The one that was opened or worked on last in this sign-in."""
    last_attempt_at: datetime | None
    missed_row: int | None
    """The row of the log that this kiosk was given the head of, and that the log does not hold."""
    seat: Seat | None = None
    """In the room's plan."""
    failure: Failure | None = None
    """Why the last attempt did not pass; None also as long as there were only a few."""
    active_at: datetime | None = None
    """When something was heard last that the learner did: a letter typed, a run."""
    hints: HintsTaken | None = None
    """Of that exercise; None where none was taken."""
    hand: Hand | None = None
    turned_away: TurnedAway | None = None
    trail: tuple[Verdict, ...] = ()
    """What the last attempts in this sign-in at that exercise came to, the newest last."""
    acts: frozenset[str] = frozenset()
    """What its image knows of what can be asked of kiosks."""
    there_since: datetime | None = None
    """Since when it has been there without a gap."""


@dataclass(frozen=True)
class OtherRoom:
    """Another room of the server, as this one's page names it."""

    room: Room
    session: ClassSession | None
    in_need: int
    """At how many of its kiosks somebody is needed."""


@dataclass(frozen=True)
class RoomView:
    """Everything the room page needs, read in one transaction."""

    now: datetime
    room: Room
    others: tuple[OtherRoom, ...]
    session: ClassSession | None
    tiles: tuple[Tile, ...]
    """The kiosks that stand in the room, by seat and then by name, so that a tile keeps its place."""
    waiting: tuple[EnrolledKiosk, ...]
    """Kiosks that wait for approval."""
    set_aside: int = 0
    """Events that could not be taken and wait for a trainer."""
    outs: tuple[EveryoneOut, ...] = ()
    """The times that everyone was sent out of the room for which nobody has said why, the oldest first."""
    tabs_before: int = 0
    """How many of the others stand before it by name: the tabs of rooms keep their order, whichever is open."""
    acts: tuple[Act, ...] = ()
    """What was asked of its kiosks lately, the newest first."""
