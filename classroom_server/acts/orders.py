"""What is asked of each kiosk now, read once for all of them; and what one stream says of it, when it is new."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Final, assert_never

from fastapi import Depends
from starlette.requests import HTTPConnection

from classroom_server.accounts import service as accounts
from classroom_server.acts import repository
from classroom_server.acts.service import words_for
from classroom_server.acts.showing_acts import showing_of
from classroom_server.core.database import Database
from classroom_server.core.live.events import Hub, is_acts_topic, is_kiosk_topic, is_orders_topic
from classroom_server.core.live.kept import KeptReading
from classroom_server.core.live.streams import StreamMessage
from classroom_server.help import service as help_service
from kiosk_agent.protocol.acts.hands import HandTold
from kiosk_agent.protocol.acts.orders import (
    ATTENTION_SECONDS,
    EXERCISE_SECONDS,
    HAND,
    MESSAGES_AT_ONCE,
    POWER_ACTS,
    POWER_SECONDS,
    ActKind,
    Attention,
    ExerciseOrder,
    Message,
    Orders,
    PowerKind,
    PowerOrder,
    SignOutOrder,
)
from kiosk_agent.protocol.acts.showing import Showing
from kiosk_agent.protocol.sessions import StreamEvent


@dataclass(frozen=True)
class KioskOrders:
    """What is asked of one kiosk, without the moment at which it is told: what is equal need not be told again."""

    sign_in_id: str | None = None
    attention: tuple[str, datetime] | None = None
    """The act, and when it ends."""
    messages: tuple[Message, ...] = ()
    hand: HandTold | None = None
    """How its learner's hand stands."""
    sign_out: SignOutOrder | None = None
    exercise: tuple[ExerciseOrder, datetime] | None = None
    """The one that is to be opened, and until when it makes sense."""
    shown: Showing | None = None
    power: tuple[str, PowerKind, datetime] | None = None
    """The act, what the machine shall do, and until when that is asked."""
    waking: tuple[str, ...] = ()
    """The acts by which it was woken. It is told nothing of them: that it is there is all."""


NOTHING: Final = KioskOrders()


class CurrentOrders:
    """Keeps what was read last. Used on the event loop only, but for what a publication calls."""

    def __init__(self, database: Database, hub: Hub) -> None:
        self._database = database
        self._kept = KeptReading(hub, self._read, _is_change)

    async def now(self) -> Mapping[str, KioskOrders]:
        """Return kiosk -> what is asked of it, of those of which anything is."""
        return await self._kept.now()

    def _read(self) -> Mapping[str, KioskOrders]:
        with self._database.read() as work:
            rows = repository.open_rows(work)
            names = {str(account.actor): account.name for account in accounts.every(work)} if rows else {}
            hands = help_service.told(work)
        of_kiosks = defaultdict[str, list[_AskedRow]](list)
        for kiosk_id, sign_in_id, language, act_id, kind, content, asked_by, until_at in rows:
            read = json.loads(content)
            words = words_for(read, language) if kind == ActKind.MESSAGE else ""
            row = _AskedRow(act_id, kind, sign_in_id, read, words, names.get(asked_by, ""), until_at)
            of_kiosks[kiosk_id].append(row)
        asked = {kiosk_id: _orders(of_kiosk) for kiosk_id, of_kiosk in of_kiosks.items()}
        return asked | {kiosk_id: replace(asked.get(kiosk_id, NOTHING), hand=hand) for kiosk_id, hand in hands.items()}


@dataclass(frozen=True)
class _AskedRow:
    act_id: str
    kind: str
    sign_in_id: str | None
    content: Mapping[str, str]
    words: str
    sender: str
    until_at: datetime | None


def _is_change(topics: frozenset[str]) -> bool:
    return any(is_orders_topic(topic) or is_acts_topic(topic) or is_kiosk_topic(topic) for topic in topics)


def _orders(rows: list[_AskedRow]) -> KioskOrders:
    """Return what one kiosk's rows, the oldest first, come to."""
    attention: tuple[str, datetime] | None = None
    messages: list[Message] = []
    sign_in_id, sign_out, exercise, shown = None, None, None, None
    for row in rows:
        match kind := ActKind(row.kind):
            case ActKind.ATTENTION:
                attention = (row.act_id, row.until_at) if row.until_at else None
            case ActKind.MESSAGE:
                sign_in_id = row.sign_in_id
                messages.append(Message(act_id=row.act_id, text=row.words, sender=row.sender))
            case ActKind.SIGN_OUT:
                sign_out = SignOutOrder(act_id=row.act_id, sign_in_id=row.sign_in_id or "")
            case ActKind.EXERCISE:
                exercise = (_exercise(row), row.until_at) if row.until_at else None
            case ActKind.SHOW:
                sign_in_id = row.sign_in_id
                shown = showing_of(row.content, row.act_id, row.sender)
            case ActKind.RESTART | ActKind.POWER_OFF | ActKind.WAKE:
                continue
            case _:
                assert_never(kind)
    return KioskOrders(
        sign_in_id=sign_in_id,
        attention=attention,
        messages=tuple(messages[:MESSAGES_AT_ONCE]),
        sign_out=sign_out,
        exercise=exercise,
        shown=shown,
        power=_power(rows),
        waking=tuple(row.act_id for row in rows if row.kind == ActKind.WAKE),
    )


