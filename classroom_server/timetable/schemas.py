"""The timetable: weekly slots of rooms, days on which none counts, and the meetings that follow from both."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from classroom_server.core.errors import RefusalCode, Refused

WEEKDAYS: Final = 7
DAY_MINUTES: Final = 24 * 60
SLOT_MINUTES_MAXIMUM: Final = 12 * 60
"""As long as a session can last."""
SLOTS_OF_A_ROOM: Final = 200
HOLIDAYS_MAXIMUM: Final = 400
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2199
DUE_BEFORE_MINUTES: Final = 15
"""So long before it begins, a slot is what Start is filled in from."""


@dataclass(frozen=True)
class SlotFacts:
    """What a slot says. Times are minutes after midnight on the clock of the site's wall."""

    cohort_id: str
    weekday: int
    """0 is Monday."""
    from_minute: int
    until_minute: int
    title: str
    """May be empty: the session then has the cohort's name."""
    first_day: date
    last_day: date | None
    """The last on which it may take place; None as long as nobody has named one."""


@dataclass(frozen=True)
class Slot:
    """A weekly slot of a room."""

    slot_id: str
    room_id: str
    facts: SlotFacts

    def is_on(self, day: date) -> bool:
        """Tell whether it takes place on a day, holidays aside."""
        facts = self.facts
        fits = day.weekday() == facts.weekday and facts.first_day <= day
        return fits and (facts.last_day is None or day <= facts.last_day)


@dataclass(frozen=True)
class Holiday:
    """Days on which no slot counts, of the whole site or of one room."""

    holiday_id: str
    room_id: str | None
    first_day: date
    last_day: date
    title: str

    def covers(self, room_id: str, day: date) -> bool:
        """Tell whether no slot of that room counts on a day."""
        return self.room_id in (None, room_id) and self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class Meeting:
    """One time that a slot takes place; both moments have the site's UTC offset of that time."""

    slot: Slot
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class RoomTimetable:
    """What holds now for one room."""

    room_id: str
    slots: tuple[Slot, ...]
    """By weekday and time."""
    holidays: tuple[Holiday, ...]
    """The site's and the room's that are not over, by their days."""


@dataclass(frozen=True)
class TimetableDay:
    """One day of a room: what took place, or shall."""

    day: date
    slots: tuple[Slot, ...]
    """By time."""
    holiday: Holiday | None
    """Why none of them counts."""


class SlotOverlaps(Refused):
    """A slot that is wished for overlaps one that the room has."""

    def __init__(self, other: Slot) -> None:
        hint = "choose another time, or change that slot first"
        super().__init__(RefusalCode.SLOT_OVERLAPS, "the room has a slot at that time", hint=hint)
        self.other = other
