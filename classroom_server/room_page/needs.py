"""Who needs the trainer, for what and in which order, told from what the room's tiles know. The words come after."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from classroom_server.attempts.reading.failures import Failure
from classroom_server.everyone_out.schemas import EveryoneOut
from classroom_server.help.schemas import Hand
from classroom_server.kiosks.schemas import EnrolledKiosk
from classroom_server.room_page.schemas import KioskStanding, RoomView, Tile, TileCondition
from kiosk_agent.protocol.limits import LEASE_GRACE_SECONDS
from kiosk_agent.protocol.results import Verdict

# So many attempts at one exercise without passing, and somebody should have a look.
STUCK_ATTEMPTS: Final = 4
# So many in a row that fail in the same way: what was tried between them did not help.
SAME_FAILURES: Final = 3
# Who types nothing for so long has stopped, or was stopped. Reading an exercise takes less.
IDLE: Final = timedelta(minutes=10)
_GRACE: Final = timedelta(seconds=LEASE_GRACE_SECONDS)


class NeedCause(StrEnum):
    """What somebody is needed for. The most urgent stands first.

    Everyone out stands before all, then who asks, then who can do nothing at all, then who is stuck.
    """

    EVERYONE_OUT = "everyone_out"
    """Everyone was sent out, and nobody has said why."""
    HAND = "hand"
    CANNOT_RUN = "cannot_run"
    """A kiosk at which no program can be run."""
    NO_ANSWER = "no_answer"
    """A kiosk that somebody is signed in at and that is not heard."""
    TURNED_AWAY = "turned_away"
    """Somebody who is not in the cohort of the session, and stands there."""
    STUCK = "stuck"
    IDLE = "idle"
    OUT_OF_HINTS = "out_of_hints"
    """Who has taken all hints, tried again and not passed."""
    TWO_MACHINES = "two_machines"
    LOG_CHANGED = "log_changed"
    SET_ASIDE = "set_aside"
    APPROVAL = "approval"


@dataclass(frozen=True)
class Need:
    """One row of the list: what is alike is together in it."""

    cause: NeedCause
    tiles: tuple[Tile, ...] = ()
    """Whom it is about; none where it is about no kiosk of the room."""
    waiting: tuple[EnrolledKiosk, ...] = ()
    outs: tuple[EveryoneOut, ...] = ()
    number: int = 0
    """Of what was set aside."""
    failure: Failure | None = None
    """Why those who are stuck fail; of more than one it is the same for all."""

    @property
    def hand(self) -> Hand | None:
        """The hand that it is about."""
        return self.tiles[0].hand if self.cause is NeedCause.HAND else None

    @property
    def is_looked_after(self) -> bool:
        """Tell whether somebody is coming already."""
        return self.hand is not None and not self.hand.waits

    @property
    def since(self) -> datetime | None:
        """Return since when the first of them needs somebody; None where that is not known."""
        moments = [out.at for out in self.outs] + [kiosk.enrolled_at for kiosk in self.waiting]
        moments += [moment for tile in self.tiles if (moment := _since(self.cause, tile))]
        return min(moments, default=None)


def gather(view: RoomView) -> tuple[Need, ...]:
    """Return who needs somebody, the most urgent first; among those of one urgency, whoever has waited longest."""
    order = list(NeedCause)
    return tuple(sorted(_needs(view), key=lambda need: _rank(order, need, view.now)))


def _rank(order: list[NeedCause], need: Need, now: datetime) -> tuple[int, bool, datetime]:
    return order.index(need.cause), need.is_looked_after, need.since or now


def _needs(view: RoomView) -> Iterator[Need]:
    alike: dict[NeedCause, list[Tile]] = defaultdict(list)
    for tile in view.tiles:
        for cause in _causes(tile, view.now):
            alike[cause].append(tile)
    for cause, tiles in alike.items():
        yield Need(cause, tuple(tiles))
    yield from _of_learners(view)
    yield from _of_no_tile(view)


def _of_no_tile(view: RoomView) -> Iterator[Need]:
    if view.outs:
        yield Need(NeedCause.EVERYONE_OUT, _not_told(view), outs=view.outs)
    if view.waiting:
        yield Need(NeedCause.APPROVAL, waiting=view.waiting)
    if view.set_aside:
        yield Need(NeedCause.SET_ASIDE, number=view.set_aside)


def _of_learners(view: RoomView) -> Iterator[Need]:
    """Yield who asks, is stuck or has no hint left: each learner is in one row."""
    stuck: dict[object, list[Tile]] = defaultdict(list)
    out_of_hints: dict[object, list[Tile]] = defaultdict(list)
    for tile in view.tiles:
        if tile.hand is not None:
            yield Need(NeedCause.HAND, (tile,), failure=tile.failure if is_stuck(tile) else None)
        elif is_stuck(tile):
            stuck[_where_stuck(tile)].append(tile)
        elif is_out_of_hints(tile) and not is_idle(tile, view.now):
            out_of_hints[tile.track, tile.exercise].append(tile)
    for tiles in stuck.values():
        yield Need(NeedCause.STUCK, tuple(tiles), failure=tiles[0].failure)
    for tiles in out_of_hints.values():
        yield Need(NeedCause.OUT_OF_HINTS, tuple(tiles), failure=tiles[0].failure if len(tiles) == 1 else None)


def _not_told(view: RoomView) -> tuple[Tile, ...]:
    """Return the kiosks that may still be open though everyone was sent out: not heard since, and in their grace."""
    at = view.outs[-1].at
    if view.session is not None or view.now - at >= _GRACE:
        return ()
    return tuple(
        tile for tile in view.tiles if tile.condition is TileCondition.AWAY and at - _GRACE < tile.last_seen_at < at
    )


def _causes(tile: Tile, now: datetime) -> Iterator[NeedCause]:
    if tile.jail_fault is not None:
        yield NeedCause.CANNOT_RUN
    if tile.condition is TileCondition.AWAY and tile.sign_in_id is not None:
        yield NeedCause.NO_ANSWER
    # Who waits for somebody may well do nothing meanwhile.
    if is_idle(tile, now) and not is_stuck(tile) and tile.hand is None:
        yield NeedCause.IDLE
    if tile.turned_away is not None:
        yield NeedCause.TURNED_AWAY
    if tile.is_twofold:
        yield NeedCause.TWO_MACHINES
    if tile.missed_row is not None:
        yield NeedCause.LOG_CHANGED


def is_in_trouble(kiosk: KioskStanding) -> bool:
    """Tell whether somebody should go there though nobody asked: its tile shows it."""
    is_lost = kiosk.condition is TileCondition.AWAY and kiosk.sign_in_id is not None
    return is_lost or kiosk.jail_fault is not None or kiosk.is_twofold or is_stuck(kiosk)


def needs_somebody(kiosk: KioskStanding) -> bool:
    """Tell whether the tab of another room counts it."""
    return kiosk.has_hand or is_in_trouble(kiosk)


def is_stuck(kiosk: KioskStanding) -> bool:
    """Tell whether somebody tries again and again without passing, or fails in the same way each time."""
    failing = kiosk.last_verdict not in {None, Verdict.ACCEPTED, Verdict.INTERNAL_ERROR}
    often = kiosk.attempts >= STUCK_ATTEMPTS or kiosk.alike >= SAME_FAILURES
    return kiosk.sign_in_id is not None and failing and often


def is_idle(tile: Tile, now: datetime) -> bool:
    """Tell whether somebody sits at an open kiosk and does nothing."""
    is_open = tile.condition is TileCondition.SIGNED_IN
    return is_open and tile.active_at is not None and now - tile.active_at >= IDLE


def is_out_of_hints(tile: Tile) -> bool:
    """Tell whether somebody has read every hint of an exercise, and tried it since without passing."""
    hints = tile.hints
    if hints is None or not hints.is_all or hints.has_passed or tile.condition is not TileCondition.SIGNED_IN:
        return False
    failing = tile.last_verdict not in {None, Verdict.ACCEPTED, Verdict.INTERNAL_ERROR}
    return failing and tile.last_attempt_at is not None and tile.last_attempt_at >= hints.last_at


def _where_stuck(tile: Tile) -> object:
    """Return what those who are stuck alike have in common: one word to all of them may help."""
    if tile.failure is None or tile.alike < SAME_FAILURES:
        return tile.kiosk_id
    return tile.track, tile.exercise, tile.failure.cause, tile.failure.test


def _since(cause: NeedCause, tile: Tile) -> datetime | None:
    since: datetime | None
    match cause:
        case NeedCause.HAND | NeedCause.TURNED_AWAY | NeedCause.OUT_OF_HINTS:
            since = _of_learner(cause, tile)
        case NeedCause.NO_ANSWER:
            since = tile.last_seen_at
        case NeedCause.STUCK:
            since = tile.last_attempt_at
        case NeedCause.IDLE:
            since = tile.active_at
        case NeedCause.CANNOT_RUN | NeedCause.TWO_MACHINES | NeedCause.LOG_CHANGED:
            since = None
        case NeedCause.EVERYONE_OUT | NeedCause.SET_ASIDE | NeedCause.APPROVAL:
            # They are about no tile.
            since = None
    return since


def _of_learner(cause: NeedCause, tile: Tile) -> datetime | None:
    moments = {
        NeedCause.HAND: tile.hand.raised_at if tile.hand else None,
        NeedCause.TURNED_AWAY: tile.turned_away.at if tile.turned_away else None,
        NeedCause.OUT_OF_HINTS: tile.hints.last_at if tile.hints else None,
    }
    return moments[cause]
