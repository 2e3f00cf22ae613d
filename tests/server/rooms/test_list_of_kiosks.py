"""The page of kiosks: by room, found, approved into a room or in another one's place, moved and retired."""

import html
import re
import time
from http import HTTPStatus

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from classroom_server.kiosks import service as kiosks
from classroom_server.kiosks.tables import KioskLine
from classroom_server.rooms import service as rooms
from classroom_server.rooms.schemas import ROOMS_MAXIMUM, Seat
from kiosk_agent.protocol.enrolment import Approval
from tests.support.promises import is_within
from tests.support.server.kiosk_client import DeviceSigner, KioskClient
from tests.support.server.rooms import TRAINER, ServedRoom
from tests.support.server.trainer_client import TrainerClient

KIOSKS = 500
PAGE_SECONDS = 0.3


@pytest.fixture
def second(served: ServedRoom) -> str:
    """Give the id of a second room."""
    with served.classroom.database.write(TRAINER) as work:
        return rooms.add(work, "Workshop").room_id


def put(served: ServedRoom, kiosk: KioskClient, room_id: str, seat: Seat | None = None) -> str:
    kiosk_id = kiosk.kiosk_id
    with served.classroom.database.write(TRAINER) as work:
        kiosks.put(work, kiosk_id, room_id, seat)
    return kiosk_id


def listed(page: str) -> list[tuple[str, list[str]]]:
    """Return each room on the page with its kiosks."""
    groups = page.split('data-testid="room-of-kiosks"')[1:]
    names = [re.findall(r'value="([^"]+)"[^>]*data-testid="rename-field"', group) for group in groups]
    titles = [re.search(r'data-testid="group-room">([^<]+)<', group) for group in groups]
    return [(html.unescape(title[1]) if title else "", each) for title, each in zip(titles, names, strict=True)]


def said(ana: TrainerClient) -> str:
    found = re.search(r'data-testid="notice">.*?<p>(.*?)</p>', ana.http.get("/kiosks").text, re.DOTALL)
    assert found
    return html.unescape(found[1])


def test_approved_kiosks_are_listed_by_room_and_each_room_in_natural_order(
    served: ServedRoom, ana: TrainerClient, second: str
) -> None:
    for name in ("Kiosk 10", "Kiosk 2"):
        served.kiosk(name=name)
    put(served, served.kiosk(name="Kiosk 1"), second)
    with served.classroom.database.read() as work:
        first = rooms.find(work, served.first_room_id()).name
    assert listed(ana.http.get("/kiosks").text) == [(first, ["Kiosk 2", "Kiosk 10"]), ("Workshop", ["Kiosk 1"])]
    assert listed(ana.http.get(f"/kiosks?room={second}").text) == [("Workshop", ["Kiosk 1"])]
    assert len(listed(ana.http.get("/kiosks?room=none").text)) == 2


@pytest.mark.parametrize("find", ["ATIC", "Àtic 2", "atic 2", "2, atic"])
def test_a_search_is_blind_to_accents_case_and_order(find: str, served: ServedRoom, ana: TrainerClient) -> None:
    wanted, other = served.kiosk(name="Quiosc àtic 2"), served.kiosk(name="Quiosc 3")
    shown = listed(ana.http.get("/kiosks", params={"find": find}).text)
    assert [names for _, names in shown] == [["Quiosc àtic 2"]]
    by_words = listed(ana.http.get("/kiosks", params={"find": " ".join(other.words[:2])}).text)
    assert [names for _, names in by_words] == [["Quiosc 3"]]
    assert wanted
    assert "No kiosk fits “nowhere”" in ana.http.get("/kiosks?find=nowhere").text


def test_a_kiosk_is_approved_into_the_room_that_is_chosen(served: ServedRoom, ana: TrainerClient, second: str) -> None:
    new = served.kiosk(approved=False)
    new_id = new.kiosk_id
    assert 'data-testid="kiosk-room"' in ana.http.get("/kiosks").text
    fields = {"words": " ".join(new.words[-2:]), "name": "Door", "room_id": second}
    wrong = ana.post("/kiosks", f"/kiosks/{new_id}/approve", **fields | {"words": "two words"})
    assert (wrong.status_code, wrong.text.count(f'value="{second}" selected')) == (HTTPStatus.UNPROCESSABLE_ENTITY, 1)
    assert "two words" in wrong.text
    gone = ana.post("/kiosks", f"/kiosks/{new_id}/approve", **fields | {"room_id": "none"})
    assert gone.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    with served.classroom.database.read() as work:
        assert kiosks.find(work, new_id).approval is Approval.PENDING
    ana.post("/kiosks", f"/kiosks/{new_id}/approve", **fields)
    assert listed(ana.http.get(f"/kiosks?room={second}").text) == [("Workshop", ["Door"])]


