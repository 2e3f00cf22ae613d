"""The other rooms of a server, as a room's tabs name them: read in one statement, however many kiosks they have."""

from collections import Counter
from collections.abc import Mapping
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from sqlalchemy import bindparam, select

from classroom_server.attempts.tables import AttemptLine
from classroom_server.core.database import Work, table_of
from classroom_server.core.live.presence import Presence
from classroom_server.help.tables import HandLine
from classroom_server.kiosks.tables import KioskLine
from classroom_server.room_page.last_exercise import attempts_at_it
from classroom_server.room_page.needs import SAME_FAILURES, needs_somebody
from classroom_server.room_page.schemas import KioskStanding, OtherRoom
from classroom_server.room_page.struggles import alike_at_last
from classroom_server.room_page.tiles import condition_of
from classroom_server.rooms.schemas import Room
from classroom_server.rooms.tables import PlaceLine
from classroom_server.sessions.schemas import ClassSession
from classroom_server.sign_ins.tables import SignInLine
from kiosk_agent.protocol.enrolment import Approval
from kiosk_agent.protocol.results import Verdict

_ATTEMPTS, _KIOSKS, _PLACES = table_of(AttemptLine), table_of(KioskLine), table_of(PlaceLine)
_HANDS, _SIGN_INS = table_of(HandLine), table_of(SignInLine)
_ELSEWHERE = _PLACES.c.until_at.is_(None) & (_PLACES.c.room_id != bindparam("room_id"))
_SIGNED_IN = _SIGN_INS.c.ended_at.is_(None)
_TRIED = attempts_at_it(
    _SIGNED_IN & _SIGN_INS.c.kiosk_id.in_(select(_PLACES.c.kiosk_id).where(_ELSEWHERE)),
    _ATTEMPTS.c.attempt_id,
    _ATTEMPTS.c.verdict,
)
# Whoever tried more often without passing is stuck however it failed, and whoever tried less is not.
_MAY_BE_ALIKE = _TRIED.c.attempts == SAME_FAILURES
_STANDINGS = (
    select(
        _KIOSKS.c.kiosk_id,
        _PLACES.c.room_id,
        _KIOSKS.c.jail_fault,
        _SIGN_INS.c.sign_in_id,
        _HANDS.c.hand_id,
        _TRIED.c.verdict,
        _TRIED.c.attempts,
        _ATTEMPTS.c.judgement,
    )
    .select_from(
        _PLACES.join(_KIOSKS, _KIOSKS.c.kiosk_id == _PLACES.c.kiosk_id)
        .outerjoin(_SIGN_INS, (_SIGN_INS.c.kiosk_id == _KIOSKS.c.kiosk_id) & _SIGNED_IN)
        .outerjoin(_HANDS, (_HANDS.c.sign_in_id == _SIGN_INS.c.sign_in_id) & _HANDS.c.closed_at.is_(None))
        .outerjoin(
            _TRIED,
            (_TRIED.c.sign_in_id == _SIGN_INS.c.sign_in_id) & ((_TRIED.c.place == 1) | _MAY_BE_ALIKE),
        )
        .outerjoin(
            _ATTEMPTS,
            _MAY_BE_ALIKE & (_TRIED.c.verdict != Verdict.ACCEPTED) & (_ATTEMPTS.c.attempt_id == _TRIED.c.attempt_id),
        )
    )
    .where(_ELSEWHERE, _KIOSKS.c.approval == Approval.APPROVED)
    .order_by(_KIOSKS.c.kiosk_id, _TRIED.c.place)
)


class _Row(NamedTuple):
    """One kiosk and its newest attempt; where its failures may be alike, one for each of those."""

    kiosk_id: str
    room_id: str
    jail_fault: str | None
    sign_in_id: str | None
    hand_id: str | None
    verdict: str | None
    attempts: int | None
    judgement: str | None


def read(
    work: Work, presence: Presence, room_id: str, every: tuple[Room, ...], open_sessions: Mapping[str, ClassSession]
) -> tuple[OtherRoom, ...]:
    """Return the rooms that are not this one, each with at how many of its kiosks somebody is needed."""
    found = work.rows.connection().execute(_STANDINGS, {"room_id": room_id})
    in_need: Counter[str] = Counter()
    for kiosk_id, rows in groupby((_Row(*row) for row in found), key=attrgetter("kiosk_id")):
        row, *older = rows
        standing = _standing(row, older, presence, kiosk_id, is_open=row.room_id in open_sessions)
        in_need[row.room_id] += needs_somebody(standing)
    return tuple(
        OtherRoom(room, open_sessions.get(room.room_id), in_need[room.room_id])
        for room in every
        if room.room_id != room_id
    )


def _standing(row: _Row, older: list[_Row], presence: Presence, kiosk_id: str, *, is_open: bool) -> KioskStanding:
    judgements = [each.judgement for each in (row, *older) if each.judgement is not None]
    return KioskStanding(
        condition=condition_of(
            is_signed_in=row.sign_in_id is not None, is_open=is_open, is_connected=presence.is_connected(kiosk_id)
        ),
        sign_in_id=row.sign_in_id,
        jail_fault=row.jail_fault,
        is_twofold=presence.is_twofold(kiosk_id),
        has_hand=row.hand_id is not None,
        last_verdict=Verdict(row.verdict) if row.verdict is not None else None,
        attempts=row.attempts or 0,
        alike=alike_at_last(judgements) if len(judgements) == SAME_FAILURES else 0,
    )
