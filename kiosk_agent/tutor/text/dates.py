"""Dates and times of day, as each language writes them, by the UTC offset that each moment carries: the site's."""

from datetime import datetime, timedelta

from kiosk_agent.tutor.text.translator import Translator, mark

_DAYS = (
    mark("Monday"), mark("Tuesday"), mark("Wednesday"), mark("Thursday"), mark("Friday"), mark("Saturday"),
    mark("Sunday"),
)  # fmt: skip
_MONTHS = (
    mark("January"), mark("February"), mark("March"), mark("April"), mark("May"), mark("June"), mark("July"),
    mark("August"), mark("September"), mark("October"), mark("November"), mark("December"),
)  # fmt: skip


def time_of_day(moment: datetime) -> str:
    """Return hours and minutes, on the 24-hour clock that all our languages use."""
    return f"{moment:%H:%M}"


def day(moment: datetime, translator: Translator) -> str:
    """Return the day: "Monday 23 November" or "lunes 23 de noviembre"."""
    return translator.say(
        "{weekday} {day} {month}",
        weekday=translator.say(_DAYS[moment.weekday()]),
        day=moment.day,
        month=translator.say(_MONTHS[moment.month - 1]),
    )


def day_and_time(moment: datetime, now: datetime, translator: Translator) -> str:
    """Return when `moment` is, seen from `now`: today, tomorrow, or a date, with the time.

    Each has the offset of its own time: clocks may be set in between.
    """
    today = now.date()
    time = time_of_day(moment)
    if moment.date() == today:
        return translator.say("today at {time}", time=time)
    if moment.date() == today + timedelta(days=1):
        return translator.say("tomorrow at {time}", time=time)
    return translator.say("{day} at {time}", day=day(moment, translator), time=time)
