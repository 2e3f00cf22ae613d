"""The log names what it is about as people call it."""

import html
import re

from classroom_server.learners import suspensions
from classroom_server.learners.schemas import SuspensionReason
from classroom_server.rooms import service as rooms
from tests.support.server.rooms import TRAINER, ServedRoom
from tests.support.server.trainer_client import TrainerClient


def test_rooms_sessions_and_sign_ins_have_their_names(served: ServedRoom) -> None:
    ana = TrainerClient.signed_in(served.url, served)
    slip, kiosk = served.add_learner("1"), served.kiosk(name="Door")
    served.start_session()
    kiosk.sign_in(slip.number, slip.pin)
    with served.classroom.database.write(TRAINER) as work:
        rooms.add(work, "Workshop")
        suspensions.suspend(work, slip.learner_id, SuspensionReason.HEALTH, None)
    shown = rows(ana.http.get("/log").text)
    assert shown["room_added"][0] == "Workshop"
    assert shown["session_started"][0] == "Mornings"
    assert shown["sign_in_ended"][0] == "Learner 1"
    first_room = rooms_of(served)[0]
    assert f"room: {first_room}" in shown["session_started"][1]
    assert f"room: {first_room}" in shown["kiosk_placed"][1]
    assert shown["learner_suspended"] == ("Learner 1", "reason: health")


def rooms_of(served: ServedRoom) -> list[str]:
    with served.classroom.database.read() as work:
        return [room.name for room in rooms.every(work)]


def rows(page: str) -> dict[str, tuple[str, str]]:
    """Return act -> what it is about and more of it, of the last of each."""
    found: dict[str, tuple[str, str]] = {}
    for act, row in re.findall(r'data-act="([^"]+)">(.*?)</tr>', page, re.DOTALL):
        *_before, about, more = re.findall(r"<td[^>]*>([^<]*)</td>", row)
        found.setdefault(act, (html.unescape(about), html.unescape(more)))
    return found
