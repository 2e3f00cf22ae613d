"""Forms of the trainer's pages: sent from an old page, sent twice, with silly numbers, or refused."""

import html
import re
from datetime import timedelta
from http import HTTPStatus

import pytest

from classroom_server.kiosks import service as kiosks
from classroom_server.learners import service as learners
from classroom_server.sessions import service as sessions
from classroom_server.sessions.schemas import ClassSession
from classroom_server.web import times
from tests.support.server.rooms import TRAINER, ServedRoom
from tests.support.server.trainer_client import TrainerClient
from tests.support.waiting import eventually

DIGITS = "9" * 5000


def session_of(served: ServedRoom) -> ClassSession:
    session = served.open_session()
    assert session is not None
    return session


def test_ten_minutes_more_are_added_to_what_is_true_and_one_press_counts_once(
    served: ServedRoom, ana: TrainerClient
) -> None:
    served.add_learner("101")
    shown = served.start_session(60)
    path = f"/sessions/{shown.session_id}/minutes"
    with served.classroom.database.write(TRAINER) as work:
        sessions.add_minutes(work, shown.session_id, 140)
    old_page = {"more": "10", "ends_at": shown.ends_at.isoformat()}
    for _press in range(2):
        answer = ana.post("/", path, **old_page)
        assert answer.status_code == HTTPStatus.SEE_OTHER
    assert session_of(served).ends_at - shown.ends_at == timedelta(minutes=150)
    assert "10 minutes were added" in ana.http.get("/").text


def test_minutes_that_could_not_be_added_are_not_said_to_be_when_the_button_is_pressed_again(
    served: ServedRoom, ana: TrainerClient
) -> None:
    served.add_learner("101")
    shown = served.start_session(715)
    old_page = {"more": "10", "ends_at": shown.ends_at.isoformat()}
    for _press in range(2):
        ana.post("/", f"/sessions/{shown.session_id}/minutes", **old_page)
        page = ana.http.get("/").text
        assert "1 to 720 minutes" in page
        assert "were added" not in page


def test_a_title_of_blanks_is_none(served: ServedRoom, ana: TrainerClient) -> None:
    served.add_learner("101")
    answer = ana.post(
        "/", f"/rooms/{served.first_room_id()}/sessions", cohort_id=served.cohort_id(), title="  ", minutes="60"
    )
    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert session_of(served).title == "Mornings"


def test_a_session_shows_its_minutes_and_its_end_however_long_it_is(served: ServedRoom, ana: TrainerClient) -> None:
    served.add_learner("101")
    served.clock.stop()
    session = served.start_session(122)
    page = ana.http.get("/").text
    assert "122 min" in page
    assert f"until {times.local_time(session.ends_at, now=served.clock(), language='en')}" in page


@pytest.mark.parametrize("minutes", [DIGITS, "0", "-1", "²", "1e3", "721", ""])
def test_silly_minutes_are_refused_and_what_was_typed_is_kept(
    served: ServedRoom, ana: TrainerClient, minutes: str
) -> None:
    served.add_learner("101")
    answer = ana.post(
        "/",
        f"/rooms/{served.first_room_id()}/sessions",
        cohort_id=served.cohort_id(),
        title="Loops again",
        minutes=minutes,
    )
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "from 1 to 720 minutes" in answer.text
    assert 'value="Loops again"' in answer.text
    session = served.start_session()
    answer = ana.post("/", f"/sessions/{session.session_id}/minutes", more=minutes)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert session_of(served).ends_at == session.ends_at


@pytest.mark.parametrize("before", ["9" * 23, DIGITS, "-1", "x"])
def test_a_silly_number_in_an_address_is_no_page(ana: TrainerClient, before: str) -> None:
    assert ana.http.get(f"/log?before={before}").status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def slips_on(page: str) -> list[str]:
    return re.findall(r'data-testid="slip-pin">([0-9]{6})<', page)


def learner_without_pin(served: ServedRoom) -> str:
    with served.classroom.database.write(TRAINER) as work:
        return learners.add(work, learners.add_cohort(work, "Mornings").cohort_id, "101", "Learner 101").learner_id


def test_slips_that_are_loaded_again_are_the_same_and_for_the_visit_that_asked(
    served: ServedRoom, ana: TrainerClient
) -> None:
    learner_id, number = learner_without_pin(served), "101"
    answer = ana.post("/learners", "/slips", learner_ids=learner_id)
    assert answer.status_code == HTTPStatus.SEE_OTHER
    path = answer.headers["location"]
    eventually(lambda: "slips-ready" in ana.http.get(f"{path}/ready").text, "the PIN works")
    (pin,) = slips_on(ana.http.get(path).text)
    assert slips_on(ana.http.get(path).text) == [pin]
    served.start_session()
    assert served.kiosk().sign_in(number, pin).must_change_pin
    other = TrainerClient.signed_in(served.url, served, "Rosa")
    assert slips_on(other.http.get(path, follow_redirects=True).text) == []


