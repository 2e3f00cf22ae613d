from datetime import UTC, datetime, timedelta, timezone

from kiosk_agent.tutor.text.dates import day, day_and_time, time_of_day
from kiosk_agent.tutor.text.translator import Translator

NOON = datetime(2026, 11, 21, 12, 0).astimezone()
EN, ES = Translator.load("en"), Translator.load("es")


def test_a_day_is_written_as_each_language_writes_it() -> None:
    assert (day(NOON, EN), day(NOON, ES)) == ("Saturday 21 November", "sábado 21 de noviembre")


def test_today_and_tomorrow_are_named() -> None:
    assert day_and_time(NOON + timedelta(hours=2), NOON, EN) == "today at 14:00"
    assert day_and_time(NOON + timedelta(hours=21, minutes=30), NOON, ES) == "mañana a las 09:30"


def test_a_later_day_has_its_date() -> None:
    assert day_and_time(NOON + timedelta(days=2), NOON, EN) == "Monday 23 November at 12:00"
    assert day_and_time(NOON + timedelta(days=2), NOON, ES) == "el lunes 23 de noviembre a las 12:00"


def test_times_are_those_of_the_site_however_the_kiosk_s_own_clock_is_set() -> None:
    madrid = datetime(2026, 11, 21, 23, 30, tzinfo=UTC).astimezone(timezone(timedelta(hours=1)))
    assert (time_of_day(madrid), day(madrid, EN)) == ("00:30", "Sunday 22 November")


def test_tomorrow_is_the_sites_also_in_the_night_in_which_clocks_are_set() -> None:
    winter, summer = timezone(timedelta(hours=1)), timezone(timedelta(hours=2))
    after_midnight = datetime(2026, 10, 25, 0, 30, tzinfo=summer)
    assert day_and_time(datetime(2026, 10, 25, 10, 0, tzinfo=winter), after_midnight, EN) == "today at 10:00"
    assert day_and_time(datetime(2026, 10, 26, 10, 0, tzinfo=winter), after_midnight, EN) == "tomorrow at 10:00"
