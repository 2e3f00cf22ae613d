from datetime import UTC, datetime, timedelta

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


def test_the_time_is_shown_in_the_kiosk_s_own_zone() -> None:
    assert time_of_day(NOON.astimezone(UTC)) == "12:00"
