"""What a room's forms begin with, and where they lead: back to that room, whichever this browser was in last."""

import re
from http import HTTPStatus

import pytest

from classroom_server.rooms import service as rooms
from classroom_server.sessions import service as sessions
from tests.support.server.rooms import TRAINER, ServedRoom
from tests.support.server.trainer_client import TrainerClient


@pytest.fixture
def other_room(served: ServedRoom) -> str:
    """Add a room that is not the first."""
    with served.classroom.database.write(TRAINER) as work:
        return rooms.add(work, "Workshop").room_id


def test_ten_minutes_more_lead_back_to_the_room_that_they_are_for(
    served: ServedRoom, ana: TrainerClient, other_room: str
) -> None:
    served.add_learner("1")
    session = served.start_session()
    here = f"/rooms/{served.first_room_id()}"
    ana.http.get(f"/rooms/{other_room}")
    path, shown = f"/sessions/{session.session_id}/minutes", session.ends_at.isoformat()
    assert ana.post(here, path, more="10", ends_at=shown).headers["location"] == here
    ana.http.get(f"/rooms/{other_room}")
    served.end_session(session)
    assert ana.post("/learners", path, more="10", ends_at="later").headers["location"] == here


def test_minutes_are_added_to_and_taken_from_what_is_true_now(served: ServedRoom, ana: TrainerClient) -> None:
    served.add_learner("1")
    session = served.start_session(60)
    here, path = f"/rooms/{served.first_room_id()}", f"/sessions/{session.session_id}/minutes"
    old, token = session.ends_at.isoformat(), ana.form_token()
    with served.classroom.database.write(TRAINER) as work:
        sessions.add_minutes(work, session.session_id, 120)
    # A page of before the two hours, pressed twice; then one that has been loaded since.
    for shown in (old, old, "loaded since"):
        ana.http.post(path, data={"form_token": token, "less": "10", "ends_at": shown})
    assert minutes_of(served) == 60 + 120 - 20
    assert "It ends 10 minutes sooner." in ana.http.get(here).text
    ana.post(here, path, less="160", ends_at="at the end")
    assert "No minute would be left" in ana.http.get(here).text
    ana.post(here, path, more="700", ends_at="too long")
    assert minutes_of(served) == 60 + 120 - 20


def minutes_of(served: ServedRoom) -> float:
    session = served.open_session()
    assert session is not None
    return (session.ends_at - session.started_at).total_seconds() / 60


def test_an_end_that_a_colleague_was_before_with_leads_back_to_its_room(
    served: ServedRoom, ana: TrainerClient, other_room: str
) -> None:
    served.add_learner("1")
    with served.classroom.database.write(TRAINER) as work:
        session = sessions.start(work, other_room, served.cohort_id(), 60)
        sessions.end(work, session.session_id)
    ana.http.get(f"/rooms/{served.first_room_id()}")
    ended = ana.post("/learners", f"/sessions/{session.session_id}/end")
    assert ended.headers["location"] == f"/rooms/{other_room}"


def test_another_language_leads_back_to_the_room_that_was_shown(
    served: ServedRoom, ana: TrainerClient, other_room: str
) -> None:
    ana.http.get(f"/rooms/{other_room}")
    assert f'name="back" value="/rooms/{other_room}"' in ana.http.get("/").text
    refused = ana.post("/learners", f"/rooms/{other_room}/sessions", minutes="0", cohort_id="")
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert f'name="back" value="/rooms/{other_room}"' in refused.text
    assert served.open_session() is None


def test_whoever_is_signed_out_is_named_where_it_was_pressed(served: ServedRoom, ana: TrainerClient) -> None:
    slip, kiosk = served.add_learner("1"), served.kiosk()
    served.start_session()
    sign_in_id = kiosk.sign_in(slip.number, slip.pin).sign_in_id
    here = f"/learners/{slip.learner_id}"
    assert f'name="back" value="{here}"' in ana.http.get(here).text.split('action="/sign-ins/')[1]
    for words in ("Learner 1 was signed out; the work is kept.", "Learner 1 was signed out already."):
        assert ana.post("/learners", f"/sign-ins/{sign_in_id}/end", back=here).headers["location"] == here
        assert words in ana.http.get(here).text
    elsewhere = ana.post("/learners", f"/sign-ins/{sign_in_id}/end", back="//elsewhere.example")
    assert elsewhere.headers["location"] == "/"


def test_the_cohort_that_was_in_the_room_last_is_offered_first(
    served: ServedRoom, ana: TrainerClient, other_room: str
) -> None:
    served.add_learner("1", "Afternoons")
    served.add_learner("2", "Mornings")
    here = f"/rooms/{served.first_room_id()}"
    assert chosen(ana.http.get(here).text) == "Afternoons"
    served.end_session(served.start_session())
    assert chosen(ana.http.get(here).text) == "Mornings"
    assert chosen(ana.http.get(f"/rooms/{other_room}").text) == "Afternoons"


def chosen(page: str) -> str:
    found = re.search(r"<option[^>]* selected>(\w+) \(", page)
    assert found
    return found[1]


def test_the_tabs_of_rooms_keep_their_order_whichever_is_open(
    served: ServedRoom, ana: TrainerClient, other_room: str
) -> None:
    with served.classroom.database.write(TRAINER) as work:
        rooms.add(work, "Attic")
        every = [(room.room_id, room.name) for room in rooms.every(work)]
    names = [name for _room_id, name in every]
    assert (names[0], names[-1], every[-1][0]) == ("Attic", "Workshop", other_room)
    for room_id, name in every:
        tabs = re.findall(r'<a id="tab-([^>]*)>([^<\n]+)', ana.http.get(f"/rooms/{room_id}").text)
        assert [("aria-current" in facts, tab) for facts, tab in tabs] == [(each == name, each) for each in names]
