"""What staff can ask of the machines themselves: to restart, to go off, and to come when they are off."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final, NamedTuple

from classroom_server.acts import repository
from classroom_server.acts.schemas import CAME, Asked, Recipient
from classroom_server.acts.service import kiosks_chosen, store_act
from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.core.database import Work
from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.core.live.events import acts_topic, orders_topic
from classroom_server.core.permissions import Permission, require
from classroom_server.kiosks import service as kiosks
from kiosk_agent.protocol.acts.orders import POWER_ACTS, POWER_SECONDS, ActKind

POWER_LASTS: Final = timedelta(seconds=POWER_SECONDS)
WAKING_LASTS: Final = timedelta(minutes=5)
"""A slow PC is there by then, or does not come by itself."""


def ask_power(work: Work, room_id: str, kiosk_ids: Collection[str], kind: ActKind) -> Asked:
    """Have kiosks of a room, or all when none is named, restart or go off, with the work of their learners kept.

    What has not come to a kiosk after some minutes is asked of it no more. Raises NotAllowed, Refused (not_found,
    kiosks_missing).
    """
    require(work.actor, Permission.RESTART_KIOSKS if kind is ActKind.RESTART else Permission.SWITCH_KIOSKS_OFF)
    recipients = [Recipient(each) for each in kiosks_chosen(work, room_id, kiosk_ids)]
    return store_act(work, room_id, kind, recipients, {}, work.now + POWER_LASTS, instead_of=POWER_ACTS)


class Called(NamedTuple):
    """Kiosks that are woken."""

    kiosks: int
    """Those that are away and have told an address."""
    addresses: tuple[str, ...]
    """By which they are woken."""


def ask_wake(work: Work, room_id: str, kiosk_ids: Collection[str]) -> Called:
    """Note that kiosks of a room are woken, all when none is named; those that are there need not be.

    Raises NotAllowed, Refused (not_found, kiosks_missing, nobody_away).
    """
    require(work.actor, Permission.WAKE_KIOSKS)
    these = kiosks_chosen(work, room_id, kiosk_ids)
    away = [each for each in these if not _is_there(work, each)]
    if not away:
        hint = "wake them once they are away"
        raise Refused(RefusalCode.NOBODY_AWAY, "all of these kiosks are there", hint=hint)
    recipients, kind = [Recipient(each) for each in these], ActKind.WAKE
    asked = store_act(work, room_id, kind, recipients, {}, work.now + WAKING_LASTS, instead_of=[kind])
    for kiosk_id in set(these) - set(away):
        repository.note_done(work, asked.act_id, kiosk_id, CAME)
    addresses = kiosks.wired_addresses(work, away)
    return Called(len(addresses), tuple(address for each in addresses.values() for address in each))


def note_came(work: Work, kiosk_id: str, act_ids: Collection[str]) -> None:
    """Note that a kiosk that was woken is there."""
    for act_id in act_ids:
        line = repository.by_id(work, act_id)
        if line is not None and repository.note_done(work, act_id, kiosk_id, CAME):
            audit.record(work, Action.ACT_DONE, act_id, kind=line.kind, outcome=CAME)
            work.announce(acts_topic(line.room_id), orders_topic(kiosk_id))


def _is_there(work: Work, kiosk_id: str) -> bool:
    return work.presence is not None and work.presence.is_connected(kiosk_id)
