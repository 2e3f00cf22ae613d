"""Kiosks of which something is asked, as the server's tests see them."""

import json
from collections.abc import Iterator

from joserfc import jws
from joserfc.jwk import OKPKey

from classroom_server.acts import service as acts
from classroom_server.acts.schemas import Act, Asked
from kiosk_agent.protocol.acts.orders import KNOWN_ACTS, ActOutcome, Orders, event_id_of
from kiosk_agent.protocol.events import ActDone, Fate
from kiosk_agent.protocol.sessions import StreamEvent
from tests.support.server.kiosk_client import KioskClient
from tests.support.server.rooms import TRAINER, ServedRoom


def knowing(served: ServedRoom, name: str = "") -> KioskClient:
    """Return an approved kiosk whose image knows every act."""
    kiosk = served.kiosk(name=name)
    kiosk.acts = KNOWN_ACTS
    kiosk.enrol()
    return kiosk


def opened(served: ServedRoom, token: str) -> Orders:
    """Return orders, proved by the key that enrolment gave."""
    key = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": served.classroom.lease_public_key})
    return Orders.model_validate(json.loads(jws.deserialize_compact(token, key, algorithms=["Ed25519"]).payload))


def next_orders(served: ServedRoom, events: Iterator[tuple[str, str]]) -> Orders:
    """Return the next orders of a stream, whatever else comes before them."""
    return opened(served, next(data for name, data in events if name == StreamEvent.ORDERS))


def attention(served: ServedRoom, *kiosk_ids: str, minutes: int = 5) -> Asked:
    with served.classroom.database.write(TRAINER) as work:
        return acts.ask_attention(work, served.first_room_id(), kiosk_ids, minutes)


def message(served: ServedRoom, text: str, *kiosk_ids: str) -> Asked:
    with served.classroom.database.write(TRAINER) as work:
        return acts.send_message(work, served.first_room_id(), kiosk_ids, acts.free_text(text))


def find(served: ServedRoom, act_id: str) -> Act:
    with served.classroom.database.read() as work:
        return acts.find(work, act_id)


def answer(kiosk: KioskClient, act_id: str, outcome: ActOutcome, sign_in_id: str | None = None) -> Fate:
    """Have a kiosk say that an act is done, as an agent does."""
    event_id = event_id_of(kiosk.kiosk_id, act_id)
    event = kiosk.event(sign_in_id, ActDone(act_id=act_id, outcome=outcome), event_id=event_id)
    return kiosk.send(event).fates[event_id]
