"""Who needs the trainer, for what and in which order: the list beside the tiles."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from classroom_server.kiosks.schemas import EnrolledKiosk
from classroom_server.room_page.schemas import RoomView, Tile, TileCondition
from classroom_server.web.exercise_titles import ExerciseTitles
from classroom_server.web.languages import Words
from classroom_server.web.signs import Sign
from kiosk_agent.protocol.results import Verdict

# So many attempts at one exercise without passing, and somebody should have a look.
STUCK_ATTEMPTS: Final = 4


@dataclass(frozen=True)
class Need:
    """One who needs somebody: what for, since when, and where to look."""

    urgency: int
    sign: Sign
    who: str
    what: str
    since: datetime | None
    href: str


def draw_needs(view: RoomView, titles: ExerciseTitles, words: Words) -> tuple[Need, ...]:
    """Return who needs somebody, the most urgent first."""
    needs = [need for tile in view.tiles for need in _tile_needs(tile, titles, words)]
    needs += [_approval_need(kiosk, words) for kiosk in view.waiting]
    if view.set_aside:
        needs.append(_set_aside_need(view.set_aside, words))
    return tuple(sorted(needs, key=lambda need: need.urgency))


def is_stuck(tile: Tile) -> bool:
    """Tell whether somebody tries again and again without passing."""
    failing = tile.last_verdict not in {None, Verdict.ACCEPTED, Verdict.INTERNAL_ERROR}
    return tile.sign_in_id is not None and failing and tile.attempts >= STUCK_ATTEMPTS


def _tile_needs(tile: Tile, titles: ExerciseTitles, _: Words) -> list[Need]:
    who = tile.learner_name or tile.name
    href = f"/learners/{tile.learner_id}" if tile.learner_id else kiosk_address(tile.kiosk_id)
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
    if is_stuck(tile):
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
    return Need(3, Sign("?", _("Waits"), "told"), kiosk.name, what, kiosk.enrolled_at, kiosk_address(kiosk.kiosk_id))


def kiosk_address(kiosk_id: str) -> str:
    """Return where a kiosk stands in the list of all."""
    return f"/kiosks?kiosk={kiosk_id}#{kiosk_id}"
