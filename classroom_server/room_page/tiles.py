"""What stands on tiles, read in a few queries however many they are."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, select

from classroom_server.attempts.reading import hints
from classroom_server.attempts.reading.hints import HintsTaken
from classroom_server.attempts.tables import AttemptLine
from classroom_server.core.database import Work, table_of
from classroom_server.core.live.presence import Presence
from classroom_server.help.schemas import Hand
from classroom_server.kiosks import repository as kiosks
from classroom_server.kiosks.schemas import read_acts
from classroom_server.kiosks.tables import KioskLine
from classroom_server.learners.tables import LearnerLine
from classroom_server.room_page.last_exercise import attempts_at_it
from classroom_server.room_page.needs import SAME_FAILURES
from classroom_server.room_page.schemas import Tile, TileCondition, TurnedAway
from classroom_server.room_page.struggles import Struggle, done_at, struggles
from classroom_server.rooms.schemas import Seat
from classroom_server.sessions.tables import SessionLine
from classroom_server.sign_ins.tables import SignInLine, TurnedAwayLine
from kiosk_agent.protocol.acts.orders import ActKind
from kiosk_agent.protocol.results import Verdict

_WAKEABLE: Final = frozenset({ActKind.WAKE.value})
TRAIL: Final = 8
"""Verdicts that a tile shows."""
_ATTEMPTS, _SIGN_INS = table_of(AttemptLine), table_of(SignInLine)
_OF_THESE = _SIGN_INS.c.kiosk_id.in_(bindparam("kiosk_ids", expanding=True)) & _SIGN_INS.c.ended_at.is_(None)
_TRIED = attempts_at_it(_OF_THESE, _ATTEMPTS.c.verdict, _ATTEMPTS.c.made_at)
_TRAILS = (
    select(_TRIED.c.sign_in_id, _TRIED.c.verdict, _TRIED.c.made_at, _TRIED.c.attempts)
    .where(_TRIED.c.place <= TRAIL)
    .order_by(_TRIED.c.place.desc())
)
# By then whoever was turned away was seen to, or has gone.
SHOWN_FOR: Final = timedelta(minutes=10)
_LEARNERS, _SESSIONS, _AWAY = table_of(LearnerLine), table_of(SessionLine), table_of(TurnedAwayLine)
_TURNED_AWAY = (
    select(_AWAY.c.kiosk_id, _AWAY.c.learner_id, _LEARNERS.c.display_name, _AWAY.c.turned_away_at)
    .join(_LEARNERS, _LEARNERS.c.learner_id == _AWAY.c.learner_id)
    .join(_SESSIONS, _SESSIONS.c.session_id == _AWAY.c.session_id)
    .where(
        _AWAY.c.kiosk_id.in_(bindparam("kiosk_ids", expanding=True)),
        _AWAY.c.turned_away_at > bindparam("since"),
        _SESSIONS.c.ended_at.is_(None),
    )
)


@dataclass(frozen=True)
class _Trying:
    """When a sign-in tried its last exercise last, how often it did, and what that came to."""

    made_at: datetime
    attempts: int
    trail: tuple[Verdict, ...]


@dataclass(frozen=True)
class _SignedIn:
    """Who is signed in at a kiosk, and what they do."""

    sign_in: SignInLine
    learner: LearnerLine
    trying: _Trying | None
    done_at: datetime | None
    """When something was typed or run last, if it was."""
    struggle: Struggle | None
    hints: HintsTaken | None


def read(
    work: Work, presence: Presence, seats: Mapping[str, Seat | None], hands: Mapping[str, Hand], *, is_open: bool
) -> list[Tile]:
    """Return the tiles of the kiosks that `seats` names, by name; `is_open` where their room has a session.

    `hands` are those that are up in it, by kiosk.
    """
    signed_in, away = _signed_in(work, seats), _turned_away(work, seats)
    return [
        replace(
            _tile(work, line, signed_in.get(line.kiosk_id), presence, seats[line.kiosk_id], is_open=is_open),
            hand=hands.get(line.kiosk_id),
            has_hand=line.kiosk_id in hands,
            turned_away=away.get(line.kiosk_id),
        )
        for line in kiosks.approved_of(work, seats)
    ]


def _signed_in(work: Work, kiosk_ids: Collection[str]) -> dict[str, _SignedIn]:
    """Return kiosk -> who is signed in there."""
    these, rows = {"kiosk_ids": list(kiosk_ids)}, work.rows.connection()
    trails = defaultdict[str, list[tuple[str, datetime, int]]](list)
    for sign_in_id, verdict, made_at, attempts in rows.execute(_TRAILS, these):
        trails[sign_in_id].append((verdict, made_at, attempts))
    failing = {
        sign_in_id
        for sign_in_id, trail in trails.items()
        if trail[-1][2] >= SAME_FAILURES and trail[-1][0] != Verdict.ACCEPTED
    }
    struggling = struggles(work, failing)
    done, hints_taken = done_at(work, kiosk_ids), hints.of_open_sign_ins(work, kiosk_ids)
    query = (
        select(SignInLine, LearnerLine)
        .join(LearnerLine, LearnerLine.learner_id == SignInLine.learner_id)
        .where(_OF_THESE)
        .order_by(SignInLine.position)
    )
    return {
        line.kiosk_id: _SignedIn(
            line,
            learner,
            _trying(trails[line.sign_in_id]),
            done.get(line.sign_in_id),
            struggling.get(line.sign_in_id),
            hints_taken.get(line.sign_in_id),
        )
        for line, learner in work.rows.execute(query, these)
    }


def _turned_away(work: Work, kiosk_ids: Collection[str]) -> dict[str, TurnedAway]:
    """Return kiosk -> whom it turned away lately, in the session that is on."""
    asked = {"kiosk_ids": list(kiosk_ids), "since": work.now - SHOWN_FOR}
    return {row[0]: TurnedAway(*row[1:]) for row in work.rows.connection().execute(_TURNED_AWAY, asked)}


def _trying(trail: list[tuple[str, datetime, int]]) -> _Trying | None:
    if not trail:
        return None
    _verdict, made_at, attempts = trail[-1]
    return _Trying(made_at, attempts, tuple(Verdict(verdict) for verdict, _at, _count in trail))


def _tile(
    work: Work, kiosk: KioskLine, signed_in: _SignedIn | None, presence: Presence, seat: Seat | None, *, is_open: bool
) -> Tile:
    sign_in = signed_in.sign_in if signed_in else None
    trying = signed_in.trying if signed_in else None
    struggle = signed_in.struggle if signed_in else None
    is_connected = presence.is_connected(kiosk.kiosk_id)
    last_seen_at = work.now if is_connected else presence.last_seen(kiosk.kiosk_id)
    return Tile(
        kiosk_id=kiosk.kiosk_id,
        name=kiosk.name,
        condition=condition_of(is_signed_in=sign_in is not None, is_open=is_open, is_connected=is_connected),
        last_seen_at=last_seen_at or kiosk.last_seen_at,
        sign_in_id=sign_in.sign_in_id if sign_in else None,
        learner_name=signed_in.learner.display_name if signed_in else None,
        track=sign_in.last_track if sign_in else None,
        exercise=sign_in.last_exercise if sign_in else None,
        last_verdict=trying.trail[-1] if trying else None,
        last_attempt_at=trying.made_at if trying else None,
        attempts=trying.attempts if trying else 0,
        trail=trying.trail if trying else (),
        active_at=_active_at(signed_in) if signed_in else None,
        failure=struggle.failure if struggle else None,
        alike=struggle.alike if struggle else 0,
        hints=signed_in.hints if signed_in else None,
        missed_row=kiosk.missed_row,
        jail_fault=kiosk.jail_fault,
        seat=seat,
        is_twofold=presence.is_twofold(kiosk.kiosk_id),
        there_since=presence.there_since(kiosk.kiosk_id),
        acts=read_acts(kiosk.acts) | (_WAKEABLE if kiosk.wired_addresses else frozenset()),
    )


def _active_at(signed_in: _SignedIn) -> datetime:
    began_at = signed_in.sign_in.started_at
    return max(began_at, signed_in.done_at or began_at)


def condition_of(*, is_signed_in: bool, is_open: bool, is_connected: bool) -> TileCondition:
    """Return what a kiosk is doing; `is_open` where its room has a session."""
    if not is_connected:
        return TileCondition.AWAY
    if not is_open:
        return TileCondition.LOCKED
    return TileCondition.SIGNED_IN if is_signed_in else TileCondition.OPEN
