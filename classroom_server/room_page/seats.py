"""The room as it is drawn: a seat a kiosk, who needs somebody first, and the counts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from classroom_server.attempts.verdict_signs import verdict_sign
from classroom_server.kiosks.schemas import EnrolledKiosk
from classroom_server.learners.schemas import Cohort
from classroom_server.room_page.schemas import OtherRoom, RoomView, Tile, TileCondition
from classroom_server.room_page.signs import condition_sign
from classroom_server.rooms.schemas import Room
from classroom_server.sessions.schemas import ClassSession
from classroom_server.web.exercise_titles import ExerciseTitles
from classroom_server.web.languages import Words
from classroom_server.web.signs import Sign
from kiosk_agent.protocol.results import Verdict

# So many attempts at one exercise without passing, and somebody should have a look.
STUCK_ATTEMPTS: Final = 4


@dataclass(frozen=True)
class DrawnTile:
    """One tile. It keeps its place whatever happens at it."""

    kiosk_id: str
    kiosk_name: str
    condition: str
    """The word that tests and style sheets go by."""
    sign: Sign
    learner: str
    exercise: str
    verdict: Sign | None
    attempts: int
    since: datetime | None
    """Of the last attempt; of the last word from a kiosk that does not answer."""
    trouble: bool
    href: str


@dataclass(frozen=True)
class Need:
    """One who needs somebody: what for, since when, and where to look."""

    urgency: int
    sign: Sign
    who: str
    what: str
    since: datetime | None
    href: str


@dataclass(frozen=True)
class Wall:
    """Everything that is live on the room page."""

    room: Room
    others: tuple[OtherRoom, ...]
    session: ClassSession | None
    minutes_left: int
    cohort_name: str
    cohort_size: int
    seats: tuple[DrawnTile, ...]
    waiting: tuple[EnrolledKiosk, ...]
    needs: tuple[Need, ...]
    answering: int
    signed_in: int

    @property
    def pending(self) -> int:
        """How many kiosks wait for approval."""
        return len(self.waiting)


def draw_up(view: RoomView, cohorts: tuple[Cohort, ...], titles: ExerciseTitles, words: Words) -> Wall:
    """Return the wall of a room view."""
    session = view.session
    cohort = next((each for each in cohorts if session and each.cohort_id == session.cohort_id), None)
    needs = [need for tile in view.tiles for need in _tile_needs(tile, titles, words)]
    needs += [_approval_need(kiosk, words) for kiosk in view.waiting]
    if view.set_aside:
        needs.append(_set_aside_need(view.set_aside, words))
    return Wall(
        room=view.room,
        others=view.others,
        session=session,
        minutes_left=_minutes_left(session, view.now),
        cohort_name=cohort.name if cohort else "",
        cohort_size=cohort.learners if cohort else 0,
        seats=tuple(_seat(tile, titles, words) for tile in view.tiles),
        waiting=view.waiting,
        needs=tuple(sorted(needs, key=lambda need: need.urgency)),
        answering=sum(tile.condition is not TileCondition.AWAY for tile in view.tiles),
        signed_in=sum(tile.sign_in_id is not None for tile in view.tiles),
    )


def _minutes_left(session: ClassSession | None, now: datetime) -> int:
    """Return whole minutes, rounded up: "0 min" would look like the end."""
    return 0 if session is None else max(0, -int(-(session.ends_at - now).total_seconds() // 60))


def _is_stuck(tile: Tile) -> bool:
    failing = tile.last_verdict not in {None, Verdict.ACCEPTED, Verdict.INTERNAL_ERROR}
    return tile.sign_in_id is not None and failing and tile.attempts >= STUCK_ATTEMPTS


def _is_in_trouble(tile: Tile) -> bool:
    is_lost = tile.condition is TileCondition.AWAY and tile.sign_in_id is not None
    return is_lost or tile.jail_fault is not None or tile.is_twofold or _is_stuck(tile)


def _seat(tile: Tile, titles: ExerciseTitles, _: Words) -> DrawnTile:
    is_away = tile.condition is TileCondition.AWAY
    return DrawnTile(
        kiosk_id=tile.kiosk_id,
        kiosk_name=tile.name,
        condition=tile.condition.value,
        sign=_sign(tile, _),
        learner=tile.learner_name or "",
        exercise=titles.title(tile.track, tile.exercise, _.language),
        verdict=verdict_sign(tile.last_verdict, _) if tile.last_verdict else None,
        attempts=tile.attempts,
        since=tile.last_seen_at if is_away else tile.last_attempt_at,
        trouble=_is_in_trouble(tile),
        href=f"/learners/{tile.learner_id}" if tile.learner_id else _kiosk_address(tile.kiosk_id),
    )


def _sign(tile: Tile, _: Words) -> Sign:
    if tile.jail_fault is not None:
        return Sign("▲", _("Fault"), "not-yet")
    if tile.condition is not TileCondition.AWAY and _is_stuck(tile):
        return Sign("▲", _("Needs you"), "not-yet")
    return condition_sign(tile.condition, _)


def _tile_needs(tile: Tile, titles: ExerciseTitles, _: Words) -> list[Need]:
    who = tile.learner_name or tile.name
    href = f"/learners/{tile.learner_id}" if tile.learner_id else _kiosk_address(tile.kiosk_id)
    exercise = titles.title(tile.track, tile.exercise, _.language)
    needs = []
    if tile.missed_row is not None:
        what = _("It keeps the seal of row %(row)s, which the log does not hold: tell IT", row=tile.missed_row)
        needs.append(Need(0, Sign("▲", _("Log changed"), "not-yet"), tile.name, what, None, "/log"))
    if tile.jail_fault is not None:
        what = _("%(kiosk)s cannot run programs: use another kiosk, and tell IT", kiosk=tile.name)
        needs.append(Need(0, Sign("▲", _("Fault"), "not-yet"), who, what, None, href))
    if tile.is_twofold:
        what = _("Two machines have the key of %(kiosk)s: switch one off, and tell IT", kiosk=tile.name)
        needs.append(Need(0, Sign("▲", _("Two machines"), "not-yet"), who, what, None, href))
    if tile.condition is TileCondition.AWAY and tile.sign_in_id is not None:
        what = _("%(kiosk)s does not answer: look at its power and its cable", kiosk=tile.name)
        needs.append(Need(1, Sign("▲", _("No answer"), "not-yet"), who, what, tile.last_seen_at, href))
    if _is_stuck(tile):
        what = _.many(
            "%(number)s attempt at %(exercise)s, at %(kiosk)s",
            "%(number)s attempts at %(exercise)s, at %(kiosk)s",
            tile.attempts,
            exercise=exercise,
            kiosk=tile.name,
        )
        needs.append(Need(2, Sign("✗", _("Not yet"), "not-yet"), who, what, tile.last_attempt_at, href))
    return needs


def _set_aside_need(number: int, _: Words) -> Need:
    who = _.many("%(number)s piece of work", "%(number)s pieces of work", number)
    what = _("could not be taken: read why, and take it in")
    return Need(3, Sign("▲", _("Set aside"), "not-yet"), who, what, None, "/set-aside")


def _approval_need(kiosk: EnrolledKiosk, _: Words) -> Need:
    what = _("asks for approval: compare its words")
    return Need(3, Sign("?", _("Waits"), "told"), kiosk.name, what, kiosk.enrolled_at, _kiosk_address(kiosk.kiosk_id))


def _kiosk_address(kiosk_id: str) -> str:
    return f"/kiosks?kiosk={kiosk_id}#{kiosk_id}"
