"""A week that is over is drawn as the timetable stood then, whatever was changed since."""

import html
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import pytest

from classroom_server.core.database import Work
from classroom_server.timetable import service
from classroom_server.timetable.schemas import Slot, SlotFacts
from tests.support.server.rooms import TRAINER, ServedRoom
from tests.support.server.trainer_client import PASSWORD, TrainerClient

MONDAY = date(2026, 11, 30)
WEEK = timedelta(days=7)
Done = TypeVar("Done")


@pytest.fixture
def ana(served: ServedRoom) -> TrainerClient:
    """Give a trainer on the morning of a Monday."""
    served.clock.stop()
    served.clock.ahead += datetime(2026, 11, 30, 8, tzinfo=UTC) - served.clock()
    served.add_learner("1")
    return TrainerClient.signed_in(served.url, served)


@pytest.fixture
def slot(served: ServedRoom, ana: TrainerClient) -> Slot:
    """Give Loops, on Mondays from nine to ten."""
    assert ana
    facts = SlotFacts(served.cohort_id(), 0, 9 * 60, 10 * 60, "Loops", MONDAY, None)
    return do(served, lambda work: service.add_slots(work, served.first_room_id(), (0,), facts)[0])


def do(served: ServedRoom, act: Callable[[Work], Done]) -> Done:
    with served.classroom.database.write(TRAINER) as work:
        return act(work)


def week_later(served: ServedRoom, ana: TrainerClient) -> None:
    served.clock.ahead += WEEK
    ana.sign_in("Ana", PASSWORD)


def week(ana: TrainerClient, served: ServedRoom, monday: date = MONDAY) -> str:
    """Return the columns of a week, in words."""
    page = ana.http.get(f"/timetable/{served.first_room_id()}?week={monday}").text
    columns = page[page.index('<ol class="week"') : page.index("</ol>")]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", columns)).split())


def test_a_slot_that_is_ended_stays_on_the_days_on_which_it_was(
    served: ServedRoom, ana: TrainerClient, slot: Slot
) -> None:
    week_later(served, ana)
    do(served, lambda work: service.end_slot(work, slot.slot_id))
    assert "09:00\u201310:00 Loops" in week(ana, served)
    assert "Loops" not in week(ana, served, MONDAY + WEEK)


def test_a_slot_that_is_new_was_not_there_last_week(served: ServedRoom, ana: TrainerClient, slot: Slot) -> None:
    week_later(served, ana)
    assert "Loops" not in week(ana, served, MONDAY - WEEK)
    earlier = replace(slot.facts, from_minute=12 * 60, until_minute=13 * 60, title="Lists", first_day=MONDAY)
    do(served, lambda work: service.add_slots(work, slot.room_id, (0,), earlier))
    assert "Lists" not in week(ana, served)
    assert "Lists" in week(ana, served, MONDAY + WEEK)


def test_a_slot_that_is_changed_was_as_it_was(served: ServedRoom, ana: TrainerClient, slot: Slot) -> None:
    week_later(served, ana)
    do(served, lambda work: service.change_slot(work, slot.slot_id, replace(slot.facts, until_minute=11 * 60)))
    assert "09:00\u201310:00 Loops" in week(ana, served)
    assert "09:00\u201311:00 Loops" in week(ana, served, MONDAY + WEEK)


def test_a_holiday_that_is_taken_out_later_was_one(served: ServedRoom, ana: TrainerClient, slot: Slot) -> None:
    feast = do(served, lambda work: service.add_holiday(work, slot.room_id, MONDAY, MONDAY, "Feast"))
    week_later(served, ana)
    do(served, lambda work: service.end_holiday(work, feast.holiday_id))
    do(served, lambda work: service.add_holiday(work, None, MONDAY, MONDAY, "Thought of too late"))
    assert "Feast 09:00\u201310:00 Loops Mornings does not take place" in week(ana, served)


def test_what_stood_then_leads_to_no_form_that_would_be_refused(
    served: ServedRoom, ana: TrainerClient, slot: Slot
) -> None:
    week_later(served, ana)
    address = f"/timetable/{slot.room_id}?week={MONDAY}"
    assert f"change={slot.slot_id}" in ana.http.get(address).text
    do(served, lambda work: service.end_slot(work, slot.slot_id))
    page = ana.http.get(address).text
    assert f"change={slot.slot_id}" not in page
    assert "As the timetable stood then" in page
    assert "As the timetable stood then" not in ana.http.get(f"/timetable/{slot.room_id}").text


def test_a_slot_that_is_added_leads_to_the_week_in_which_it_comes_first(
    served: ServedRoom, ana: TrainerClient, slot: Slot
) -> None:
    served.clock.ahead += timedelta(days=2)
    ana.sign_in("Ana", PASSWORD)
    form = {"from_time": "12:00", "until_time": "13:00", "title": "Lists", "cohort_id": slot.facts.cohort_id}
    answer = ana.post("/timetable", f"/timetable/{slot.room_id}/slots", **form, weekday="0")
    assert answer.headers["location"] == f"/timetable/{slot.room_id}?week={MONDAY + WEEK}"
    assert "Lists" in week(ana, served, MONDAY + WEEK)
