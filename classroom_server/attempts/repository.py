"""What intake reads and writes, in few statements however many events there are."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, update

from classroom_server.attempts.checks import SignInFacts
from classroom_server.attempts.tables import AttemptLine, DraftLine, HintLine, ReceivedEvent, RefusedEvent
from classroom_server.core.bulk_insert import BulkInsert
from classroom_server.core.database import table_of
from classroom_server.sessions.tables import SessionLine
from classroom_server.sign_ins.tables import SignInLine

VERSIONS_KEPT = 10
"""Of a learner's drafts in an exercise: that of the newest sign-in, and those of the ones before it."""
DraftKey = tuple[str, str, str]
"""Sign-in, track, exercise."""
HintKey = tuple[str, str, str, int]
"""Learner, track, exercise, and its number."""

_RECEIVED, _REFUSED = table_of(ReceivedEvent), table_of(RefusedEvent)
_ATTEMPTS, _DRAFTS = table_of(AttemptLine), table_of(DraftLine)
_HINTS = table_of(HintLine)
_SIGN_INS, _SESSIONS = table_of(SignInLine), table_of(SessionLine)
_FATES = select(_RECEIVED.c.event_id, _RECEIVED.c.kiosk_id, _RECEIVED.c.fate).where(
    _RECEIVED.c.event_id.in_(bindparam("ids", expanding=True))
)
_NAMED = (
    select(
        _SIGN_INS.c.sign_in_id,
        _SIGN_INS.c.learner_id,
        _SIGN_INS.c.kiosk_id,
        _SIGN_INS.c.started_at,
        _SESSIONS.c.ends_at,
        _SIGN_INS.c.ended_at,
        _SIGN_INS.c.over_at,
        _SIGN_INS.c.last_track,
        _SIGN_INS.c.last_exercise,
        _SIGN_INS.c.last_sequence,
    )
    .join(_SESSIONS, _SESSIONS.c.session_id == _SIGN_INS.c.session_id)
    .where(_SIGN_INS.c.sign_in_id.in_(bindparam("ids", expanding=True)))
)
_KEPT_DRAFTS = select(_DRAFTS.c.sign_in_id, _DRAFTS.c.track, _DRAFTS.c.exercise, _DRAFTS.c.sequence).where(
    _DRAFTS.c.sign_in_id.in_(bindparam("ids", expanding=True))
)
_ADD_RECEIVED, _ADD_REFUSED = BulkInsert(_RECEIVED), BulkInsert(_REFUSED)
_ADD_ATTEMPTS, _ADD_DRAFTS, _ADD_HINTS = BulkInsert(_ATTEMPTS), BulkInsert(_DRAFTS), BulkInsert(_HINTS)
_KEPT_HINTS = select(_HINTS.c.learner_id, _HINTS.c.track, _HINTS.c.exercise, _HINTS.c.number).where(
    _HINTS.c.learner_id.in_(bindparam("ids", expanding=True)),
    _HINTS.c.exercise.in_(bindparam("exercises", expanding=True)),
)
_REPLACE_DRAFT = (
    update(_DRAFTS)
    .where(
        _DRAFTS.c.sign_in_id == bindparam("of_sign_in"),
        _DRAFTS.c.track == bindparam("of_track"),
        _DRAFTS.c.exercise == bindparam("of_exercise"),
    )
    .values({name: bindparam(name) for name in ("sequence", "files", "saved_at", "received_at")})
)
_OF_EXERCISE = (
    _DRAFTS.c.learner_id == bindparam("of_learner"),
    _DRAFTS.c.track == bindparam("of_track"),
    _DRAFTS.c.exercise == bindparam("of_exercise"),
)
_NEWEST_VERSIONS = (
    select(_DRAFTS.c.sign_in_id)
    .join(_SIGN_INS, _SIGN_INS.c.sign_in_id == _DRAFTS.c.sign_in_id)
    .where(*_OF_EXERCISE)
    .order_by(_SIGN_INS.c.position.desc())
    .limit(VERSIONS_KEPT)
)
_PRUNE_VERSIONS = delete(_DRAFTS).where(*_OF_EXERCISE, _DRAFTS.c.sign_in_id.not_in(_NEWEST_VERSIONS))
_NOTE_EXERCISE = (
    update(_SIGN_INS)
    .where(_SIGN_INS.c.sign_in_id == bindparam("of_sign_in"))
    .values({name: bindparam(name) for name in ("last_track", "last_exercise", "last_sequence")})
)
# A kiosk that was unplugged tells later that its learner went on.
_MOVE_END = (
    update(_SIGN_INS)
    .where(_SIGN_INS.c.sign_in_id == bindparam("of_sign_in"))
    .values(ended_at=bindparam("ended_at"), over_at=bindparam("over_at"))
)


