"""Times as a person says them. The server is the only clock."""

import functools
from datetime import datetime, timedelta

from babel.dates import format_date, format_skeleton, format_timedelta
from babel.units import format_unit

from classroom_server.core.site_clock import day_of, on_the_wall
from kiosk_agent.protocol.languages import LANGUAGES, Language

# Shorter than this is "now": a count of seconds that jumps at each refresh only distracts.
NOW_SECONDS = 5
# A lesson may go on over midnight.
_STILL_TODAY = timedelta(hours=6)


def dates_as(language: Language) -> str:
    """Return the name by which Babel knows how `language` writes dates."""
    return LANGUAGES[language].dates_as or language


def ago(moment: datetime, *, now: datetime, language: Language) -> str | None:
    """Return how long ago it was, as in "12 min ago"; None when it is now."""
    passed = now - moment
    if passed < timedelta(seconds=NOW_SECONDS):
        return None
    return _ago(int(passed.total_seconds()), language)


# A wall of tiles says the same few lengths of time hundreds of times.
@functools.lru_cache(maxsize=4096)
def _ago(seconds: int, language: Language) -> str:
    return _spoken(format_timedelta(timedelta(seconds=-seconds), add_direction=True, format="short", locale=language))


def length(seconds: float, language: Language) -> str:
    """Return a length of time, as in "38 min"."""
    # The threshold keeps minutes up to two hours: "90 min", as a session is spoken of.
    return _spoken(format_timedelta(timedelta(seconds=seconds), format="short", threshold=2, locale=language))


def minutes(number: int, language: Language) -> str:
    """Return minutes as such, however many: "122 min" and "200 min" are plans, "2 hr" and "3 hr" are none."""
    return _spoken(format_unit(number, "duration-minute", length="short", locale=language))


def clock_time(moment: datetime) -> str:
    """Return the hour and minute, as in "11:30", at the site."""
    return f"{on_the_wall(moment):%H:%M}"


def day(moment: datetime, language: Language) -> str:
    """Return the day on which it is at the site, as `language` writes it."""
    return format_date(on_the_wall(moment), format="medium", locale=dates_as(language))


def local_time(moment: datetime, *, now: datetime, language: Language) -> str:
    """Return the hour and minute at the site, with the date where that is not today's."""
    there, here = on_the_wall(moment), on_the_wall(now)
    if there.date() == here.date():
        return clock_time(moment)
    skeleton = "MMMd" if there.year == here.year else "yMMMd"
    return f"{format_skeleton(skeleton, there, locale=dates_as(language))}, {clock_time(moment)}"


def since(moment: datetime, *, now: datetime, language: Language) -> str | None:
    """Return how long ago it was, or the day and the time where that was before today; None when it is now.

    What a clock that was ahead has written down as later than now has its time, and is not said to be now.
    """
    if moment - now >= timedelta(seconds=NOW_SECONDS):
        return local_time(moment, now=now, language=language)
    is_of_today = day_of(moment) == day_of(now)
    if is_of_today or now - moment < _STILL_TODAY:
        return ago(moment, now=now, language=language)
    return local_time(moment, now=now, language=language)


def _spoken(short: str) -> str:
    """Return it without the points of abbreviations, which only make a wall of tiles restless."""
    return short.replace(".", "")


def full(moment: datetime, language: Language) -> str:
    """Return the moment in full, at the site: the day as `language` writes it, and the time as everywhere here."""
    return _full(on_the_wall(moment).replace(microsecond=0, tzinfo=None), language)


@functools.lru_cache(maxsize=4096)
def _full(on_wall: datetime, language: Language) -> str:
    return f"{format_date(on_wall, format='medium', locale=dates_as(language))}, {on_wall:%H:%M:%S}"
