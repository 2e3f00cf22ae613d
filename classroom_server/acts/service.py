"""What staff can ask of kiosks, and what becomes of it.

An act is stored with every kiosk that it is for; a kiosk's orders follow from the rows (orders.py), and its answer
comes as an event. What is asked of a room ends with the room's session.
"""

import json
import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from classroom_server.accounts import service as accounts
from classroom_server.acts import repository
from classroom_server.acts.schemas import LASTING, REPLACED, Act, ActKiosk, Asked, Recipient, fitting
from classroom_server.acts.tables import ActLine
from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.core.database import Work
from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.core.live.events import acts_topic, orders_topic
from classroom_server.core.names import typed_line
from classroom_server.core.permissions import Permission, require
from classroom_server.rooms import service as rooms
from kiosk_agent.protocol.acts.hands import fits_one_line
from kiosk_agent.protocol.acts.orders import (
    ATTENTION_SECONDS,
    MESSAGE_CHARACTERS,
    POWER_ACTS,
    ActKind,
    ActOutcome,
)

LONGEST_ATTENTION: Final = timedelta(seconds=ATTENTION_SECONDS)
_OF_MACHINES: Final = (*POWER_ACTS, ActKind.WAKE)
LISTED: Final = 6
"""Acts that the page of a room shows, beside those that last."""
LISTED_FOR: Final = timedelta(minutes=10)
"""How long the page of a room shows what was asked, once it is over."""
_NO_LANGUAGE: Final = ""


def ask_attention(work: Work, room_id: str, kiosk_ids: Collection[str], minutes: int) -> Asked:
    """Have kiosks of a room, or all when none is named, say "Look at your trainer" for some minutes from now.

    Where attention is asked already the new act takes its place, and it never ends sooner for that.
    Raises NotAllowed, Refused (not_found, kiosks_missing, attention_unsuitable).
    """
    require(work.actor, Permission.ASK_ATTENTION)
    chosen = kiosks_chosen(work, room_id, kiosk_ids)
    lasting = _lasting(minutes)
    known = repository.latest_end(work, ActKind.ATTENTION, chosen)
    until_at = max(work.now + lasting, known) if known else work.now + lasting
    recipients = [Recipient(each) for each in chosen]
    return store_act(work, room_id, ActKind.ATTENTION, recipients, {}, until_at, instead_of=[ActKind.ATTENTION])


def add_minutes(work: Work, act_id: str, minutes: int) -> int:
    """Let attention last so many minutes longer than it would, as far as it may last at all; return how many that is.

    Raises NotAllowed, Refused (not_found, attention_unsuitable: not one more, act_over).
    """
    require(work.actor, Permission.ASK_ATTENTION)
    line = _open_line(work, act_id)
    if line.until_at is None:
        raise _over()
    until_at = min(line.until_at + _lasting(minutes), work.now + LONGEST_ATTENTION)
    added = round((until_at - line.until_at) / timedelta(minutes=1))
    if added < 1:
        raise _too_long()
    line.until_at = until_at
    audit.record(work, Action.ACT_LENGTHENED, act_id, kind=line.kind, minutes_added=added)
    _tell(work, line)
    return added


def let_go(work: Work, act_id: str) -> None:
    """Take back at once what is asked or shown. Raises NotAllowed, Refused (not_found, act_over)."""
    line = _line(work, act_id)
    require(work.actor, Permission.SHOW_TO_ALL if line.kind == ActKind.SHOW else Permission.ASK_ATTENTION)
    if line.kind not in LASTING or _is_over(work, line):
        raise _over()
    line.over_at = work.now
    audit.record(work, Action.ACT_WITHDRAWN, act_id, kind=line.kind)
    _tell(work, line)


def send_message(work: Work, room_id: str, kiosk_ids: Collection[str], content: Mapping[str, str]) -> Asked:
    """Send words to whoever is signed in at these kiosks of a room, or at all of them when none is named.

    `content` is language -> words, or `free_text(…)`. Raises NotAllowed, Refused (not_found, kiosks_missing,
    nobody_signed_in).
    """
    require(work.actor, Permission.SEND_MESSAGE)
    return store_act(work, room_id, ActKind.MESSAGE, learners_chosen(work, room_id, kiosk_ids), content, None)


