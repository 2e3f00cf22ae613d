"""The learner is warned ten and two minutes before the end, once each time the time runs down to it."""

from collections.abc import Iterable

import pytest

from kiosk_agent.protocol.local import Condition
from kiosk_agent.tutor.state.end_warnings import EndWarnings
from kiosk_agent.tutor.state.flow import KioskView, boot_seconds
from kiosk_agent.tutor.state.keeping import Keeping
from kiosk_agent.tutor.text.translator import Translator
from kiosk_agent.tutor.text.words import ending_words
from tests.support.tutor.socket_fakes import reply, state

EN, ES = Translator.load("en"), Translator.load("es")
COLUMNS = 78
SAVED = "Everything is saved."


def looks(seconds: Iterable[float | None]) -> list[bool]:
    warnings = EndWarnings()
    return [warnings.look(left) for left in seconds]


def test_a_session_that_runs_down_warns_through_the_tenth_minute_and_the_last_two() -> None:
    warned = [left for left, warns in zip(range(700, -1, -1), looks(range(700, -1, -1)), strict=True) if warns]
    assert warned == [*range(600, 540, -1), *range(120, 0, -1)]


def test_a_warning_goes_when_time_is_added_and_comes_again() -> None:
    assert looks([601, 599, 1199, 700, 599, 500]) == [False, True, False, False, True, False]
    assert looks([119, 719, 640, 590, 100]) == [True, False, False, True, True]


def test_a_word_of_the_servers_that_came_another_way_neither_ends_a_warning_nor_repeats_it() -> None:
    assert looks([600.2, 599.9, 600.3, 599.0]) == [False, True, True, True]
    assert looks([541, 539.9, 540.4, 539]) == [True, False, False, False]


def test_whoever_comes_late_is_warned_of_what_is_left() -> None:
    assert looks([570]) == looks([30]) == [True]
    assert looks([300]) == [False]


def test_the_next_session_begins_anew() -> None:
    assert looks([599, None, 599]) == [True, False, True]


@pytest.mark.parametrize(
    ("facts", "keeping", "words"),
    [
        ({}, Keeping.UNTOUCHED, SAVED),
        ({}, Keeping.SAVED, SAVED),
        ({}, Keeping.SAVING, "It is saved as you write."),
        ({"waiting_events": 2}, Keeping.SAVED, "It is saved as you write."),
        ({"server_answers": False, "waiting_events": 2}, Keeping.SAVED, "Saved here; it is sent later."),
        ({"server_answers": False}, Keeping.SAVING, "It is saved as you write."),
        ({"holds_work": True}, Keeping.SAVED, "Not all saved: tell your trainer."),
        ({}, Keeping.DISK_FULL, "Not all saved: tell your trainer."),
        ({}, Keeping.REFUSED, "Not all saved: tell your trainer."),
        ({}, Keeping.AGENT_GONE, "Not saved yet; trying again."),
    ],
)
def test_it_says_saved_only_where_everything_is(facts: dict[str, object], keeping: Keeping, words: str) -> None:
    told = state(Condition.SIGNED_IN, learner=reply(), **({"seconds_left": 599.0} | facts))
    view = KioskView(told, boot_seconds(), agent_answers=True, keeping=keeping, ends_soon=True)
    assert ending_words(view, EN) == f"10 minutes left. {words}"
    for language, mark in ((EN, "A trainer sees your screen"), (ES, ES.say("A trainer sees your screen"))):
        assert len(ending_words(view, language)) + 2 + len(mark) <= COLUMNS
    assert ending_words(view, ES) != ending_words(view, EN)


def test_without_the_agent_nothing_is_said_to_be_saved() -> None:
    told = state(Condition.SIGNED_IN, learner=reply(), seconds_left=59.0)
    view = KioskView(told, boot_seconds(), agent_answers=False, keeping=Keeping.SAVED, ends_soon=True)
    assert ending_words(view, EN).startswith("1 minute left. Not saved yet")
