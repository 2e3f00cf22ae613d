"""What becomes of hands: learners raise and lower them, staff claim, answer and resolve them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from classroom_server.accounts import service as accounts
from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.core.actors import Actor
from classroom_server.core.database import Work
from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.core.live.events import orders_topic, work_topic
from classroom_server.core.names import typed_line
from classroom_server.help import repository
from classroom_server.help.schemas import Hand, HandEnd
from classroom_server.help.tables import HandLine
from classroom_server.rooms import service as rooms
from kiosk_agent.protocol.acts.hands import (
    ANSWER_CHARACTERS,
    HANDS_A_SIGN_IN,
    PLACES,
    HandStage,
    HandTold,
    fits_one_line,
)

TOLD_FOR: Final = timedelta(hours=12)
"""No session is longer: whoever had a hand up in one that goes on hears that it is down."""


@dataclass(frozen=True, kw_only=True)
class RaisedHand:
    """What a kiosk tells of one."""

    hand_id: str
    sign_in_id: str
    learner_id: str
    kiosk_id: str
    sequence: int
    line: str
    raised_at: datetime
    track: str | None
    exercise: str | None


def is_too_often(work: Work, sign_in_id: str) -> bool:
    """Tell whether a hand was raised in this sign-in as often as may be."""
    return repository.count(work, sign_in_id) >= HANDS_A_SIGN_IN


def raise_hand(work: Work, raised: RaisedHand) -> None:
    """Put a hand into the queue of its kiosk's room, at the place of its true time.

    While one of the same sign-in is up nothing changes: it keeps its place. Of a sign-in that has ended it is kept as
    one that came down with that.
    """
    if repository.not_closed(work, raised.sign_in_id) is not None:
        return
    room_id = rooms.room_of(work, raised.kiosk_id)
    for line, over_at in repository.left_in_room(work, room_id) if room_id else ():
        line.closed_at, line.closed_how = max(line.raised_at, over_at), HandEnd.LEFT
    work.rows.add(HandLine(**vars(raised), room_id=room_id, received_at=work.now))
    work.rows.flush()
    _tell(work, room_id, raised.kiosk_id)


def lower(work: Work, sign_in_id: str, sequence: int, lowered_at: datetime) -> None:
    """Take down the hand of a sign-in, if one is up that was raised before this event of the kiosk's."""
    line = repository.not_closed(work, sign_in_id)
    if line is not None and line.sequence < sequence:
        _close(work, line, HandEnd.LOWERED, max(line.raised_at, lowered_at))


def claim(work: Work, hand_id: str) -> Hand:
    """Let a learner read that whoever acts is coming. Raises Refused (hand_down, hand_claimed)."""
    line = _up(work, hand_id)
    if line.claimed_at is not None and line.claimed_by != str(work.actor):
        raise Refused(RefusalCode.HAND_CLAIMED, "a colleague goes there already", hint="look at the next hand")
    if line.claimed_at is None:
        _claim(work, line)
        audit.record(work, Action.HAND_CLAIMED, line.sign_in_id, hand=hand_id)
    return _only(work, line)


def answer(work: Work, hand_id: str, text: str) -> Hand:
    """Show a learner a short answer; the hand stays up until they or somebody of the staff take it down.

    Raises Refused (hand_down, answer_unsuitable).
    """
    said = typed_line(text, ANSWER_CHARACTERS)
    if not said or len(said) > ANSWER_CHARACTERS or not fits_one_line(said):
        hint = f"write 1 to {ANSWER_CHARACTERS} letters on one line"
        raise Refused(RefusalCode.ANSWER_UNSUITABLE, "this answer cannot be shown", hint=hint)
    line = _up(work, hand_id)
    if line.claimed_at is None:
        _claim(work, line)
    if line.answer != said:
        line.answer, line.answered_at = said, work.now
        audit.record(work, Action.HAND_ANSWERED, line.sign_in_id, hand=hand_id)
        _tell(work, line.room_id, line.kiosk_id)
    return _only(work, line)


