"""The clock on the site's wall: one time zone for all that pages say, forms mean, timetables plan and kiosks show.

A time that a change leaves out is the moment of the change, and one that comes twice is its first time. So a later
time of a day is never an earlier moment.
"""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from babel.dates import get_timezone

_SECOND = timedelta(seconds=1)


def site_zone() -> tzinfo:
    """Return the time zone of the server's machine, as it was when the program started."""
    return get_timezone()


def on_the_wall(moment: datetime) -> datetime:
    """Return a moment as the site's clock shows it."""
    return moment.astimezone(site_zone())


def day_of(moment: datetime) -> date:
    """Return the day on which a moment is at the site."""
    return on_the_wall(moment).date()


def beginning_of(day: date) -> datetime:
    """Return the first moment of a day at the site."""
    return moment_of(day, 0, site_zone())


def moment_of(day: date, minute: int, zone: tzinfo) -> datetime:
    """Return when it is so many minutes after midnight on the site's wall, with the offset of then."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    moment = wall.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != wall:
        moment = _change_before(moment, wall.replace(tzinfo=zone, fold=1).astimezone(UTC), zone)
    # A fixed offset: between two times of one zone Python counts as the wall does, and not as time goes by.
    return moment.astimezone(timezone(moment.astimezone(zone).utcoffset() or timedelta(0)))


def _change_before(after: datetime, before: datetime, zone: tzinfo) -> datetime:
    """Return the moment between two at which clocks were set."""
    there = after.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == there:
            after = middle
        else:
            before = middle
    return after.replace(microsecond=0)