def test_a_form_for_slips_that_is_sent_twice_gives_one_pin(served: ServedRoom, ana: TrainerClient) -> None:
    learner_id = learner_without_pin(served)
    page = ana.http.get(f"/learners/{learner_id}").text
    (form_name,) = re.findall('name="form_name" value="([^"]+)"', page)
    fields = {"learner_ids": learner_id, "form_name": form_name}
    shown = [ana.post("/learners", "/slips", **fields).headers["location"] for _press in range(2)]
    assert shown[0] == shown[1]
    assert ana.post("/learners", "/slips", **fields | {"form_name": "another"}).headers["location"] != shown[0]


def test_a_slips_page_that_waits_for_its_pins_is_no_use_of_a_visit(served: ServedRoom, ana: TrainerClient) -> None:
    for _ in range(2):
        served.clock.ahead += timedelta(minutes=40)
        ana.http.get("/slips/some/ready")
    assert ana.http.get("/").headers["location"] == "/sign-in"


def test_slips_that_could_not_be_made_say_so_and_no_pin_is_changed(
    served: ServedRoom, ana: TrainerClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    learner_id = learner_without_pin(served)

    def fail(*_arguments: object) -> None:
        raise OSError

    monkeypatch.setattr(learners, "give_pins", fail)
    path = ana.post("/learners", "/slips", learner_ids=learner_id).headers["location"]
    eventually(lambda: ana.http.get(f"{path}/ready").headers.get("hx-redirect") == path, "the page is sent on")
    assert "Throw away what was printed" in ana.http.get(path, follow_redirects=True).text
    with served.classroom.database.read() as work:
        assert not learners.find(work, learner_id).has_pin


def test_the_name_of_a_refused_kiosk_is_free_for_its_replacement(served: ServedRoom, ana: TrainerClient) -> None:
    old, new = served.kiosk(), served.kiosk(approved=False)
    old_id, new_id = old.kiosk_id, new.kiosk_id
    taken = served.kiosk().kiosk_id
    with served.classroom.database.write(TRAINER) as work:
        kiosks.rename(work, old_id, "Door")
        kiosks.rename(work, taken, "Window")
        kiosks.refuse(work, old_id)
    words = " ".join(new.words[-2:])
    refused = ana.post("/kiosks", f"/kiosks/{new_id}/approve", words=words, name="Window")
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert words in refused.text
    assert "This name is taken" in refused.text
    ana.post("/kiosks", f"/kiosks/{new_id}/approve", words=words, name="Door")
    with served.classroom.database.read() as work:
        assert kiosks.find(work, new_id).name == "Door"
    ana.post("/kiosks", f"/kiosks/{old_id}/approve", words=" ".join(old.words[-2:]))
    with served.classroom.database.read() as work:
        assert kiosks.find(work, old_id).name not in {"Door", "Window"}


def test_which_of_those_that_wait_asked_first_keeps_no_name_from_the_others(
    served: ServedRoom, ana: TrainerClient
) -> None:
    served.open_for_kiosks()
    first, second = served.kiosk(approved=False), served.kiosk(approved=False)
    first_id, taken = first.kiosk_id, first.enrol().name
    second_id = second.kiosk_id
    ana.post("/kiosks", f"/kiosks/{second_id}/approve", words=" ".join(second.words[-2:]), name=taken)
    with served.classroom.database.read() as work:
        assert kiosks.find(work, second_id).name == taken
        assert kiosks.find(work, first_id).name != taken


def test_why_a_kiosk_cannot_run_programs_is_on_its_page_with_the_next_step(
    served: ServedRoom, ana: TrainerClient
) -> None:
    kiosk_id = served.kiosk().kiosk_id
    with served.classroom.database.write(TRAINER) as work:
        kiosks.set_jail_fault(work, kiosk_id, "firejail: <b>no cgroup</b>")
    page = ana.http.get("/kiosks").text
    assert "firejail: &lt;b&gt;no cgroup&lt;/b&gt;" in page
    assert "use another kiosk" in page


def test_one_learner_is_signed_out_from_their_page_and_the_others_stay(served: ServedRoom, ana: TrainerClient) -> None:
    slips = [served.add_learner("101"), served.add_learner("102")]
    served.start_session()
    signed_in = [served.kiosk().sign_in(slip.number, slip.pin).sign_in_id for slip in slips]
    pages = [f"/learners/{slip.learner_id}" for slip in slips]
    ends = [f"/sign-ins/{sign_in_id}/end" for sign_in_id in signed_in]
    assert [end in ana.http.get(page).text for page, end in zip(pages, ends, strict=True)] == [True, True]
    assert ana.post(pages[0], ends[0]).status_code == HTTPStatus.SEE_OTHER
    assert [end in ana.http.get(page).text for page, end in zip(pages, ends, strict=True)] == [False, True]


def test_starting_says_how_many_of_all_kiosks_answered(served: ServedRoom, ana: TrainerClient) -> None:
    served.add_learner("101")
    answering, *silent = [served.kiosk() for _ in range(3)]
    for kiosk in silent:
        kiosk.enrol()
    with answering.stream() as events:
        next(events)
        fields = {"cohort_id": served.cohort_id(), "minutes": "60", "title": "Loops"}
        answer = ana.post("/", f"/rooms/{served.first_room_id()}/sessions", **fields)
    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert "1 of 3 kiosks answered and opened." in ana.http.get("/").text


def test_every_page_leads_to_ones_own_password(ana: TrainerClient) -> None:
    for path in ("/", "/kiosks", "/learners", "/log"):
        assert 'href="/password"' in ana.http.get(path).text


def test_a_form_that_is_sent_after_the_visit_ended_says_so(served: ServedRoom, ana: TrainerClient) -> None:
    served.add_learner("101")
    token = ana.form_token("/")
    served.clock.ahead += timedelta(minutes=61)
    fields = {"form_token": token, "cohort_id": served.cohort_id(), "minutes": "60"}
    answer = ana.http.post(f"/rooms/{served.first_room_id()}/sessions", data=fields)
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "You were signed out before this was sent" in answer.text


def test_a_page_is_told_whose_visit_goes_on_and_what_its_forms_carry(served: ServedRoom, ana: TrainerClient) -> None:
    told = ana.http.get("/visit")
    assert told.json() == {"account": "Ana", "form_token": ana.form_token("/")}
    assert told.headers["cross-origin-resource-policy"] == "same-origin"
    served.clock.ahead += timedelta(minutes=61)
    assert ana.http.get("/visit").json() == {"account": None, "form_token": None}


def test_a_page_that_was_refused_leads_back_to_a_page(served: ServedRoom, ana: TrainerClient) -> None:
    served.add_learner("101")
    (stranger,) = [served.kiosk(approved=False).kiosk_id]
    forms = {
        f"/rooms/{served.first_room_id()}/sessions": "/",
        "/cohorts": "/learners?",
        "/learners/import": "/learners?",
        f"/kiosks/{stranger}/approve": "/kiosks",
        f"/sign-ins/{stranger}/end": "/",
        "/password": "/password",
    }
    for path, back in forms.items():
        found = re.search(
            r'name="back" value="([^"]+)"', ana.post("/", path, cohort_id=served.cohort_id(), new="x").text
        )
        assert found
        assert found[1].startswith(back), path
        assert ana.http.get(html.unescape(found[1])).status_code == HTTPStatus.OK
    listed = ana.http.get("/learners?sort=number&page=1").text
    assert 'name="back" value="/learners?cohort=&amp;find=&amp;only=&amp;sort=number&amp;page=1"' in listed


def test_an_old_page_of_a_learner_changes_what_was_changed_on_it_alone(served: ServedRoom, ana: TrainerClient) -> None:
    learner_id = served.add_learner("101").learner_id
    served.add_learner("102", "Evenings")
    mornings, evenings = served.cohort_id(), served.cohort_id("Evenings")
    old_page = {"was_number": "101", "was_cohort_id": mornings}
    ana.post("/", f"/learners/{learner_id}", number="101", cohort_id=evenings, **old_page)
    ana.post("/", f"/learners/{learner_id}", number="103", cohort_id=mornings, **old_page)
    with served.classroom.database.read() as work:
        learner = learners.find(work, learner_id)
    assert (learner.number, learner.cohort_name) == ("103", "Evenings")


def test_a_refused_change_of_a_learner_keeps_what_was_typed(served: ServedRoom, ana: TrainerClient) -> None:
    address = f"/learners/{served.add_learner('101').learner_id}"
    served.add_learner("102", "Evenings")
    typed = {"number": "102", "cohort_id": served.cohort_id("Evenings")}
    ana.post(address, address, was_number="101", was_cohort_id=served.cohort_id(), **typed)
    page = ana.http.get(address).text
    assert 'data-testid="notice"' in page
    assert 'name="number" value="102"' in page
    assert f'<option value="{typed["cohort_id"]}" selected>' in page
    assert 'name="number" value="101"' in ana.http.get(address).text, "it is shown with the words that say why"
