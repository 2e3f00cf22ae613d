"""What is typed into the timetable's forms, read with limits."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from fastapi import Form

from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.timetable.schemas import DAY_MINUTES, Slot, SlotFacts
from classroom_server.web.form_fields import day_typed

TYPED_CHARACTERS: Final = 100
_MIDNIGHT: Final = "24:00"
_TIME = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])(?::00)?")


def time_typed(typed: str) -> int:
    """Return the minutes after midnight that "09:30" means. Raises Refused (slot_times_unsuitable)."""
    found = _TIME.fullmatch(typed.strip()[:TYPED_CHARACTERS])
    if found is None:
        raise Refused(RefusalCode.SLOT_TIMES_UNSUITABLE, "that is no time", hint="write it as 09:30")
    return int(found[1]) * 60 + int(found[2])


def end_typed(typed: str) -> int:
    """Return the minutes after midnight at which a slot ends: the midnight after it is "00:00", or "24:00" by hand.

    Raises Refused (slot_times_unsuitable).
    """
    return DAY_MINUTES if typed.strip() == _MIDNIGHT else time_typed(typed) or DAY_MINUTES


def time_written(minute: int) -> str:
    """Return minutes after midnight as a page has them: "09:30", and "24:00" for an end at midnight."""
    return f"{minute // 60:02}:{minute % 60:02}"


@dataclass(frozen=True)
class SlotTyped:
    """A slot as its form has it: what was typed stays as it was when something of it cannot be."""

    cohort_id: str = ""
    weekdays: tuple[int, ...] = ()
    from_time: str = ""
    until_time: str = ""
    title: str = ""
    first_day: str = ""
    last_day: str = ""

    @classmethod
    def of(cls, slot: Slot) -> "SlotTyped":
        """Return what the form of a slot begins with."""
        facts = slot.facts
        # A browser's field for times knows no "24:00".
        ends = time_written(facts.until_minute % DAY_MINUTES)
        last_day = facts.last_day.isoformat() if facts.last_day else ""
        return cls(
            facts.cohort_id, (facts.weekday,), time_written(facts.from_minute), ends, facts.title,
            facts.first_day.isoformat(), last_day,
        )  # fmt: skip

    def facts(self, today: date) -> SlotFacts:
        """Return the slot that is meant, on the first of its weekdays.

        Raises Refused (weekday_missing, slot_times_unsuitable, date_unreadable).
        """
        if not self.weekdays:
            raise Refused(RefusalCode.WEEKDAY_MISSING, "a slot has a weekday", hint="choose one or more weekdays")
        return SlotFacts(
            cohort_id=self.cohort_id,
            weekday=self.weekdays[0],
            from_minute=time_typed(self.from_time),
            until_minute=end_typed(self.until_time),
            title=self.title,
            first_day=day_typed(self.first_day) or today,
            last_day=day_typed(self.last_day),
        )


def slot_typed(
    cohort_id: Annotated[str, Form()] = "",
    weekday: Annotated[list[str] | None, Form()] = None,
    from_time: Annotated[str, Form()] = "",
    until_time: Annotated[str, Form()] = "",
    title: Annotated[str, Form()] = "",
    first_day: Annotated[str, Form()] = "",
    last_day: Annotated[str, Form()] = "",
) -> SlotTyped:
    """Read the form of a slot; a FastAPI dependency."""
    ticked = tuple(int(each) for each in weekday or () if each in set("0123456"))
    short = (text[:TYPED_CHARACTERS] for text in (from_time, until_time, title, first_day, last_day))
    return SlotTyped(cohort_id, ticked, *short)


@dataclass(frozen=True)
class HolidayTyped:
    """A holiday as its form has it."""

    first_day: str = ""
    last_day: str = ""
    title: str = ""
    everywhere: bool = True
    """Of the whole site, and not of the room alone."""

    def days(self, today: date) -> tuple[date, date]:
        """Return the first and the last day that are meant. Raises Refused (date_unreadable)."""
        first = day_typed(self.first_day) or today
        return first, day_typed(self.last_day) or first


def holiday_typed(
    first_day: Annotated[str, Form()] = "",
    last_day: Annotated[str, Form()] = "",
    title: Annotated[str, Form()] = "",
    where: Annotated[str, Form()] = "",
) -> HolidayTyped:
    """Read the form of a holiday; a FastAPI dependency."""
    first, last, name = (text[:TYPED_CHARACTERS] for text in (first_day, last_day, title))
    return HolidayTyped(first, last, name, everywhere=where != "room")