def free_text(typed: str) -> Mapping[str, str]:
    """Return the content of a message that somebody wrote. Raises Refused (message_unsuitable)."""
    text = typed_line(typed, MESSAGE_CHARACTERS)
    if not (1 <= len(text) <= MESSAGE_CHARACTERS and fits_one_line(text)):
        message = f"a message has 1 to {MESSAGE_CHARACTERS} letters and signs"
        raise Refused(RefusalCode.MESSAGE_UNSUITABLE, message, hint="write it, or choose one of the list")
    return {_NO_LANGUAGE: text}


def words_for(content: Mapping[str, str], language: str | None) -> str:
    """Return the words of a message for a reader of a language: theirs, else what it was written in."""
    return content.get(language or "") or next(iter(content.values()), "")


def note_done(work: Work, kiosk_id: str, act_id: str, outcome: ActOutcome) -> None:
    """Take a kiosk's answer; of what was never asked of it nothing is kept."""
    line = repository.by_id(work, act_id)
    is_fitting = line is not None and outcome in fitting(ActKind(line.kind))
    if line is None or not is_fitting or not repository.note_done(work, act_id, kiosk_id, outcome):
        return
    audit.record(work, Action.ACT_DONE, act_id, kind=line.kind, outcome=outcome.value)
    work.announce(acts_topic(line.room_id))
    if line.kind != ActKind.ATTENTION:
        # What is done once is asked of it no more.
        work.announce(orders_topic(kiosk_id))
        if line.over_at is None and not repository.is_asked_still(work, act_id):
            line.over_at = work.now


def end_in_room(work: Work, room_id: str) -> None:
    """End what is asked of a room's lesson: its session is over. Machines still go up and down."""
    for line in repository.not_over(work, room_id):
        if line.kind in _OF_MACHINES:
            continue
        line.over_at = work.now
        _tell(work, line)


def move_open(work: Work, step: timedelta) -> None:
    """Let what is asked last as long as it would have, though the clock is set by `step`."""
    lines = repository.not_over(work)
    repository.move(lines, step)
    for line in lines:
        _tell(work, line)


def listed(work: Work, room_id: str) -> tuple[Act, ...]:
    """Return what was asked of a room lately or is asked still, the newest first.

    What lasts is there until it is over, whatever was asked since: it is taken back here and nowhere else.
    """
    lines = repository.newest(work, room_id, work.now - LISTED_FOR, LISTED)
    at_kiosks = repository.kiosks_of(work, [line.act_id for line in lines])
    askers = {str(account.actor): account.name for account in accounts.every(work)} if lines else {}
    return tuple(_act(line, at_kiosks[line.act_id], askers) for line in lines)


def find(work: Work, act_id: str) -> Act:
    """Return one act. Raises Refused (not_found)."""
    line = _line(work, act_id)
    return _act(line, repository.kiosks_of(work, [act_id])[act_id], {})


def _act(line: ActLine, kiosks: Sequence[ActKiosk], askers: Mapping[str, str]) -> Act:
    return Act(
        act_id=line.act_id,
        room_id=line.room_id,
        kind=ActKind(line.kind),
        content=json.loads(line.content),
        asked_by=askers.get(line.asked_by, ""),
        asked_at=line.asked_at,
        until_at=line.until_at,
        over_at=line.over_at,
        kiosks=tuple(kiosks),
    )


def kiosks_chosen(work: Work, room_id: str, kiosk_ids: Collection[str]) -> tuple[str, ...]:
    """Return the kiosks that are named and stand in the room, or all of it. Raises Refused."""
    rooms.find(work, room_id)
    here = rooms.places(work, room_id)
    chosen = tuple(each for each in here if not kiosk_ids or each in kiosk_ids)
    if not chosen:
        hint = "open the room page again, and choose kiosks that stand there"
        raise Refused(RefusalCode.KIOSKS_MISSING, "no such kiosk stands in this room", hint=hint)
    return chosen