@dataclass
class NamedSignIn:
    """A sign-in that events name; intake keeps it up to date while it goes through a batch."""

    sign_in_id: str
    learner_id: str
    facts: SignInFacts
    ended_at: datetime | None
    over_at: datetime | None
    last_track: str | None
    last_exercise: str | None
    last_sequence: int | None
    there_until: datetime | None = None
    """When its learner did the last of what has come."""
    is_noted: bool = False
    """Whether the last exercise is not the stored one any more."""
    is_end_noted: bool = False
    """Whether the end is not the stored one any more."""

    def there_at(self, moment: datetime) -> None:
        """Note that its learner did something; once it has ended, that moves the end up to when it was over."""
        self.there_until = max(moment, self.there_until or moment)
        if self.ended_at is None:
            return
        until = min(self.there_until, self.over_at or self.ended_at)
        if until > self.ended_at:
            self.ended_at, self.is_end_noted = until, True

    def left_at(self, moment: datetime) -> None:
        """Note that its learner had left by themselves before it was ended: nothing moves its end any more."""
        if self.ended_at is not None and moment < (self.over_at or self.ended_at):
            self.over_at, self.is_end_noted = max(moment, self.ended_at), True


@dataclass(frozen=True)
class KnownFate:
    """What became of an event that was sent before."""

    kiosk_id: str
    fate: str


@dataclass(frozen=True)
class DraftText:
    """The last text of a sign-in in an exercise."""

    learner_id: str
    sequence: int
    files: str
    saved_at: datetime
    received_at: datetime


@dataclass(frozen=True)
class HintTold:
    """A hint that was taken."""

    of_all: int
    sign_in_id: str
    taken_at: datetime


@dataclass
class Gathered:
    """The rows of one batch, by their tables' columns."""

    received: list[dict[str, object]] = field(default_factory=list)
    refused: list[dict[str, object]] = field(default_factory=list)
    attempts: list[dict[str, object]] = field(default_factory=list)
    drafts: dict[DraftKey, DraftText] = field(default_factory=dict)
    hints: dict[HintKey, HintTold] = field(default_factory=dict)


def known_fates(rows: Connection, event_ids: Sequence[str]) -> dict[str, KnownFate]:
    """Return what became of those events that were sent before."""
    return {
        event_id: KnownFate(kiosk_id, fate) for event_id, kiosk_id, fate in rows.execute(_FATES, {"ids": event_ids})
    }


def sign_ins_named(rows: Connection, sign_in_ids: Collection[str]) -> dict[str, NamedSignIn]:
    """Return those sign-ins that there are."""
    if not sign_in_ids:
        return {}
    found = rows.execute(_NAMED, {"ids": list(sign_in_ids)})
    return {row[0]: NamedSignIn(row[0], row[1], SignInFacts(*row[2:5]), *row[5:]) for row in found}


def store(rows: Connection, gathered: Gathered, sign_ins: Collection[NamedSignIn]) -> None:
    """Write everything that a batch brought."""
    _ADD_RECEIVED.add(rows, gathered.received)
    _ADD_REFUSED.add(rows, gathered.refused)
    _ADD_ATTEMPTS.add(rows, gathered.attempts)
    if gathered.drafts:
        _store_drafts(rows, gathered.drafts)
    if gathered.hints:
        _store_hints(rows, gathered.hints)
    noted = [
        {
            "of_sign_in": sign_in.sign_in_id,
            "last_track": sign_in.last_track,
            "last_exercise": sign_in.last_exercise,
            "last_sequence": sign_in.last_sequence,
        }
        for sign_in in sign_ins
        if sign_in.is_noted
    ]
    if noted:
        rows.execute(_NOTE_EXERCISE, noted)
    ended = [
        {"of_sign_in": sign_in.sign_in_id, "ended_at": sign_in.ended_at, "over_at": sign_in.over_at}
        for sign_in in sign_ins
        if sign_in.is_end_noted
    ]
    if ended:
        rows.execute(_MOVE_END, ended)


def _store_hints(rows: Connection, hints: Mapping[HintKey, HintTold]) -> None:
    ids, exercises = sorted({key[0] for key in hints}), sorted({key[2] for key in hints})
    kept = {tuple(row) for row in rows.execute(_KEPT_HINTS, {"ids": ids, "exercises": exercises})}
    new = [
        {"learner_id": key[0], "track": key[1], "exercise": key[2], "number": key[3], **vars(hint)}
        for key, hint in hints.items()
        if key not in kept
    ]
    _ADD_HINTS.add(rows, new)


def _store_drafts(rows: Connection, drafts: Mapping[DraftKey, DraftText]) -> None:
    ids = sorted({sign_in_id for sign_in_id, _, _ in drafts})
    kept = {(row[0], row[1], row[2]): row[3] for row in rows.execute(_KEPT_DRAFTS, {"ids": ids})}
    new = [
        {"sign_in_id": key[0], "track": key[1], "exercise": key[2], **vars(draft)}
        for key, draft in drafts.items()
        if key not in kept
    ]
    _ADD_DRAFTS.add(rows, new)
    for row in new:
        of_exercise = {f"of_{name}": row[name] for name in ("track", "exercise")}
        rows.execute(_PRUNE_VERSIONS, {"of_learner": row["learner_id"], **of_exercise})
    newer = [
        {
            "of_sign_in": key[0],
            "of_track": key[1],
            "of_exercise": key[2],
            "sequence": draft.sequence,
            "files": draft.files,
            "saved_at": draft.saved_at,
            "received_at": draft.received_at,
        }
        for key, draft in drafts.items()
        if key in kept and draft.sequence > kept[key]
    ]
    if newer:
        rows.execute(_REPLACE_DRAFT, newer)