def resolve(work: Work, hand_id: str) -> Hand:
    """Take a hand down: the learner was helped. Raises Refused (hand_down)."""
    line = _up(work, hand_id)
    hand = _only(work, line)
    _close(work, line, HandEnd.RESOLVED, work.now)
    line.closed_by = str(work.actor)
    audit.record(work, Action.HAND_RESOLVED, line.sign_in_id, hand=hand_id)
    return hand


def up_in_room(work: Work, room_id: str) -> tuple[Hand, ...]:
    """Return the hands that are up in a room, in the order in which they were raised."""
    lines = repository.up_in_room(work, room_id)
    return _in_order(work, lines) if lines else ()


def told(work: Work) -> Mapping[str, HandTold]:
    """Return kiosk -> what it shows of its learner's hand: one that is up, or the last that staff took down."""
    found = {
        line.kiosk_id: HandTold(hand_id=line.hand_id, stage=HandStage.DOWN)
        for line in repository.taken_down(work, work.now - TOLD_FOR)
    }
    places: Counter[str | None] = Counter()
    for line in repository.every_up(work):
        places[line.room_id] += line.claimed_at is None
        found[line.kiosk_id] = HandTold(
            hand_id=line.hand_id,
            stage=_stage(line),
            place=min(places[line.room_id], PLACES) if line.claimed_at is None else 0,
            answer=line.answer or "",
        )
    return found


def of_kiosks(work: Work, room_id: str) -> Mapping[str, Hand]:
    """Return kiosk of a room -> the hand that is up there."""
    return {hand.kiosk_id: hand for hand in up_in_room(work, room_id)}


def move_open(work: Work, step: timedelta) -> None:
    """Let who waits have waited as long as they have, though the clock is set by `step`."""
    for line in repository.every_up(work):
        line.raised_at += step
        line.claimed_at = line.claimed_at + step if line.claimed_at else None


def _up(work: Work, hand_id: str) -> HandLine:
    line = repository.up(work, hand_id)
    if line is None:
        raise Refused(RefusalCode.HAND_DOWN, "this hand is not up", hint="look at the room as it is now")
    return line


def _claim(work: Work, line: HandLine) -> None:
    line.claimed_at, line.claimed_by = work.now, str(work.actor)
    _tell(work, line.room_id, line.kiosk_id)


def _close(work: Work, line: HandLine, how: HandEnd, closed_at: datetime) -> None:
    line.closed_at, line.closed_how = closed_at, how
    work.rows.flush()
    _tell(work, line.room_id, line.kiosk_id)


def _tell(work: Work, room_id: str | None, kiosk_id: str) -> None:
    """Announce a hand to pages and kiosks: whoever else waits in the room may have another place now."""
    waiting = repository.up_in_room(work, room_id) if room_id else []
    for each in {kiosk_id, *(line.kiosk_id for line in waiting)}:
        work.announce(work_topic(each), orders_topic(each))


def _only(work: Work, line: HandLine) -> Hand:
    return next(hand for hand in _in_order(work, [line]))


def _in_order(work: Work, lines: Sequence[HandLine]) -> tuple[Hand, ...]:
    names = _names(work) if any(line.claimed_by for line in lines) else {}
    hands, place = [], 0
    for line in lines:
        place += line.claimed_at is None
        hands.append(
            Hand(
                hand_id=line.hand_id,
                sign_in_id=line.sign_in_id,
                kiosk_id=line.kiosk_id,
                line=line.line,
                raised_at=line.raised_at,
                stage=_stage(line),
                place=place if line.claimed_at is None else 0,
                by=names.get(line.claimed_by or "", ""),
                answer=line.answer or "",
            )
        )
    return tuple(hands)


def _names(work: Work) -> dict[str, str]:
    return {str(Actor.account(account.account_id)): account.name for account in accounts.every(work)}


def _stage(line: HandLine) -> HandStage:
    if line.closed_at is not None:
        return HandStage.DOWN
    if line.answer:
        return HandStage.ANSWERED
    return HandStage.WAITING if line.claimed_at is None else HandStage.CLAIMED