def _power(rows: list[_AskedRow]) -> tuple[str, PowerKind, datetime] | None:
    """Return what the machine is asked last."""
    asked = [(row.act_id, kind, row.until_at) for row in rows for kind in POWER_ACTS if row.kind == kind]
    act_id, kind, until_at = asked[-1] if asked else ("", POWER_ACTS[0], None)
    return (act_id, kind, until_at) if until_at else None


def _exercise(row: _AskedRow) -> ExerciseOrder:
    named = row.content
    return ExerciseOrder(
        act_id=row.act_id, track=named["track"], exercise=named["exercise"], sign_in_id=row.sign_in_id, seconds=0
    )


def orders_of(said: KioskOrders, kiosk_id: str, number: int, now: datetime) -> Orders:
    """Return what a kiosk is told at a moment."""
    attention = None
    if said.attention is not None:
        act_id, until_at = said.attention
        left = min((until_at - now).total_seconds(), ATTENTION_SECONDS)
        attention = Attention(act_id=act_id, seconds=left) if left > 0 else None
    exercise = None
    if said.exercise is not None:
        asked, until_at = said.exercise
        left = min((until_at - now).total_seconds(), EXERCISE_SECONDS)
        exercise = asked.model_copy(update={"seconds": left}) if left > 0 else None
    power = None
    if said.power is not None:
        act_id, kind, until_at = said.power
        left = min((until_at - now).total_seconds(), POWER_SECONDS)
        power = PowerOrder(act_id=act_id, kind=kind, seconds=left) if left > 0 else None
    return Orders(
        kiosk_id=kiosk_id,
        sequence=number,
        issued_at=now,
        sign_in_id=said.sign_in_id,
        attention=attention,
        messages=said.messages,
        hand=said.hand,
        sign_out=said.sign_out,
        exercise=exercise,
        shown=said.shown,
        power=power,
    )


class OrdersWord:
    """What one stream of a kiosk says of what is asked of it: on connection, and then each change once."""

    def __init__(self, kiosk_id: str, sign: Callable[[Orders], str]) -> None:
        self._kiosk_id = kiosk_id
        self._sign = sign
        self._said: KioskOrders | None = None

    def is_new(self, every: Mapping[str, KioskOrders], known: frozenset[str]) -> bool:
        """Tell whether anything is to be said to a kiosk whose image knows these acts."""
        return bool(known) and self._said != _known_to(every.get(self._kiosk_id, NOTHING), known)

    def message(
        self, every: Mapping[str, KioskOrders], known: frozenset[str], number: int, now: datetime
    ) -> StreamMessage:
        """Return what is asked of it, signed."""
        self._said = _known_to(every.get(self._kiosk_id, NOTHING), known)
        orders = orders_of(self._said, self._kiosk_id, number, now)
        return StreamMessage(StreamEvent.ORDERS, self._sign(orders))


def _known_to(said: KioskOrders, known: frozenset[str]) -> KioskOrders:
    """Return what of it an image knows: what it cannot read it is never sent."""
    for kind in ActKind:
        if kind not in known:
            said = _without(said, kind)
    return said if HAND in known else replace(said, hand=None)


def _without(said: KioskOrders, kind: ActKind) -> KioskOrders:
    match kind:
        case ActKind.ATTENTION:
            left = replace(said, attention=None)
        case ActKind.MESSAGE:
            left = replace(said, messages=())
        case ActKind.SIGN_OUT:
            left = replace(said, sign_out=None)
        case ActKind.EXERCISE:
            left = replace(said, exercise=None)
        case ActKind.SHOW:
            left = replace(said, shown=None)
        case ActKind.RESTART | ActKind.POWER_OFF:
            left = replace(said, power=None) if said.power and said.power[1] is kind else said
        case ActKind.WAKE:
            left = replace(said, waking=())
        case _ as never:
            assert_never(never)
    return left


async def orders_of_kiosks(connection: HTTPConnection) -> CurrentOrders:
    """Return this application's; a FastAPI dependency."""
    orders: CurrentOrders = connection.app.state.orders
    return orders


OurOrders = Annotated[CurrentOrders, Depends(orders_of_kiosks)]
