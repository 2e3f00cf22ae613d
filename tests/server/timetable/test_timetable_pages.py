"""The timetable's pages: a week to read, forms that keep what was typed, and what each press did."""

import html
import re
from datetime import UTC, datetime
from http import HTTPStatus

import httpx
import pytest

from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.rooms import service as rooms
from classroom_server.timetable.typed import time_typed
from tests.support.server.rooms import TRAINER, ServedRoom
from tests.support.server.trainer_client import TrainerClient

NINE_ON_MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)
SLOT = {"from_time": "09:30", "until_time": "11:00", "title": "Loops", "first_day": "2026-11-02", "last_day": ""}


@pytest.fixture
def ana(served: ServedRoom) -> TrainerClient:
    served.clock.stop()
    served.clock.ahead += NINE_ON_MONDAY - served.clock()
    served.add_learner("1")
    return TrainerClient.signed_in(served.url, served)


def add(ana: TrainerClient, served: ServedRoom, *weekdays: str, **changed: str) -> httpx.Response:
    form = SLOT | {"cohort_id": served.cohort_id(), "form_token": ana.form_token("/timetable")} | changed
    return ana.http.post(f"/timetable/{served.first_room_id()}/slots", data={**form, "weekday": list(weekdays)})


def add_holiday(ana: TrainerClient, served: ServedRoom, **form: str) -> httpx.Response:
    return ana.post("/timetable", f"/timetable/{served.first_room_id()}/holidays", **form)


def page(ana: TrainerClient, query: str = "") -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", ana.http.get(f"/timetable{query}").text)).split())


def rows(ana: TrainerClient) -> list[str]:
    return re.findall(r'data-testid="slot-row" data-slot="([^"]+)"', ana.http.get("/timetable").text)


def test_a_slot_on_three_days_is_in_the_week_that_is_shown_after_it(served: ServedRoom, ana: TrainerClient) -> None:
    answer = add(ana, served, "0", "2", "4")
    assert answer.status_code == HTTPStatus.SEE_OTHER
    shown = ana.http.get(answer.headers["location"]).text
    assert "3 slots were added." in shown
    assert shown.count('data-testid="slot"') == 3
    assert len(rows(ana)) == 3


def test_what_cannot_be_is_said_beside_the_form_which_keeps_what_was_typed(
    served: ServedRoom, ana: TrainerClient
) -> None:
    add(ana, served, "0")
    refused = add(ana, served, "0", "1", from_time="10:00", until_time="10:45")
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    said = html.unescape(refused.text)
    assert "The room has Monday 09:30\u201311:00 (Loops) then." in said
    assert 'value="10:45"' in said
    assert re.findall(r'value="(\d)" checked', said) == ["0", "1"]
    assert len(rows(ana)) == 1


def test_silly_input_is_refused_in_words(served: ServedRoom, ana: TrainerClient) -> None:
    silly = [
        ({"until_time": "09:30"}, "A slot ends after it begins"),
        ({"from_time": "9" * 5000}, "A slot ends after it begins"),
        ({"from_time": "25:00"}, "A slot ends after it begins"),
        ({"first_day": "20261130"}, "cannot be read as a date"),
        ({"first_day": "2026-02-30"}, "Write it as 31/12/2026 or as 2026-12-31"),
        ({"last_day": "2026-10-01"}, "The last day comes on the first or after it"),
        ({"first_day": "2026-11-03", "last_day": "2026-11-05"}, "That weekday is not among these days"),
        ({"title": "x" * 5000}, "This name cannot be used"),
        ({"cohort_id": "nobody"}, "It is not there any more"),
    ]
    for changed, words in silly:
        answer = add(ana, served, "0", **changed)
        assert (answer.status_code, words in html.unescape(answer.text)) == (HTTPStatus.UNPROCESSABLE_ENTITY, True), (
            changed
        )
    for weekdays in ((), ("7",), ("Monday",), ("\u0661",)):
        assert "Tick one or more" in add(ana, served, *weekdays).text
    assert rows(ana) == []


@pytest.mark.parametrize(("typed", "minute"), [("09:30", 570), ("9.05", 545), ("23:59:00", 1439)])
def test_times_are_read_as_browsers_and_people_write_them(typed: str, minute: int) -> None:
    assert time_typed(typed) == minute


def test_a_slot_until_midnight_is_said_and_changed_as_one(served: ServedRoom, ana: TrainerClient) -> None:
    add(ana, served, "0", from_time="22:30", until_time="00:00")
    add(ana, served, "1", from_time="22:30", until_time="24:00")
    assert page(ana).count("22:30\u201324:00") == 4
    slot_id = rows(ana)[0]
    form = ana.http.get(f"/timetable/{served.first_room_id()}?change={slot_id}").text
    assert 'name="until_time" type="time" value="00:00"' in form


