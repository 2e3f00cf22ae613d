"""The log names what it is about as people call it."""

import html
import re
import uuid
from datetime import UTC, date, datetime, timedelta

from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.learners import suspensions
from classroom_server.learners.schemas import SuspensionReason
from classroom_server.rooms import service as rooms
from classroom_server.timetable import service as timetable
from tests.support.server.rooms import TRAINER, ServedRoom
from tests.support.server.trainer_client import PASSWORD, TrainerClient


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
    assert shown["sign_in_ended"][1] == "why: the learner was suspended"


def test_what_a_row_says_more_is_in_words_in_each_language(served: ServedRoom) -> None:
    ana = TrainerClient.signed_in(served.url, served)
    slip, day = served.add_learner("1"), date(2027, 3, 29)
    served.clock.stop()
    served.clock.ahead += datetime(2027, 3, 1, 9, tzinfo=UTC) - served.clock()
    with served.classroom.database.write(TRAINER) as work:
        suspensions.suspend(work, slip.learner_id, SuspensionReason.OWN_WISH, day)
        timetable.add_holiday(work, None, day, day + timedelta(days=2))
        audit.record(work, Action.SCREEN_WATCHED, "k", how="miniature")
        audit.record(work, Action.ACT_ASKED, str(uuid.uuid4()), kind="attention", kiosks=3, minutes=5)
        audit.record(work, Action.ACT_DONE, str(uuid.uuid4()), kind="message", outcome="seen")
        audit.record(work, Action.REASON_GIVEN, "r", out=str(uuid.uuid4()), reason="lockdown")
        audit.record(work, Action.SIGN_IN_REFUSED, slip.learner_id, why="not_in_cohort")
    ana.sign_in("Ana", PASSWORD)
    shown = rows(ana.http.get("/log").text)
    assert shown["act_asked"] == ("Look at your trainer", "kiosks: 3, minutes: 5")
    assert shown["act_done"] == ("Message", "at the kiosk: read and put away")
    assert shown["reason_given"][1] == "reason: count or lockdown"
    said = {act: more for act, (_about, more) in shown.items()}
    assert said["learner_suspended"] == "reason: their own wish, until: 29 Mar 2027"
    assert said["holiday_added"] == "from: 29 Mar 2027, to: 31 Mar 2027"
    assert said["screen_watched"] == "how: small, beside the others of the room"
    ana.post("/log", "/language", language="es", back="/log")
    said = {act: more for act, (_about, more) in rows(ana.http.get("/log").text).items()}
    assert said["learner_suspended"] == "motivo: por voluntad propia, hasta: 29 mar 2027"
    assert said["sign_in_refused"] == "por qué: no es del grupo de esta clase"


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
