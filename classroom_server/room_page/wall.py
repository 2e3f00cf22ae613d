"""The room as it is drawn: a tile a kiosk, who needs somebody first, and the counts."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from classroom_server.acts.drawn_acts import DrawnAct, draw_acts
from classroom_server.acts.schemas import KioskFacts
from classroom_server.attempts.verdict_signs import verdict_sign
from classroom_server.learners.schemas import Cohort
from classroom_server.room_page.need_words import draw_needs, kiosk_page
from classroom_server.room_page.needs import is_in_trouble, is_stuck
from classroom_server.room_page.schemas import OtherRoom, RoomView, Tile, TileCondition
from classroom_server.room_page.signs import DrawnNeed, condition_sign, hand_sign
from classroom_server.rooms.schemas import Room, Seat
from classroom_server.sessions.schemas import ClassSession
from classroom_server.web.exercise_titles import ExerciseTitles
from classroom_server.web.languages import Words
from classroom_server.web.signs import Sign


@dataclass(frozen=True)
class DrawnTile:
    """One tile. It stays where it is whatever happens at its kiosk, until somebody changes the plan."""

    kiosk_id: str
    kiosk_name: str
    condition: str
    """The word that scripts, tests and style sheets go by."""
    sign: Sign
    learner: str
    exercise: str
    trail: tuple[Sign, ...]
    """Of the last verdicts, the newest last."""
    attempts: int
    since: datetime | None
    """When the learner did something last; of a kiosk that does not answer, its last word."""
    trouble: bool
    has_hand: bool
    href: str
    seat: Seat | None
    sign_in_id: str = ""
    """Of who is signed in there."""

    @property
    def verdict(self) -> Sign | None:
        """The last one."""
        return self.trail[-1] if self.trail else None


@dataclass(frozen=True)
class Wall:
    """Everything that is live on the room page."""

    room: Room
    tabs: tuple[OtherRoom, ...]
    """The other rooms, by name."""
    tabs_before: int
    """How many of them stand before this room's own."""
    session: ClassSession | None
    minutes_left: int
    cohort_size: int
    tiles: tuple[DrawnTile, ...]
    pending: int
    """How many kiosks wait for approval."""
    needs: tuple[DrawnNeed, ...]
    answering: int
    signed_in: int
    acts: tuple[DrawnAct, ...] = ()
    """What was asked of its kiosks lately, the newest first."""

    @property
    def plan(self) -> tuple[tuple[DrawnTile | None, ...], ...]:
        """The rows of seats from the front, each from the left, as far as any kiosk sits; None is a gap."""
        seated = {tile.seat: tile for tile in self.tiles if tile.seat is not None}
        if not seated:
            return ()
        rows, columns = [seat.row for seat in seated], [seat.column for seat in seated]
        across = range(min(columns), max(columns) + 1)
        return tuple(
            tuple(seated.get(Seat(row, column)) for column in across) for row in range(min(rows), max(rows) + 1)
        )

    @property
    def unplanned(self) -> tuple[DrawnTile, ...]:
        """The tiles of kiosks that nobody has put into the plan, by name."""
        return tuple(tile for tile in self.tiles if tile.seat is None)


def draw_up(
    view: RoomView,
    cohorts: tuple[Cohort, ...],
    titles: ExerciseTitles,
    words: Words,
    drawn: tuple[DrawnTile, ...] | None = None,
) -> Wall:
    """Return the wall of a room view; `drawn` are its tiles where they are drawn already."""
    session = view.session
    cohort = next((each for each in cohorts if session and each.cohort_id == session.cohort_id), None)
    return Wall(
        room=view.room,
        tabs=view.others,
        tabs_before=view.tabs_before,
        session=session,
        minutes_left=_minutes_left(session, view.now),
        cohort_size=cohort.learners if cohort else 0,
        tiles=tuple(draw_tile(tile, view.room.room_id, titles, words) for tile in view.tiles)
        if drawn is None
        else drawn,
        pending=len(view.waiting),
        needs=draw_needs(view, titles, words),
        answering=sum(tile.condition is not TileCondition.AWAY for tile in view.tiles),
        signed_in=sum(tile.sign_in_id is not None for tile in view.tiles),
        acts=draw_acts(view.acts, kiosks_of(view), view.now, words, titles),
    )


def facts_of(tile: Tile) -> KioskFacts:
    """Return what the standing of acts at one kiosk hangs on."""
    is_there = tile.condition is not TileCondition.AWAY
    return KioskFacts(tile.name, is_there, tile.sign_in_id, tile.acts, tile.there_since)


def kiosks_of(view: RoomView) -> dict[str, KioskFacts]:
    """Return what the standing of its acts hangs on, by kiosk."""
    return {tile.kiosk_id: facts_of(tile) for tile in (view.tiles if view.acts else ())}


def _minutes_left(session: ClassSession | None, now: datetime) -> int:
    """Return whole minutes, rounded up: "0 min" would look like the end."""
    return 0 if session is None else max(0, math.ceil((session.ends_at - now) / timedelta(minutes=1)))


def draw_tile(tile: Tile, room_id: str, titles: ExerciseTitles, _: Words) -> DrawnTile:
    """Return what a tile says."""
    is_away = tile.condition is TileCondition.AWAY
    return DrawnTile(
        kiosk_id=tile.kiosk_id,
        kiosk_name=tile.name,
        condition=tile.condition.value,
        sign=_sign(tile, _),
        learner=tile.learner_name or "",
        exercise=titles.title(tile.track, tile.exercise, _.language),
        trail=tuple(verdict_sign(verdict, _) for verdict in tile.trail),
        attempts=tile.attempts,
        since=tile.last_seen_at if is_away else tile.active_at,
        trouble=is_in_trouble(tile),
        has_hand=tile.hand is not None,
        href=kiosk_page(room_id, tile.kiosk_id),
        seat=tile.seat,
        sign_in_id=tile.sign_in_id or "",
    )


def _sign(tile: Tile, _: Words) -> Sign:
    if tile.hand is not None:
        return hand_sign(tile.hand, _)
    if tile.jail_fault is not None:
        return Sign("▲", _("Fault"), "not-yet")
    if tile.condition is not TileCondition.AWAY and is_stuck(tile):
        return Sign("▲", _("Needs you"), "not-yet")
    return condition_sign(tile.condition, _)