def learners_chosen(work: Work, room_id: str, kiosk_ids: Collection[str]) -> Sequence[Recipient]:
    """Return who is signed in at the kiosks that are named, or anywhere in the room. Raises Refused."""
    recipients = repository.signed_in(work, kiosks_chosen(work, room_id, kiosk_ids))
    if not recipients:
        hint = "wait until somebody is signed in there"
        raise Refused(RefusalCode.NOBODY_SIGNED_IN, "nobody is signed in at these kiosks", hint=hint)
    return recipients


def refuse_others(work: Work, seen: Mapping[str, str]) -> None:
    """Let what is meant for who was seen at a kiosk reach nobody else: `seen` is kiosk -> sign-in, as a page showed it.

    Raises Refused (others_signed_in).
    """
    for kiosk_id, sign_in_id, _language in repository.signed_in(work, seen):
        if sign_in_id != seen[kiosk_id]:
            hint = "look who is signed in there now"
            raise Refused(RefusalCode.OTHERS_SIGNED_IN, "somebody else is signed in there by now", hint=hint)


def _lasting(minutes: int) -> timedelta:
    lasting = timedelta(minutes=minutes)
    if not timedelta(0) < lasting <= LONGEST_ATTENTION:
        raise _too_long()
    return lasting


def _too_long() -> Refused:
    hint = f"choose 1 to {LONGEST_ATTENTION // timedelta(minutes=1)} minutes"
    return Refused(RefusalCode.ATTENTION_UNSUITABLE, "attention cannot last so long", hint=hint)


def store_act(
    work: Work,
    room_id: str,
    kind: ActKind,
    recipients: Sequence[Recipient],
    content: Mapping[str, str],
    until_at: datetime | None,
    *,
    instead_of: Collection[ActKind] = (),
    **facts: str,
) -> Asked:
    """Store what is asked of kiosks, and let them know; `facts` go into the log with it.

    At its kiosks it takes the place of what was asked of these kinds before.
    """
    if instead_of:
        repository.replace(work, instead_of, [each.kiosk_id for each in recipients])
        _end_replaced(work, room_id)
    line = ActLine(
        act_id=str(uuid.uuid4()),
        room_id=room_id,
        kind=kind,
        content=json.dumps(content, ensure_ascii=False),
        asked_by=str(work.actor),
        asked_at=work.now,
        until_at=until_at,
    )
    repository.add(work, line, recipients)
    minutes = None if until_at is None else round((until_at - work.now) / timedelta(minutes=1))
    audit.record(
        work, Action.ACT_ASKED, line.act_id,
        kind=kind.value, room=room_id, kiosks=len(recipients), minutes=minutes, **facts,
    )  # fmt: skip
    work.announce(acts_topic(room_id), *(orders_topic(each.kiosk_id) for each in recipients))
    return Asked(line.act_id, len(recipients), until_at)


def _end_replaced(work: Work, room_id: str) -> None:
    """End the acts that a newer one has replaced at each of their kiosks, and those whose time is over.

    Nothing else ends what a kiosk never answers, and each act reads all that are not over.
    """
    lines = repository.not_over(work, room_id)
    at_kiosks = repository.kiosks_of(work, [line.act_id for line in lines])
    for line in lines:
        if line.until_at is not None and line.until_at <= work.now:
            line.over_at = line.until_at
        elif all(row.outcome == REPLACED for row in at_kiosks[line.act_id]):
            line.over_at = work.now


def _tell(work: Work, line: ActLine) -> None:
    kiosks = repository.kiosks_of(work, [line.act_id])[line.act_id]
    work.announce(acts_topic(line.room_id), *(orders_topic(row.kiosk_id) for row in kiosks))


def _line(work: Work, act_id: str) -> ActLine:
    line = repository.by_id(work, act_id)
    if line is None:
        raise Refused(RefusalCode.NOT_FOUND, "nothing of this name was asked", hint="open the room page again")
    return line


def _open_line(work: Work, act_id: str) -> ActLine:
    line = _line(work, act_id)
    if line.kind != ActKind.ATTENTION or _is_over(work, line):
        raise _over()
    return line


def _is_over(work: Work, line: ActLine) -> bool:
    return line.over_at is not None or (line.until_at is not None and line.until_at <= work.now)


def _over() -> Refused:
    return Refused(RefusalCode.ACT_OVER, "it is over already", hint="ask anew")
