"""A room's week as it is drawn and printed, and its slots in words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from babel.dates import format_skeleton, get_day_names

from classroom_server.timetable.schemas import FIRST_YEAR, LAST_YEAR, WEEKDAYS, Slot, TimetableDay
from classroom_server.timetable.typed import time_written
from classroom_server.web.languages import Words
from classroom_server.web.times import dates_as
from kiosk_agent.protocol.languages import Language

# Saturday and Sunday are shown where something is on.
_WORKDAYS = 5
_DASH = "\u2013"
_FIRST_MONDAY = date(FIRST_YEAR, 1, 3)
_LAST_MONDAY = date(LAST_YEAR, 12, 23)


@dataclass(frozen=True)
class DrawnSlot:
    """A slot in words."""

    slot_id: str
    weekday: str
    times: str
    cohort: str
    title: str
    days: str
    """From when until when it stands, where that says more than "always"."""
    stands: bool = True
    """It is in the timetable still."""


@dataclass(frozen=True)
class DrawnDay:
    """One day of the week."""

    name: str
    date: str
    is_today: bool
    holiday: str | None
    """Why nothing takes place; empty for a holiday without a name."""
    slots: tuple[DrawnSlot, ...]


@dataclass(frozen=True)
class DrawnWeek:
    """A week, Monday first."""

    monday: date
    name: str
    """Its Monday, in words."""
    days: tuple[DrawnDay, ...]
    before: date
    after: date
    is_this: bool
    is_over: bool
    """All its days are, and drawn as the timetable stood then."""


def monday_of(day: date) -> date:
    """Return the Monday of a day's week, within the years that a timetable has."""
    return min(max(day - timedelta(days=day.weekday()), _FIRST_MONDAY), _LAST_MONDAY)


def draw_week(
    days: Sequence[TimetableDay], standing: Collection[str], today: date, cohorts: Mapping[str, str], _: Words
) -> DrawnWeek:
    """Return a week; `standing` are the slots that are in the timetable now, `cohorts` is cohort -> its name."""
    monday = days[0].day
    drawn = [_day(day, standing, today, cohorts, _) for day in days]
    shown = max([_WORKDAYS, *(number + 1 for number, day in enumerate(drawn) if day.slots)])
    week = timedelta(days=WEEKDAYS)
    before, after = monday_of(monday - week), monday_of(monday + week)
    name = day_words(monday, _.language)
    this = monday_of(today)
    return DrawnWeek(monday, name, tuple(drawn[:shown]), before, after, is_this=monday == this, is_over=monday < this)


def draw_slot(slot: Slot, today: date, cohorts: Mapping[str, str], _: Words) -> DrawnSlot:
    """Return a slot in words."""
    facts = slot.facts
    return DrawnSlot(
        slot_id=slot.slot_id,
        weekday=weekday_name(facts.weekday, _.language),
        times=_DASH.join((time_written(facts.from_minute), time_written(facts.until_minute))),
        cohort=cohorts.get(facts.cohort_id, ""),
        title=facts.title,
        days=_days(slot, today, _),
    )


def weekday_name(weekday: int, language: Language) -> str:
    """Return a weekday's name; 0 is Monday."""
    return str(get_day_names("wide", "stand-alone", language)[weekday])


def day_words(day: date, language: Language) -> str:
    """Return a day with its year, as the language writes it."""
    return format_skeleton("yMMMd", datetime.combine(day, time(12)), locale=dates_as(language))


def span_words(first: date, last: date, language: Language) -> str:
    """Return a day, or the first and the last of several."""
    if first == last:
        return day_words(first, language)
    return f"{day_words(first, language)} {_DASH} {day_words(last, language)}"


def _day(known: TimetableDay, standing: Collection[str], today: date, cohorts: Mapping[str, str], _: Words) -> DrawnDay:
    day, holiday = known.day, known.holiday
    slots = (replace(draw_slot(slot, today, cohorts, _), stands=slot.slot_id in standing) for slot in known.slots)
    written = format_skeleton("MMMd", datetime.combine(day, time(12)), locale=dates_as(_.language))
    name = weekday_name(day.weekday(), _.language)
    return DrawnDay(name, written, day == today, holiday.title if holiday else None, tuple(slots))


def _days(slot: Slot, today: date, _: Words) -> str:
    first, last = slot.facts.first_day, slot.facts.last_day
    if last is not None and last < today:
        return _("over since %(day)s", day=day_words(last, _.language))
    begins = _("from %(day)s", day=day_words(first, _.language)) if first > today else ""
    ends = _("until %(day)s", day=day_words(last, _.language)) if last is not None else ""
    return " ".join(words for words in (begins, ends) if words)
