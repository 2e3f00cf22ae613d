"""One learner's work is shown to all only when a trainer releases it; nothing that is shown is more than letters."""

from http import HTTPStatus

import pytest

from classroom_server.acts import service as acts
from classroom_server.acts import showing_acts
from classroom_server.acts.schemas import Asked
from classroom_server.acts.showing_acts import ReleasedWork
from classroom_server.core.actors import Actor
from classroom_server.core.errors import NotAllowed, RefusalCode, Refused
from kiosk_agent.protocol.acts.orders import ActOutcome
from kiosk_agent.protocol.acts.showing import SHOWN_CHARACTERS, SHOWN_LINES
from kiosk_agent.protocol.events import Fate
from tests.support.server.asked import answer, find, knowing, next_orders
from tests.support.server.kiosk_client import KioskClient, attempt
from tests.support.server.rooms import TRAINER, ServedRoom
from tests.support.server.trainer_client import TrainerClient

HOSTILE = "<script>\x1b[2J\u202e evil\r\nend\x00\n"
SAFE = "<script>\u241b[2J[202E] evil\nend\u2400\n"


@pytest.fixture(autouse=True)
def lesson(served: ServedRoom) -> None:
    served.add_learner("99")
    served.start_session()


def signed_in(served: ServedRoom, kiosk: KioskClient, number: str = "7") -> tuple[str, str]:
    slip = served.add_learner(number)
    return kiosk.sign_in(number, slip.pin).sign_in_id, slip.learner_id


def attempted(kiosk: KioskClient, sign_in_id: str, source: str) -> str:
    event = kiosk.event(sign_in_id, attempt(source))
    assert list(kiosk.send(event).fates.values()) == [Fate.APPLIED]
    return event.event_id


def released(text: str, *, name: str = "") -> ReleasedWork:
    return ReleasedWork("a", "l", name, "Two values", {"two-values.js": text})


def show(served: ServedRoom, work_released: ReleasedWork) -> Asked:
    with served.classroom.database.write(TRAINER) as work:
        return showing_acts.show_work(work, served.first_room_id(), work_released)


def test_an_attempt_is_released_from_its_page_without_the_name_and_the_log_says_whose(served: ServedRoom) -> None:
    rosa = TrainerClient.signed_in(served.url, served)
    author, reader = knowing(served), knowing(served)
    sign_in_id, learner_id = signed_in(served, author)
    signed_in(served, reader, "8")
    attempt_id = attempted(author, sign_in_id, HOSTILE)
    page = f"/attempts/{attempt_id}"
    assert 'data-testid="show-to-all"' in rosa.http.get(page).text
    with reader.stream() as events:
        next_orders(served, events)
        sent = rosa.post(page, f"{page}/show", room_id=served.first_room_id())
        assert sent.headers["location"] == f"/rooms/{served.first_room_id()}"
        told = next_orders(served, events).shown
        assert told
        assert (told.learner, [file.text for file in told.files]) == ("", [SAFE])
        assert told.sender
        assert answer(reader, told.act_id, ActOutcome.SEEN) is Fate.APPLIED
        assert next_orders(served, events).shown is None
    with served.classroom.database.read() as work:
        rows = work.rows.connection().exec_driver_sql(
            "SELECT actor, facts FROM audit_rows WHERE act = 'act_asked' ORDER BY sequence"
        )
        ((actor, facts),) = [tuple(row) for row in rows]
    assert actor.startswith("account:")
    for fact in (f'"attempt_shown":"{attempt_id}"', f'"learner":"{learner_id}"', '"named":"no"'):
        assert fact in facts
    assert "evil" not in facts


def test_with_the_name_it_is_told_with_the_name(served: ServedRoom) -> None:
    kiosk = knowing(served)
    signed_in(served, kiosk)
    show(served, released("let a;", name="Ana\u202e Beltrán"))
    with kiosk.stream() as events:
        told = next_orders(served, events).shown
        assert told
        assert told.learner == "Ana[202E] Beltrán"


def test_who_signs_in_later_is_shown_nothing_and_the_end_of_the_session_takes_it_back(served: ServedRoom) -> None:
    here, there = knowing(served), knowing(served)
    signed_in(served, here)
    asked = show(served, released("let a;"))
    assert [row.kiosk_id for row in find(served, asked.act_id).kiosks] == [here.kiosk_id]
    signed_in(served, there, "8")
    with there.stream() as events:
        assert next_orders(served, events).shown is None
    session = served.open_session()
    assert session
    served.end_session(session)
    assert find(served, asked.act_id).over_at


def test_it_can_be_taken_back_and_the_next_takes_the_place_of_the_last(served: ServedRoom) -> None:
    kiosk = knowing(served)
    signed_in(served, kiosk)
    first = show(served, released("let a;"))
    second = show(served, released("let b;"))
    assert find(served, first.act_id).over_at
    with kiosk.stream() as events:
        told = next_orders(served, events).shown
        assert told
        assert told.act_id == second.act_id
        with served.classroom.database.write(TRAINER) as work:
            acts.let_go(work, second.act_id)
        assert next_orders(served, events).shown is None
    with pytest.raises(Refused), served.classroom.database.write(TRAINER) as work:
        acts.let_go(work, second.act_id)


def test_a_trainers_own_page_is_shown_to_the_chosen_and_kept_when_it_is_refused(served: ServedRoom) -> None:
    rosa = TrainerClient.signed_in(served.url, served)
    here, there = knowing(served), knowing(served)
    signed_in(served, here)
    signed_in(served, there, "8")
    room = f"/rooms/{served.first_room_id()}"
    for typed in ("", "  \n", "x" * (SHOWN_CHARACTERS + 1)):
        refused = rosa.post(room, f"{room}/pages", prose=typed)
        assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "What is shown to all has from 1 to 8000" in refused.text
        assert typed.strip() in refused.text
    sent = rosa.post(room, f"{room}/pages", prose="# Today\r\n\r\nRead **two** lines.", kiosk_ids=here.kiosk_id)
    assert sent.status_code == HTTPStatus.SEE_OTHER
    with here.stream() as events, there.stream() as others:
        told = next_orders(served, events).shown
        assert told
        assert told.prose == "# Today\n\nRead **two** lines."
        assert next_orders(served, others).shown is None
    assert "Show this to all" in rosa.http.get(room).text


def test_what_cannot_be_shown_is_refused_and_shows_nothing(served: ServedRoom) -> None:
    room_id, kiosk = served.first_room_id(), knowing(served)
    with pytest.raises(Refused) as nobody:
        show(served, released("let a;"))
    assert nobody.value.code is RefusalCode.NOBODY_SIGNED_IN
    signed_in(served, kiosk)
    for text in ("x" * (SHOWN_CHARACTERS + 1), "\x00" * SHOWN_CHARACTERS + "x", "\n" * (SHOWN_LINES + 1)):
        with pytest.raises(Refused) as too_long:
            show(served, released(text))
        assert too_long.value.code is RefusalCode.SHOWING_UNSUITABLE
    with pytest.raises(NotAllowed), served.classroom.database.write(Actor.account("nobody")) as work:
        showing_acts.show_page(work, room_id, [], "hello")
    assert served.count("acts") == 0
