"""How an act stands at a kiosk: a pure decision over what is stored and what is so now."""

from datetime import datetime, timedelta
from typing import Final

from classroom_server.acts.schemas import OF_EVERY_IMAGE, REPLACED, Act, ActKiosk, ActState, KioskFacts
from kiosk_agent.protocol.acts.orders import POWER_ACTS, ActKind, ActOutcome

GOES_WITHIN: Final = timedelta(seconds=30)
"""A kiosk that goes off says so before it does: it is off once it is away, or came back after this long."""


def state_at(act: Act, row: ActKiosk, kiosk: KioskFacts | None, now: datetime) -> ActState:
    """Return how `act` stands at one of its kiosks; None is one that stands in its room no more."""
    if row.done_at is not None:
        if act.kind in POWER_ACTS and kiosk is not None and kiosk.is_there:
            return _gone_down(act, row.done_at, kiosk, now)
        return ActState.CANNOT if row.outcome == ActOutcome.CANNOT else ActState.DONE
    if row.outcome == REPLACED:
        return ActState.REPLACED
    if kiosk is None:
        return ActState.LAPSED
    return _out_of_sense(act, row, kiosk, now) or _on_its_way(act, kiosk)


def _gone_down(act: Act, said_at: datetime, kiosk: KioskFacts, now: datetime) -> ActState:
    """Return whether a kiosk that is there has been down meanwhile: its word alone does not make it so."""
    if act.kind is ActKind.POWER_OFF and now - said_at < GOES_WITHIN:
        return ActState.UNDER_WAY
    # It says that it goes off before it does, and that it has restarted afterwards.
    gone_after = said_at if act.kind is ActKind.POWER_OFF else act.asked_at
    was_there_always = kiosk.there_since is not None and kiosk.there_since <= gone_after
    return ActState.CANNOT if was_there_always else ActState.DONE


def _out_of_sense(act: Act, row: ActKiosk, kiosk: KioskFacts, now: datetime) -> ActState | None:
    """Return why nothing comes of it any more at a kiosk; None while something may."""
    if act.kind is ActKind.WAKE and kiosk.is_there:
        return ActState.DONE
    if act.kind not in kiosk.acts | OF_EVERY_IMAGE:
        # Of one that is away too: it comes back with the image that it has, and says so when that is another. And once
        # it is over too: that is why nothing came of it.
        return ActState.NOT_KNOWN
    if act.is_over(now):
        return ActState.LAPSED
    if act.kind is ActKind.SIGN_OUT:
        # Whom it is about is out for the server at once, and at the kiosk when it says so.
        return None if kiosk.sign_in_id is None else ActState.OTHERS
    is_gone = row.sign_in_id is not None and row.sign_in_id != kiosk.sign_in_id
    return ActState.LAPSED if is_gone else None


def _on_its_way(act: Act, kiosk: KioskFacts) -> ActState:
    if not kiosk.is_there:
        return ActState.WAITING
    is_for_nobody = act.kind is ActKind.EXERCISE and kiosk.sign_in_id is None
    return ActState.NOBODY if is_for_nobody else ActState.UNDER_WAY
