"""Long lists of the trainer's pages, and names that differ only in how they are spelt."""

import re
import uuid
from datetime import timedelta
from http import HTTPStatus

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.kiosks import service as kiosks
from classroom_server.kiosks.tables import KioskLine
from classroom_server.learners import service as learners
from classroom_server.learners.pages import TABS_MAXIMUM
from classroom_server.rooms import service as rooms
from classroom_server.web.paging import ROWS_A_PAGE
from kiosk_agent.protocol.enrolment import Approval
from kiosk_agent.protocol.events import Fate
from kiosk_agent.protocol.limits import EVENTS_IN_BATCH
from kiosk_agent.protocol.results import Verdict
from tests.support.server.kiosk_client import DeviceSigner, attempt, draft
from tests.support.server.rooms import TRAINER, Room, ServedRoom
from tests.support.server.trainer_client import TrainerClient

EXERCISES_OF_OURS = 10
SILLY = ("0", "-1", "9" * 23, "x")


def rows_of(page: str, name: str) -> int:
    return len(re.findall(f'<tr data-testid="{name}"', page))


def test_learners_are_shown_in_pages_and_slips_are_for_all_of_them(served: ServedRoom, ana: TrainerClient) -> None:
    number = 2 * ROWS_A_PAGE + 30
    with served.classroom.database.write(TRAINER) as work:
        cohort_id = learners.add_cohort(work, "Mornings").cohort_id
        for at in range(number):
            learners.add(work, cohort_id, str(1000 + at), f"Learner {at:03}")
    first = ana.http.get("/learners").text
    assert rows_of(first, "learner") == ROWS_A_PAGE
    assert f"{number} of {number} learners" in first
    assert 'data-testid="page-before"' not in first
    for wanted in (3, 99):
        last = ana.http.get(f"/learners?page={wanted}&find=learner").text
        assert rows_of(last, "learner") == 30
        assert "Page 3 of 3" in last
        assert "find=learner" in last
    slips = ana.post("/learners", "/slips", which="without", form_name="x").headers["location"]
    assert f"{number} PIN slips" in ana.http.get(slips).text


def test_attempts_of_a_learner_are_shown_in_pages(served: ServedRoom, ana: TrainerClient) -> None:
    slip, kiosk = served.add_learner("7"), served.kiosk()
    served.start_session()
    sign_in_id = kiosk.sign_in("7", slip.pin).sign_in_id
    number = ROWS_A_PAGE + 5
    events = [kiosk.event(sign_in_id, attempt(str(at), Verdict.WRONG_ANSWER)) for at in range(number)]
    for at in range(0, number, EVENTS_IN_BATCH):
        kiosk.send(*events[at : at + EVENTS_IN_BATCH])
    kiosk.send(kiosk.event(sign_in_id, attempt("right")))
    address = f"/learners/{slip.learner_id}"
    first = ana.http.get(address).text
    assert rows_of(first, "attempt") == ROWS_A_PAGE
    assert f"{number + 1} of {number + 1} attempts" in first
    assert rows_of(ana.http.get(f"{address}?page=2").text, "attempt") == 6
    assert rows_of(ana.http.get(f"{address}?show=not-yet&page=2").text, "attempt") == 5
    assert rows_of(ana.http.get(f"{address}?show=passed").text, "attempt") == 1
    of_all = re.search(r'<dd data-testid="passed">1 of (\d+)<', first)
    assert of_all
    assert int(of_all[1]) >= EXERCISES_OF_OURS


def test_drafts_of_a_learner_are_listed_in_pages_and_each_is_read_when_it_is_asked_for(
    served: ServedRoom, ana: TrainerClient
) -> None:
    slip, kiosk = served.add_learner("7"), served.kiosk()
    served.start_session()
    sign_in_id = kiosk.sign_in("7", slip.pin).sign_in_id
    number, text = ROWS_A_PAGE + 2, "a line\n" * 9_000
    for at in range(number):
        kiosk.send(kiosk.event(sign_in_id, draft(f"{text}{at}", f"exercise-{at:03}")))
    address = f"/learners/{slip.learner_id}"
    first = ana.http.get(address).text
    assert first.count('data-testid="draft"') == ROWS_A_PAGE
    assert "a line" not in first
    assert len(first) < 100_000
    last = ana.http.get(f"{address}?drafts=2").text
    assert last.count('data-testid="draft"') == 2
    (link,) = re.findall(r'href="(/drafts/[^"]+101)"', last)
    shown = ana.http.get(link).text
    assert shown.count("a line") == 9_000
    assert f'href="{address}"' in shown
    assert ana.http.get(f"{link}x").status_code == HTTPStatus.NOT_FOUND
    saved = ana.http.get(f"{address}/attempts.csv")
    assert (saved.status_code, len(saved.text.splitlines())) == (HTTPStatus.OK, 1)


def test_kiosks_are_shown_in_pages_and_a_tile_leads_to_the_page_of_its_kiosk(
    served: ServedRoom, ana: TrainerClient
) -> None:
    number = ROWS_A_PAGE + 5
    approved, refused = (enrolled(served, number, approval) for approval in (Approval.APPROVED, Approval.REFUSED))
    first = ana.http.get("/kiosks").text
    assert kiosks_of(first) == [ROWS_A_PAGE, ROWS_A_PAGE]
    assert f"0 of {number} answer" in first
    second = ana.http.get("/kiosks?page=2&refused=2").text
    assert kiosks_of(second) == [5, 5]
    for kiosk_id in (approved[-1], refused[-1]):
        assert f'id="{kiosk_id}"' not in first
        address = f"/kiosks?kiosk={kiosk_id}"
        assert f'id="{kiosk_id}"' in ana.http.get(address).text
    assert f'href="/rooms/{served.first_room_id()}/kiosks/{approved[-1]}"' in ana.http.get("/").text
    wrong = ana.post("/kiosks", f"/kiosks/{approved[-1]}/rename", name="...")
    assert (wrong.status_code, kiosks_of(wrong.text)) == (HTTPStatus.UNPROCESSABLE_ENTITY, [5, ROWS_A_PAGE])
    assert 'value="..."' in wrong.text


