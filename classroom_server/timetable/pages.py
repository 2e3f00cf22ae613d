"""The timetable of a room: its week to see and to print, its slots and holidays to add, change and end."""

from dataclasses import replace
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Form, Query
from starlette.responses import Response

from classroom_server.accounts.visitors import StaffContext, needs, ours_only
from classroom_server.core.errors import Refused
from classroom_server.core.permissions import Permission
from classroom_server.learners import service as learners
from classroom_server.rooms import service as rooms
from classroom_server.timetable import service, week_days
from classroom_server.timetable.calendar_days import first_on
from classroom_server.timetable.schemas import WEEKDAYS, Slot, SlotOverlaps
from classroom_server.timetable.typed import HolidayTyped, SlotTyped, holiday_typed, slot_typed
from classroom_server.timetable.week import draw_slot, draw_week, monday_of, span_words, weekday_name
from classroom_server.web.form_fields import day_typed, own_path
from classroom_server.web.last_room import last_room
from classroom_server.web.notices import Notice, go
from classroom_server.web.refusals import refusal_words

router = APIRouter(dependencies=[Depends(ours_only)])
# What a form begins with.
NEW_SLOT: Final = SlotTyped(from_time="09:00", until_time="10:30")
NEW_HOLIDAY: Final = HolidayTyped()


def address(room_id: str, day: date | None = None) -> str:
    """Return where a room's timetable is, in the week of a day."""
    return f"/timetable/{room_id}" + (f"?week={monday_of(day).isoformat()}" if day else "")


@router.get("/timetable")
def show_first(page: Annotated[StaffContext, needs(Permission.SEE_TIMETABLE)]) -> Response:
    """Show the timetable of the room that this browser was in last, or of the first."""
    with page.database.read() as work:
        every = [room.room_id for room in rooms.every(work)]
    return _page(page, last_room(page.request, every))


@router.get("/timetable/{room_id}")
def show_timetable(
    page: Annotated[StaffContext, needs(Permission.SEE_TIMETABLE)],
    room_id: str,
    week: Annotated[str, Query()] = "",
    change: Annotated[str, Query()] = "",
    copy: Annotated[str, Query()] = "",
) -> Response:
    """Show the timetable of a room, with one slot in the form to be changed or to be had on other days too."""
    typed, changed = NEW_SLOT, ""
    if change or copy:
        with page.database.read() as work:
            slot = service.find_slot(work, change or copy)
        typed, changed = SlotTyped.of(slot), slot.slot_id if change else ""
        if copy:
            typed = replace(typed, weekdays=(), first_day="")
    return _page(page, room_id, week=week, typed=typed, changed=changed, is_copy=bool(copy))


def _page(page: StaffContext, room_id: str, *, week: str = "", status: int = 200, **said: object) -> Response:
    _ = page.words
    with page.database.read() as work:
        today = service.today(work)
        try:
            monday = monday_of(day_typed(week) or today)
        except Refused:
            monday = monday_of(today)
        room, every = rooms.find(work, room_id), rooms.every(work)
        timetable, days = service.of_room(work, room_id), week_days.days(work, room_id, monday)
        cohorts = learners.cohorts(work)
    names = {cohort.cohort_id: cohort.name for cohort in cohorts}
    drawn = {slot.slot_id: draw_slot(slot, today, names, _) for slot in timetable.slots}
    changed = drawn.get(str(said.get("changed", "")))
    facts: dict[str, Any] = {
        "room": room,
        "rooms": every,
        "cohorts": cohorts,
        "week": draw_week(days, drawn.keys(), today, names, _),
        "slots": tuple(drawn.values()),
        "holidays": [
            (holiday, span_words(holiday.first_day, holiday.last_day, _.language)) for holiday in timetable.holidays
        ],
        "weekdays": [(number, weekday_name(number, _.language)) for number in range(WEEKDAYS)],
        "today": today.isoformat(),
        "typed": NEW_SLOT,
        "holiday": NEW_HOLIDAY,
        "is_copy": False,
        "wrong": {},
        **({"back": address(room_id, monday)} if status != HTTPStatus.OK else {}),
    }
    return page.show("timetable/timetable.html", status=status, **(facts | said | {"changed": changed}))