def test_kiosks_of_one_room_are_approved_one_after_the_other(
    served: ServedRoom, ana: TrainerClient, second: str
) -> None:
    """The room that the last one was approved into is offered to the next."""
    one, other = (served.kiosk(approved=False) for _each in range(2))
    fields = {"words": " ".join(one.words[-2:]), "name": "Door", "room_id": second}
    assert other.enrol().approval is Approval.PENDING
    led_to = ana.post("/kiosks", f"/kiosks/{one.kiosk_id}/approve", **fields).headers["location"]
    page = ana.http.get(led_to).text
    assert "Door is approved and stands in Workshop." in page
    assert offered(page) == [second]
    assert offered(ana.http.get(f"/kiosks?room={second}").text) == [second]
    assert offered(ana.http.get("/kiosks?into=none").text) == []


def offered(page: str) -> list[str]:
    return re.findall(r'<option value="([^"]+)" selected>', page.partition('data-testid="kiosk-search"')[0])


def test_a_new_kiosk_takes_the_name_and_the_place_of_the_one_that_it_replaces(
    served: ServedRoom, ana: TrainerClient, second: str
) -> None:
    slip, old, new = served.add_learner("1"), served.kiosk(name="Door"), served.kiosk(approved=False)
    room_id = served.first_room_id()
    put(served, old, room_id, Seat(2, 3))
    served.start_session()
    old.sign_in(slip.number, slip.pin)
    new_id = new.kiosk_id
    fields = {"words": " ".join(new.words[-2:]), "name": "ignored", "room_id": second}
    unknown = ana.post("/kiosks", f"/kiosks/{new_id}/approve", **fields, replaces="Dor")
    assert "No approved kiosk has this name" in unknown.text
    assert 'value="Dor"' in unknown.text
    wrong = ana.post("/kiosks", f"/kiosks/{new_id}/approve", **fields | {"words": "x y"}, replaces="door")
    assert "Nothing was approved" in wrong.text
    with served.classroom.database.read() as work:
        assert kiosks.find(work, old.kiosk_id).approval is Approval.APPROVED
    ana.post("/kiosks", f"/kiosks/{new_id}/approve", **fields, replaces=" DOOR ")
    assert said(ana).startswith("Door is approved: it has the name and the place of the kiosk before it")
    with served.classroom.database.read() as work:
        place = rooms.place_of(work, new_id)
        ended = work.rows.connection().exec_driver_sql("SELECT ended_by FROM sign_ins").scalars().all()
    assert place is not None
    assert (place.room_id, place.seat, ended) == (room_id, Seat(2, 3), ["staff"])
    page = ana.http.get("/kiosks").text
    assert page.count('data-testid="retired-kiosk"') == 1


def test_moving_a_kiosk_says_first_whom_it_signs_out(served: ServedRoom, ana: TrainerClient, second: str) -> None:
    slip, kiosk = served.add_learner("1"), served.kiosk(name="Door")
    here, there = served.first_room_id(), second
    kiosk_id = kiosk.kiosk_id
    page = f"/kiosks/{kiosk_id}/move"
    assert "A learner is signed in there" not in ana.http.get(page).text
    served.start_session()
    kiosk.sign_in(slip.number, slip.pin)
    # The page was opened before the learner signed in.
    asked = ana.post(page, page, room_id=there, said="no")
    assert asked.status_code == HTTPStatus.CONFLICT
    assert "A learner is signed in there" in asked.text
    assert f'value="{there}" selected' in asked.text
    assert room_of(served, kiosk_id) == here
    assert ana.post(page, page, room_id=there, said="yes").status_code == HTTPStatus.SEE_OTHER
    assert room_of(served, kiosk_id) == there


def room_of(served: ServedRoom, kiosk_id: str) -> str | None:
    with served.classroom.database.read() as work:
        return rooms.room_of(work, kiosk_id)


def test_a_kiosk_that_is_moved_to_its_own_room_keeps_its_seat(served: ServedRoom, ana: TrainerClient) -> None:
    kiosk, room_id = served.kiosk(name="Door"), served.first_room_id()
    kiosk_id = put(served, kiosk, room_id, Seat(1, 1))
    ana.post("/kiosks", f"/kiosks/{kiosk_id}/move", room_id=room_id, said="no")
    with served.classroom.database.read() as work:
        place = rooms.place_of(work, kiosk_id)
    assert place is not None
    assert place.seat == Seat(1, 1)
    assert "There is no other room" in ana.http.get(f"/kiosks/{kiosk_id}/move").text
    assert 'data-testid="to-move"' not in ana.http.get("/kiosks").text