def kiosks_of(page: str) -> list[int]:
    return [page.count(f'data-testid="{kind}-kiosk"') for kind in ("approved", "refused")]


def enrolled(served: ServedRoom, number: int, approval: Approval) -> list[str]:
    """Give so many kiosks that stand so, in the order of their names."""
    with served.classroom.database.write(TRAINER) as work:
        now = work.now
        lines = [
            KioskLine(
                kiosk_id=str(uuid.uuid4()),
                public_key=DeviceSigner(Ed25519PrivateKey.generate()).key_id,
                name=f"{approval} {at:03}",
                approval=approval,
                image_version="1",
                enrolled_at=now,
                last_seen_at=now,
            )
            for at in range(number)
        ]
        work.rows.add_all(lines)
        work.rows.flush()
        if approval is Approval.APPROVED:
            room_id = rooms.every(work)[0].room_id
            for line in lines:
                rooms.put(work, line.kiosk_id, room_id)
        return [line.kiosk_id for line in lines]


@pytest.mark.parametrize("number", SILLY)
def test_a_page_number_that_no_list_has_is_refused(ana: TrainerClient, number: str) -> None:
    for path in ("/learners?page", f"/learners/{uuid.uuid4()}?page", "/kiosks?page", "/kiosks?refused"):
        assert ana.http.get(f"{path}={number}").status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_many_cohorts_are_a_field_and_no_row_of_tabs(served: ServedRoom, ana: TrainerClient) -> None:
    with served.classroom.database.write(TRAINER) as work:
        for at in range(TABS_MAXIMUM):
            learners.add_cohort(work, f"Cohort {at}")
    assert "cohort-chosen" not in ana.http.get("/learners").text
    with served.classroom.database.write(TRAINER) as work:
        last = learners.add_cohort(work, "One more")
    page = ana.http.get(f"/learners?cohort={last.cohort_id}").text
    assert "cohort-chosen" in page
    assert "cohort-tab" not in page
    assert f'<option value="{last.cohort_id}" selected>One more (0)' in page


@pytest.mark.parametrize(("name", "same"), [("ÉCOLE", "école"), ("Straße", "STRASSE"), ("ΣΟΦΟΣ", "σοφος"), ("İ", "i̇")])
def test_names_are_one_each_whatever_their_case_in_any_language(room: Room, name: str, same: str) -> None:
    with room.classroom.database.write(TRAINER) as work:
        learners.add_cohort(work, name)
    with room.classroom.database.write(TRAINER) as work, pytest.raises(Refused) as refused:
        learners.add_cohort(work, same)
    assert refused.value.code is RefusalCode.NAME_TAKEN


def test_two_kiosks_have_no_name_that_differs_by_case_alone(served: ServedRoom) -> None:
    first, second = served.kiosk().kiosk_id, served.kiosk().kiosk_id
    served.rename(first, "TÜR")
    with pytest.raises(Refused) as refused:
        served.rename(second, "Tür")
    assert refused.value.code is RefusalCode.NAME_TAKEN
    served.rename(first, "tür")
    with served.classroom.database.read() as work:
        assert kiosks.find(work, first).name == "tür"


def test_work_that_is_set_aside_is_a_need_until_it_is_taken_in(served: ServedRoom, ana: TrainerClient) -> None:
    kiosk = served.kiosk()
    kiosk.enrol()
    assert 'href="/set-aside"' not in ana.http.get("/").text
    fates = kiosk.send(kiosk.event(str(uuid.uuid4()), attempt("mine"))).fates
    assert set(fates.values()) == {Fate.REFUSED}
    room = ana.http.get("/").text
    assert 'href="/set-aside"' in room
    assert "1 piece of work" in room


def test_names_with_accents_are_found_without_them_and_stand_where_people_look(
    served: ServedRoom, ana: TrainerClient
) -> None:
    served.add_learner("1")
    with served.classroom.database.write(TRAINER) as work:
        for number, name in enumerate(("Zoë", "Ángel Núñez", "Andrea", "ándale", "Ștefan"), start=2):
            learners.add(work, served.cohort_id(), str(number), name)
        named = [each.display_name for each in learners.every(work)]
    assert named == ["ándale", "Andrea", "Ángel Núñez", "Learner 1", "Ștefan", "Zoë"]
    for find in ("nunez", "ÁNGEL", "angel  nu"):
        assert "1 of 6 learners" in ana.http.get("/learners", params={"find": find}).text


def test_how_long_ago_it_was_is_counted_by_the_servers_clock(served: ServedRoom, ana: TrainerClient) -> None:
    slip, kiosk = served.add_learner("7"), served.kiosk()
    served.start_session()
    kiosk.sign_in("7", slip.pin)
    address = f"/learners/{slip.learner_id}"
    assert "just now" in ana.http.get(address).text
    served.clock.ahead += timedelta(minutes=20)
    assert "20 min ago" in ana.http.get(address).text