@router.post("/timetable/{room_id}/slots")
def add_slots(
    page: Annotated[StaffContext, needs(Permission.CHANGE_TIMETABLE)],
    room_id: str,
    typed: Annotated[SlotTyped, Depends(slot_typed)],
) -> Response:
    """Add a slot on each weekday that is ticked."""
    _ = page.words
    try:
        with page.database.write(page.actor) as work:
            facts = typed.facts(service.today(work))
            added = service.add_slots(work, room_id, typed.weekdays, facts)
            shown = min(_first_to_come(slot, service.today(work)) for slot in added)
    except Refused as refused:
        return _page(page, room_id, status=422, typed=typed, wrong={"slot": _why(page, refused)})
    text = _.many("%(number)s slot was added.", "%(number)s slots were added.", len(added))
    return go(address(room_id, shown), Notice(text))


@router.post("/slots/{slot_id}")
def change_slot(
    page: Annotated[StaffContext, needs(Permission.CHANGE_TIMETABLE)],
    slot_id: str,
    typed: Annotated[SlotTyped, Depends(slot_typed)],
) -> Response:
    """Let a slot be as the form has it from now on."""
    _ = page.words
    with page.database.read() as work:
        room_id = service.find_slot(work, slot_id).room_id
    try:
        with page.database.write(page.actor) as work:
            slot = service.change_slot(work, slot_id, typed.facts(service.today(work)))
            shown = _first_to_come(slot, service.today(work))
    except Refused as refused:
        wrong = {"slot": _why(page, refused)}
        return _page(page, room_id, status=422, typed=typed, changed=slot_id, wrong=wrong)
    return go(address(room_id, shown), Notice(_("It was changed: %(slot)s.", slot=_named(page, slot))))


@router.post("/slots/{slot_id}/end")
def end_slot(page: Annotated[StaffContext, needs(Permission.CHANGE_TIMETABLE)], slot_id: str) -> Response:
    """Let a slot count no more."""
    _ = page.words
    with page.database.write(page.actor) as work:
        slot = service.end_slot(work, slot_id)
    text = _("%(slot)s is not in the timetable any more.", slot=_named(page, slot))
    return go(address(slot.room_id), Notice(text))


@router.post("/timetable/{room_id}/holidays")
def add_holiday(
    page: Annotated[StaffContext, needs(Permission.CHANGE_TIMETABLE)],
    room_id: str,
    typed: Annotated[HolidayTyped, Depends(holiday_typed)],
) -> Response:
    """Let no slot count on some days."""
    _ = page.words
    try:
        with page.database.write(page.actor) as work:
            first, last = typed.days(service.today(work))
            holiday = service.add_holiday(work, None if typed.everywhere else room_id, first, last, typed.title)
    except Refused as refused:
        return _page(page, room_id, status=422, holiday=typed, wrong={"holiday": _why(page, refused)})
    days = span_words(holiday.first_day, holiday.last_day, _.language)
    return go(address(room_id, holiday.first_day), Notice(_("No slot counts on these days: %(days)s.", days=days)))


@router.post("/holidays/{holiday_id}/end")
def end_holiday(
    page: Annotated[StaffContext, needs(Permission.CHANGE_TIMETABLE)],
    holiday_id: str,
    back: Annotated[str, Form()] = "/timetable",
) -> Response:
    """Let slots count again on the days of a holiday: `back` is the page of the room where it was pressed."""
    _ = page.words
    with page.database.write(page.actor) as work:
        holiday = service.end_holiday(work, holiday_id)
    days = span_words(holiday.first_day, holiday.last_day, _.language)
    return go(own_path(back), Notice(_("Slots count again on these days: %(days)s.", days=days)))


def _first_to_come(slot: Slot, today: date) -> date:
    """Return the day whose week shows a slot that is new: on the days of this one that are over it was not."""
    return first_on(slot.facts.weekday, max(slot.facts.first_day, today))


def _why(page: StaffContext, refused: Refused) -> str:
    _ = page.words
    if isinstance(refused, SlotOverlaps):
        other = _named(page, refused.other)
        return _("The room has %(slot)s then. Choose another time, or change that slot first.", slot=other)
    return refusal_words(refused.code, _)


def _named(page: StaffContext, slot: Slot) -> str:
    """Return a slot's weekday, times and cohort."""
    with page.database.read() as work:
        names = {cohort.cohort_id: cohort.name for cohort in learners.cohorts(work)}
        drawn = draw_slot(slot, service.today(work), names, page.words)
    return f"{drawn.weekday} {drawn.times} ({drawn.title or drawn.cohort})"
