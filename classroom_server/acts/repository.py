"""Finding and storing acts, in as many statements for one kiosk as for many."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update

from classroom_server.acts.schemas import LASTING, REPLACED, ActKiosk, Recipient
from classroom_server.acts.tables import ActKioskLine, ActLine
from classroom_server.core.bulk_insert import BulkInsert
from classroom_server.core.database import Work, table_of
from classroom_server.rooms.tables import PlaceLine
from classroom_server.sign_ins.tables import SignInLine
from kiosk_agent.protocol.acts.orders import ActKind

_ACTS, _AT_KIOSKS = table_of(ActLine), table_of(ActKioskLine)
_PLACES, _SIGN_INS = table_of(PlaceLine), table_of(SignInLine)
_ADD_KIOSKS = BulkInsert(_AT_KIOSKS)
_NOW_THERE = _SIGN_INS.alias()
_NOBODY_IS_THERE = ~(
    select(_NOW_THERE.c.sign_in_id)
    .where(_NOW_THERE.c.kiosk_id == _AT_KIOSKS.c.kiosk_id, _NOW_THERE.c.ended_at.is_(None))
    .exists()
)
# What is asked now: of a kiosk that stands in the act's room still, of a learner who is signed in there still.
_OPEN = (
    select(
        _AT_KIOSKS.c.kiosk_id,
        _AT_KIOSKS.c.sign_in_id,
        _AT_KIOSKS.c.language,
        _ACTS.c.act_id,
        _ACTS.c.kind,
        _ACTS.c.content,
        _ACTS.c.asked_by,
        _ACTS.c.until_at,
    )
    .select_from(
        _ACTS.join(_AT_KIOSKS, _AT_KIOSKS.c.act_id == _ACTS.c.act_id)
        .join(
            _PLACES,
            (_PLACES.c.kiosk_id == _AT_KIOSKS.c.kiosk_id)
            & (_PLACES.c.room_id == _ACTS.c.room_id)
            & _PLACES.c.until_at.is_(None),
        )
        .outerjoin(_SIGN_INS, _SIGN_INS.c.sign_in_id == _AT_KIOSKS.c.sign_in_id)
    )
    .where(
        _ACTS.c.over_at.is_(None),
        _ACTS.c.until_at.is_(None) | (_ACTS.c.until_at > bindparam("now", type_=_ACTS.c.until_at.type)),
        # An act that lasts is asked also of a kiosk that has answered: it may have been started anew since.
        _AT_KIOSKS.c.outcome.is_(None) | ((_ACTS.c.kind == ActKind.ATTENTION) & (_AT_KIOSKS.c.outcome != REPLACED)),
        # Who is to be out is so here at once; it makes no sense any more once somebody else is there.
        _AT_KIOSKS.c.sign_in_id.is_(None)
        | ((_ACTS.c.kind != ActKind.SIGN_OUT) & _SIGN_INS.c.ended_at.is_(None))
        | ((_ACTS.c.kind == ActKind.SIGN_OUT) & _NOBODY_IS_THERE),
    )
    .order_by(_ACTS.c.asked_at)
)
_SIGNED_IN = select(_SIGN_INS.c.kiosk_id, _SIGN_INS.c.sign_in_id, _SIGN_INS.c.language).where(
    _SIGN_INS.c.ended_at.is_(None)
)
_OF_ACT = select(
    _AT_KIOSKS.c.act_id,
    _AT_KIOSKS.c.kiosk_id,
    _AT_KIOSKS.c.sign_in_id,
    _AT_KIOSKS.c.done_at,
    _AT_KIOSKS.c.outcome,
).where(_AT_KIOSKS.c.act_id.in_(bindparam("ids", expanding=True)))


def add(work: Work, line: ActLine, recipients: Iterable[Recipient]) -> None:
    """Store an act and whom it is for."""
    work.rows.add(line)
    work.rows.flush()
    rows = [
        {"act_id": line.act_id, "kiosk_id": kiosk_id, "sign_in_id": sign_in_id, "language": language,
         "done_at": None, "outcome": None}
        for kiosk_id, sign_in_id, language in recipients
    ]  # fmt: skip
    _ADD_KIOSKS.add(work.rows.connection(), rows)


def by_id(work: Work, act_id: str) -> ActLine | None:
    """Return one act."""
    return work.rows.get(ActLine, act_id)


def not_over(work: Work, room_id: str | None = None) -> list[ActLine]:
    """Return the acts that nothing has ended but, perhaps, their time; of one room, or of all."""
    query = select(ActLine).where(ActLine.over_at.is_(None)).order_by(ActLine.asked_at)
    return list(work.rows.scalars(query if room_id is None else query.where(ActLine.room_id == room_id)))


def newest(work: Work, room_id: str, since: datetime, at_most: int) -> list[ActLine]:
    """Return the acts of a room that were asked since a moment or are not over, the newest first.

    At most so many, but each that lasts: however many came after it, somebody may want to take it back.
    """
    of_room, is_open = select(ActLine).where(ActLine.room_id == room_id), ActLine.over_at.is_(None)
    lately = of_room.where((ActLine.asked_at >= since) | is_open).order_by(ActLine.asked_at.desc()).limit(at_most)
    is_on = ActLine.until_at.is_(None) | (ActLine.until_at > work.now)
    lasting = of_room.where(ActLine.kind.in_(LASTING), is_open, is_on)
    found = {line.act_id: line for query in (lately, lasting) for line in work.rows.scalars(query)}
    return sorted(found.values(), key=lambda line: line.asked_at, reverse=True)


def kiosks_of(work: Work, act_ids: Collection[str]) -> dict[str, list[ActKiosk]]:
    """Return act -> how it stands at each of its kiosks."""
    found = defaultdict[str, list[ActKiosk]](list)
    if act_ids:
        for act_id, *row in work.rows.connection().execute(_OF_ACT, {"ids": list(act_ids)}):
            found[act_id].append(ActKiosk(*row))
    return found


def open_rows(work: Work) -> Sequence[tuple[str, str | None, str | None, str, str, str, str, datetime | None]]:
    """Return what is asked of each kiosk now, the oldest first, as `_OPEN` names it."""
    return [tuple(row) for row in work.rows.connection().execute(_OPEN, {"now": work.now})]


def signed_in(work: Work, kiosk_ids: Collection[str]) -> list[Recipient]:
    """Return who is signed in at these kiosks now."""
    rows = work.rows.connection().execute(_SIGNED_IN.where(_SIGN_INS.c.kiosk_id.in_(kiosk_ids)))
    return [Recipient(*row) for row in rows]


def replace(work: Work, kinds: Collection[ActKind], kiosk_ids: Collection[str]) -> None:
    """Let a newer act take the place of those of these kinds that are asked of these kiosks still."""
    acts = select(_ACTS.c.act_id).where(_ACTS.c.kind.in_(kinds), _ACTS.c.over_at.is_(None))
    these = _AT_KIOSKS.c.kiosk_id.in_(kiosk_ids) & _AT_KIOSKS.c.act_id.in_(acts)
    if ActKind.ATTENTION not in kinds:
        # What was done once stays done.
        these &= _AT_KIOSKS.c.outcome.is_(None)
    work.rows.execute(update(_AT_KIOSKS).where(these).values(outcome=REPLACED))


def latest_end(work: Work, kind: ActKind, kiosk_ids: Collection[str]) -> datetime | None:
    """Return until when what is asked of one of these kiosks lasts longest."""
    query = (
        select(_ACTS.c.until_at)
        .join(_AT_KIOSKS, _AT_KIOSKS.c.act_id == _ACTS.c.act_id)
        .where(
            _ACTS.c.kind == kind,
            _ACTS.c.over_at.is_(None),
            _ACTS.c.until_at > work.now,
            _AT_KIOSKS.c.kiosk_id.in_(kiosk_ids),
            _AT_KIOSKS.c.outcome.is_distinct_from(REPLACED),
        )
        .order_by(_ACTS.c.until_at.desc())
    )
    return work.rows.execute(query.limit(1)).scalar_one_or_none()


def note_done(work: Work, act_id: str, kiosk_id: str, outcome: str) -> bool:
    """Note the first answer of a kiosk to an act that is asked of it; tell whether it was that."""
    row = work.rows.get(ActKioskLine, (act_id, kiosk_id))
    if row is None or row.done_at is not None:
        return False
    row.done_at = work.now
    # What has been replaced stays so, though it was shown before.
    row.outcome = row.outcome or outcome
    work.rows.flush()
    return True


def asked_sign_outs(work: Work, kiosk_id: str, sign_in_id: str) -> list[str]:
    """Return the acts by which a sign-in was to end at a kiosk that has not answered."""
    query = (
        select(_ACTS.c.act_id)
        .join(_AT_KIOSKS, _AT_KIOSKS.c.act_id == _ACTS.c.act_id)
        .where(
            _ACTS.c.kind == ActKind.SIGN_OUT,
            _AT_KIOSKS.c.kiosk_id == kiosk_id,
            _AT_KIOSKS.c.sign_in_id == sign_in_id,
            _AT_KIOSKS.c.done_at.is_(None),
        )
    )
    return list(work.rows.execute(query).scalars())


def is_asked_still(work: Work, act_id: str) -> bool:
    """Tell whether a kiosk has not answered an act yet."""
    query = select(_AT_KIOSKS.c.kiosk_id).where(_AT_KIOSKS.c.act_id == act_id, _AT_KIOSKS.c.outcome.is_(None))
    return work.rows.execute(query.limit(1)).first() is not None


def move(lines: Iterable[ActLine], step: timedelta) -> None:
    """Let acts end when they would have, though the clock is set by `step`."""
    for line in lines:
        line.asked_at += step
        if line.until_at is not None:
            line.until_at += step
