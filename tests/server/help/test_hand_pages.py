"""Hands on the pages of a room and of a kiosk."""

import re
from http import HTTPStatus

from classroom_server.help import service as hands
from classroom_server.rooms import service as rooms
from kiosk_agent.protocol.events import HandRaised
from tests.support.server.kiosk_client import KioskClient
from tests.support.server.rooms import TRAINER, ServedRoom
from tests.support.server.trainer_client import TrainerClient

HOSTILE = "</q><img src=x onerror=alert(1)>\u00ad 'a'"


def raise_hand(kiosk: KioskClient, sign_in_id: str, line: str = "") -> str:
    event = kiosk.event(sign_in_id, HandRaised(line=line))
    kiosk.send(event)
    return event.event_id


def said(ana: TrainerClient, page: str) -> str:
    found = re.search(r'data-testid="notice"[^>]*>(.*?)</div>', ana.http.get(page).text, re.DOTALL)
    assert found
    return found[1]


def test_a_hand_is_first_on_the_rooms_page_and_its_line_is_only_text(
    served: ServedRoom, ana: TrainerClient, kiosk: KioskClient, sign_in_id: str
) -> None:
    raise_hand(kiosk, sign_in_id, HOSTILE.replace("\u00ad", ""))
    page = ana.http.get(f"/rooms/{served.first_room_id()}").text
    assert "<img src=x" not in page
    assert "&lt;/q&gt;&lt;img src=x onerror=alert(1)&gt;" in page
    assert re.search(r'data-cause="hand" data-need="Learner 101, Hand up"', page)
    assert re.search(r'data-testid="tile-condition"><span aria-hidden="true">↑</span> Hand 1<', page)


def test_a_hand_is_claimed_answered_and_resolved_from_the_pages(
    served: ServedRoom, ana: TrainerClient, kiosk: KioskClient, sign_in_id: str
) -> None:
    hand_id = raise_hand(kiosk, sign_in_id)
    room = f"/rooms/{served.first_room_id()}"
    seat = f"{room}/kiosks/{kiosk.kiosk_id}"
    with kiosk.stream() as events:
        next(events)
        claimed = ana.post(room, f"/hands/{hand_id}/claim", back=room)
        assert (claimed.status_code, claimed.headers["location"]) == (HTTPStatus.SEE_OTHER, room)
        assert "Learner 101 reads that you are coming." in said(ana, room)
        assert "Ana looks after it" in ana.http.get(room).text
        ana.post(seat, f"/hands/{hand_id}/answer", answer="Look at line 3", back=seat)
        assert "Learner 101 has your answer." in said(ana, seat)
    page = ana.http.get(seat).text
    assert "<q>Look at line 3</q>" in page
    assert 'data-testid="claim-hand"' not in page
    ana.post(seat, f"/hands/{hand_id}/resolve", back=seat)
    assert "The hand of Learner 101 is down." in said(ana, seat)
    assert 'data-testid="hand"' not in ana.http.get(seat).text
    ana.post(seat, f"/hands/{hand_id}/resolve", back=seat)
    assert "This hand is down already" in said(ana, seat)


def test_an_answer_to_a_kiosk_that_is_away_is_said_to_wait(
    served: ServedRoom, ana: TrainerClient, kiosk: KioskClient, sign_in_id: str
) -> None:
    hand_id = raise_hand(kiosk, sign_in_id)
    room = f"/rooms/{served.first_room_id()}"
    ana.post(room, f"/hands/{hand_id}/claim", back=room)
    assert "The kiosk does not answer now" in said(ana, room)


def test_a_tab_of_another_room_counts_hands(
    served: ServedRoom, ana: TrainerClient, kiosk: KioskClient, sign_in_id: str
) -> None:
    with served.classroom.database.write(TRAINER) as work:
        other = rooms.add(work, "Workshop").room_id
    with kiosk.stream() as events:
        next(events)
        hand_id = raise_hand(kiosk, sign_in_id)
        assert 'data-testid="room-needs">1<' in ana.http.get(f"/rooms/{other}").text
        with served.classroom.database.write(TRAINER) as work:
            hands.resolve(work, hand_id)
        assert 'data-testid="room-needs">1<' not in ana.http.get(f"/rooms/{other}").text
