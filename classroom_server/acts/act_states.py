"""How an act stands at a kiosk: a pure decision over what is stored and what is so now."""

from datetime import datetime

from classroom_server.acts.schemas import REPLACED, Act, ActKiosk, ActState, KioskFacts


def state_at(act: Act, row: ActKiosk, kiosk: KioskFacts | None, now: datetime) -> ActState:
    """Return how `act` stands at one of its kiosks; None is one that stands in its room no more."""
    if row.done_at is not None:
        return ActState.DONE
    if row.outcome == REPLACED:
        return ActState.REPLACED
    if kiosk is None or act.is_over(now) or (row.sign_in_id is not None and row.sign_in_id != kiosk.sign_in_id):
        return ActState.LAPSED
    if act.kind not in kiosk.acts:
        # Of one that is away too: it comes back with the image that it has, and says so when that is another.
        return ActState.NOT_KNOWN
    return ActState.UNDER_WAY if kiosk.is_there else ActState.WAITING