@pytest.mark.parametrize("typed", ["\u0661:00", "24:00", ""])
def test_what_is_no_time_is_refused_as_what_is_no_day_is(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        time_typed(typed)
    assert refused.value.code is RefusalCode.SLOT_TIMES_UNSUITABLE


def test_a_slot_is_changed_copied_and_ended_from_its_row(served: ServedRoom, ana: TrainerClient) -> None:
    add(ana, served, "0")
    (slot_id,) = rows(ana)
    here = f"/timetable/{served.first_room_id()}"
    form = ana.http.get(f"{here}?change={slot_id}").text
    assert (f'action="/slots/{slot_id}"' in form, re.findall(r'value="(\d)" checked', form)) == (True, ["0"])
    copied = ana.http.get(f"{here}?copy={slot_id}").text
    assert (f'action="{here}/slots"' in copied, re.findall(r'value="(\d)" checked', copied)) == (True, [])
    assert 'value="Loops"' in copied
    answer = ana.post("/timetable", f"/slots/{slot_id}", **SLOT | {"weekday": "3", "cohort_id": served.cohort_id()})
    assert "It was changed: Thursday" in page(ana)
    assert answer.status_code == HTTPStatus.SEE_OTHER
    (changed_id,) = rows(ana)
    old = ana.post("/timetable", f"/slots/{slot_id}/end")
    assert (old.status_code, "Somebody may have changed it" in old.text) == (HTTPStatus.NOT_FOUND, True)
    ana.post("/timetable", f"/slots/{changed_id}/end")
    assert "Thursday 09:30\u201311:00 (Loops) is not in the timetable any more." in page(ana)
    assert rows(ana) == []


def test_a_change_with_no_weekday_changes_nothing(served: ServedRoom, ana: TrainerClient) -> None:
    add(ana, served, "2")
    (slot_id,) = rows(ana)
    answer = ana.post("/timetable", f"/slots/{slot_id}", **SLOT | {"cohort_id": served.cohort_id()})
    assert (answer.status_code, rows(ana)) == (HTTPStatus.UNPROCESSABLE_ENTITY, [slot_id])


def test_a_holiday_is_seen_in_its_week_and_taken_out(served: ServedRoom, ana: TrainerClient) -> None:
    add(ana, served, "0", "1")
    add_holiday(ana, served, first_day="2026-12-07", last_day="2026-12-07", title="Feast", where="room")
    week = page(ana, f"/{served.first_room_id()}?week=2026-12-09")
    assert "Feast 09:30\u201311:00 Loops Mornings does not take place Tuesday" in week
    assert "does not take place" not in page(ana)
    found = re.search(r"/holidays/([^/]+)/end", ana.http.get("/timetable").text)
    assert found
    ana.post("/timetable", f"/holidays/{found[1]}/end")
    assert "Slots count again on these days: 7 Dec 2026." in page(ana)
    assert "Feast" not in page(ana, f"/{served.first_room_id()}?week=2026-12-09")


def test_a_holiday_of_every_room_is_taken_out_where_it_was_pressed(served: ServedRoom, ana: TrainerClient) -> None:
    with served.classroom.database.write(TRAINER) as work:
        workshop = f"/timetable/{rooms.add(work, 'Workshop').room_id}"
    add_holiday(ana, served, first_day="2026-12-07", title="Feast", where="site")
    found = re.search(
        r'action="(/holidays/[^"]+)".*?name="back" value="([^"]+)"', ana.http.get(workshop).text, re.DOTALL
    )
    assert found
    assert ana.post(workshop, found[1], back=found[2]).headers["location"] == workshop


def test_a_holiday_that_ends_before_it_begins_is_refused(served: ServedRoom, ana: TrainerClient) -> None:
    for last_day, words in (
        ("2026-12-01", "The last day comes on the first or after it"),
        ("1.12.2026", "The last day comes on the first or after it"),
        ("2200-01-01", "The last day comes on the first or after it"),
        ("2026-02-30", "cannot be read as a date"),
    ):
        answer = add_holiday(ana, served, first_day="2026-12-07", last_day=last_day, title="Feast")
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert 'value="Feast"' in answer.text
        assert words in answer.text
        assert "weekday is" not in answer.text


def test_any_week_that_is_asked_for_is_shown_or_the_nearest(ana: TrainerClient, served: ServedRoom) -> None:
    for week in ("nonsense", "0001-01-01", "9999-12-31", "2026-11-30", "9" * 5000):
        answer = ana.http.get(f"/timetable/{served.first_room_id()}", params={"week": week})
        assert (answer.status_code, answer.text.count('data-testid="day"')) == (HTTPStatus.OK, 5), week


def test_each_room_has_its_own_timetable(served: ServedRoom, ana: TrainerClient) -> None:
    add(ana, served, "0", title="<b>Loops</b>")
    assert "<b>Loops" not in ana.http.get("/timetable").text
    with served.classroom.database.write(TRAINER) as work:
        workshop = rooms.add(work, "Workshop").room_id
    assert "Loops" not in page(ana, f"/{workshop}")
    assert "Loops" in page(ana, f"/{served.first_room_id()}")
    assert ana.http.get("/timetable/nowhere").status_code == HTTPStatus.NOT_FOUND
