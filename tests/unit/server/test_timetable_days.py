"""When a slot takes place: weekdays, dates, holidays, and the two days a year on which clocks are set."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from classroom_server.core.site_clock import moment_of
from classroom_server.timetable import calendar_days
from classroom_server.timetable.schemas import (
    HOLIDAYS_MAXIMUM,
    WEEKDAYS,
    Holiday,
    Meeting,
    RoomTimetable,
    Slot,
    SlotFacts,
)

MADRID, LONDON, HAVANA = ZoneInfo("Europe/Madrid"), ZoneInfo("Europe/London"), ZoneInfo("America/Havana")
FORWARD, BACK = date(2027, 3, 28), date(2027, 10, 31)
MONDAY = date(2026, 11, 30)
SUNDAY = 6


def minute(written: str) -> int:
    hours, minutes = written.split(":")
    return int(hours) * 60 + int(minutes)


def slot(weekday: int, begins: str, ends: str, *, first: date = date(2026, 1, 1), last: date | None = None) -> Slot:
    facts = SlotFacts("c", weekday, minute(begins), minute(ends), "", first, last)
    return Slot(f"{weekday} {begins}", "r", facts)


def holiday(first: date, last: date, room_id: str | None = None) -> Holiday:
    return Holiday("h", room_id, first, last, "")


def timetable(*slots: Slot, holidays: tuple[Holiday, ...] = ()) -> RoomTimetable:
    return RoomTimetable("r", slots, holidays)


def at(day: date, written: str, zone: ZoneInfo = MADRID) -> datetime:
    return datetime.combine(day, datetime.min.time(), zone).astimezone(UTC) + timedelta(minutes=minute(written))


def said(meeting: Meeting | None) -> str:
    return "" if meeting is None else f"{meeting.begins_at:%a %d %b %H:%M%z}"


def length(begins: str, ends: str, day: date) -> float:
    meeting = calendar_days.meeting_of(slot(day.weekday(), begins, ends), day, (), MADRID)
    return (meeting.ends_at - meeting.begins_at) / timedelta(minutes=1) if meeting else 0


def test_a_slot_is_at_the_same_wall_time_before_and_after_clocks_are_set() -> None:
    mornings = slot(FORWARD.weekday(), "09:00", "10:30")
    moments = [calendar_days.meeting_of(mornings, FORWARD + timedelta(weeks=week), (), MADRID) for week in (-1, 0)]
    assert [said(meeting) for meeting in moments] == ["Sun 21 Mar 09:00+0100", "Sun 28 Mar 09:00+0200"]
    assert length("09:00", "10:30", FORWARD) == length("09:00", "10:30", BACK) == 90


@pytest.mark.parametrize(
    ("begins", "ends", "forward", "back"),
    [
        ("01:00", "04:00", 120, 240),
        ("02:30", "03:30", 30, 120),
        ("01:30", "02:30", 30, 60),
        ("02:15", "02:45", 0, 30),
        ("03:00", "04:00", 60, 60),
    ],
)
def test_a_slot_over_the_hour_that_is_left_out_or_comes_twice_lasts_as_long_as_there_is(
    begins: str, ends: str, forward: float, back: float
) -> None:
    assert (length(begins, ends, FORWARD), length(begins, ends, BACK)) == (forward, back)


@pytest.mark.parametrize("day", [FORWARD, BACK])
@pytest.mark.parametrize("zone", [MADRID, LONDON, HAVANA, ZoneInfo("UTC")])
def test_a_later_wall_time_is_never_an_earlier_moment(day: date, zone: ZoneInfo) -> None:
    moments = [moment_of(day, number, zone) for number in range(24 * 60)]
    assert moments == sorted(moments)


def test_a_day_that_begins_with_clocks_being_set_begins_after_that() -> None:
    day = date(2027, 3, 14)
    assert moment_of(day, 0, HAVANA).isoformat() == "2027-03-14T01:00:00-04:00"


def test_a_slot_takes_place_from_its_first_day_to_its_last() -> None:
    term = slot(0, "09:00", "10:00", first=MONDAY + timedelta(days=1), last=MONDAY + timedelta(weeks=2))
    found = [calendar_days.meeting_of(term, MONDAY + timedelta(weeks=week), (), MADRID) for week in range(4)]
    assert [meeting is not None for meeting in found] == [False, True, True, False]


@pytest.mark.parametrize(("room_id", "counts"), [(None, False), ("r", False), ("other", True)])
def test_no_slot_counts_on_a_holiday_of_the_site_or_of_its_room(room_id: str | None, counts: bool) -> None:  # noqa: FBT001
    free = holiday(MONDAY - timedelta(days=3), MONDAY, room_id)
    assert (calendar_days.meeting_of(slot(0, "09:00", "10:00"), MONDAY, (free,), MADRID) is not None) is counts


def test_a_slot_is_due_from_a_quarter_of_an_hour_before_it_begins_to_its_end() -> None:
    week = timetable(slot(0, "09:30", "11:00"))
    times = ("09:14", "09:15", "09:30", "10:59", "11:00")
    found = [len(calendar_days.due(week, at(MONDAY, written), MADRID)) for written in times]
    assert found == [0, 1, 1, 1, 0]


def test_a_slot_just_after_midnight_is_due_the_evening_before() -> None:
    week = timetable(slot(1, "00:05", "01:00"))
    assert len(calendar_days.due(week, at(MONDAY, "23:55"), MADRID)) == 1


def test_the_next_meeting_passes_over_holidays_and_over_those_that_were_held() -> None:
    mornings, afternoons = slot(0, "09:00", "10:00"), slot(0, "14:00", "15:00")
    week = timetable(mornings, afternoons)
    noon, held = at(MONDAY, "12:00"), {afternoons.slot_id: at(MONDAY, "13:50")}
    assert said(calendar_days.following(week, noon, MADRID, {})) == "Mon 30 Nov 14:00+0100"
    assert said(calendar_days.following(week, noon, MADRID, held)) == "Mon 07 Dec 09:00+0100"
    free = timetable(mornings, afternoons, holidays=(holiday(MONDAY, MONDAY + timedelta(weeks=20)),))
    assert said(calendar_days.following(free, noon, MADRID, {})) == "Mon 26 Apr 09:00+0200"


def test_a_session_of_last_week_does_not_make_this_weeks_meeting_a_held_one() -> None:
    mornings = slot(0, "09:00", "10:00")
    held = {mornings.slot_id: at(MONDAY - timedelta(weeks=1), "09:00")}
    assert said(calendar_days.following(timetable(mornings), at(MONDAY, "09:05"), MADRID, held)).startswith(
        "Mon 30 Nov"
    )


def test_a_timetable_that_is_over_names_no_meeting() -> None:
    over = timetable(slot(0, "09:00", "10:00", last=MONDAY))
    assert calendar_days.following(over, at(MONDAY, "10:00"), MADRID, {}) is None
    assert calendar_days.following(timetable(), at(MONDAY, "10:00"), MADRID, {}) is None


def test_the_next_meeting_of_a_full_timetable_is_found_without_looking_at_all_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slots = [slot(day, f"{hour:02}:{minutes:02}", f"{hour:02}:{minutes + 5:02}")
             for day in range(WEEKDAYS) for hour in range(7) for minutes in (0, 10, 20, 30)]  # fmt: skip
    free_days = [holiday(day, day) for day in (MONDAY + timedelta(days=number) for number in range(HOLIDAYS_MAXIMUM))]
    elsewhere = holiday(MONDAY, MONDAY + timedelta(days=HOLIDAYS_MAXIMUM), "another room")
    looked_at: list[str] = []
    is_on = Slot.is_on

    def noted(each: Slot, day: date) -> bool:
        looked_at.append(each.slot_id)
        return is_on(each, day)

    monkeypatch.setattr(Slot, "is_on", noted)
    monkeypatch.setattr(Holiday, "covers", None)
    found = calendar_days.following(
        timetable(*slots, holidays=(*free_days, elsewhere)), at(MONDAY, "09:00"), MADRID, {}
    )
    assert found is not None
    assert found.begins_at.date() == MONDAY + timedelta(days=HOLIDAYS_MAXIMUM)
    assert len(looked_at) == 1