def test_a_retired_kiosk_is_asked_about_first_and_listed_with_its_last_name(
    served: ServedRoom, ana: TrainerClient
) -> None:
    slip, kiosk = served.add_learner("1"), served.kiosk(name="Door")
    kiosk_id = kiosk.kiosk_id
    served.start_session()
    page = f"/kiosks/{kiosk_id}/retire"
    assert "Nothing is lost" in ana.http.get(page).text
    kiosk.sign_in(slip.number, slip.pin)
    assert ana.post(page, page, said="no").status_code == HTTPStatus.CONFLICT
    assert served.count("sign_ins WHERE ended_at IS NULL") == 1
    ana.post(page, page, said="yes")
    assert said(ana) == "Door is retired. What was done at it is kept."
    assert served.count("sign_ins WHERE ended_at IS NULL") == 0
    served.kiosk(name="Door")
    row = re.search(r'<tr id="[^"]+" data-testid="retired-kiosk".*?</tr>', ana.http.get("/kiosks").text, re.DOTALL)
    assert row
    assert "Door" in row[0]
    assert ana.post(page, page, said="yes").status_code == HTTPStatus.NOT_FOUND
    again = f"/kiosks/{kiosk_id}/approve"
    assert "the first four words on its screen must be these" in ana.http.get(again).text
    wrong = ana.post(again, again, words="x y")
    assert (wrong.status_code, "Nothing was approved" in wrong.text) == (HTTPStatus.UNPROCESSABLE_ENTITY, True)
    ana.post(again, again, words=" ".join(kiosk.words))
    with served.classroom.database.read() as work:
        assert kiosks.find(work, kiosk_id).approval is Approval.APPROVED


def test_a_refused_kiosk_says_what_it_was_called_and_whether_it_was_ever_approved(
    served: ServedRoom, ana: TrainerClient
) -> None:
    once, never = served.kiosk(name="Door"), served.kiosk(approved=False)
    for each in (once, never):
        ana.post("/kiosks", f"/kiosks/{each.kiosk_id}/refuse")
    rows = re.findall(r'<tr id="[^"]+" data-testid="refused-kiosk".*?</tr>', ana.http.get("/kiosks").text, re.DOTALL)
    assert sorted("never approved" in row for row in rows) == [False, True]
    assert any("Door" in row and "never approved" not in row for row in rows)


def test_two_machines_with_one_key_are_shown(
    served: ServedRoom, ana: TrainerClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    kiosk = served.kiosk(name="Door")
    assert "Two machines have its key" not in ana.http.get("/kiosks").text
    monkeypatch.setattr(served.classroom.presence, "is_twofold", lambda kiosk_id: kiosk_id == kiosk.kiosk_id)
    assert "Two machines have its key" in ana.http.get("/kiosks").text


def test_sixty_rooms_and_five_hundred_kiosks_are_shown_at_once(served: ServedRoom, ana: TrainerClient) -> None:
    with served.classroom.database.write(TRAINER) as work:
        every = [room.room_id for room in rooms.every(work)]
        every += [rooms.add(work, f"Workshop {number}").room_id for number in range(ROOMS_MAXIMUM - 1)]
        now = work.now
        lines = [
            KioskLine(
                kiosk_id=f"kiosk-{number}",
                public_key=DeviceSigner(Ed25519PrivateKey.generate()).key_id,
                name=f"Kiosk {number}",
                approval=Approval.APPROVED if number < KIOSKS else Approval.PENDING,
                image_version="1",
                enrolled_at=now,
                last_seen_at=now,
            )
            for number in range(KIOSKS + 5)
        ]
        work.rows.add_all(lines)
        work.rows.flush()
        for number in range(KIOSKS):
            # Half of them in one room: the largest plan that there is.
            rooms.put(work, f"kiosk-{number}", every[number % ROOMS_MAXIMUM if number % 2 else 0])
        seats = [place.kiosk_id for place in rooms.places(work, every[0]).values()]
        rooms.arrange(work, every[0], {kiosk_id: Seat(at // 12, at % 12) for at, kiosk_id in enumerate(seats)})
    for path in ("/kiosks", "/kiosks?find=kiosk+4", "/rooms", f"/rooms/{every[0]}/plan"):
        # The first time what is drawn is read from the disk.
        took = min(seconds_for(ana, path) for _ in range(3))
        assert is_within(took, PAGE_SECONDS), (path, took)


def seconds_for(ana: TrainerClient, path: str) -> float:
    began = time.monotonic()
    assert ana.http.get(path).status_code == HTTPStatus.OK
    return time.monotonic() - began
