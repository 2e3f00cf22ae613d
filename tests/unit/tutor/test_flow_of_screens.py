import pytest

from kiosk_agent.protocol.local import Condition
from kiosk_agent.tutor.state.flow import KioskView, Place, boot_seconds, keeps_lesson, place
from tests.support.tutor.socket_fakes import NOON, reply, state


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Condition.STARTING, Place.STARTING),
        (Condition.UNAPPROVED, Place.APPROVAL),
        (Condition.REFUSED, Place.REFUSED),
        (Condition.LOCKED, Place.LOCKED),
        (Condition.OPEN, Place.SIGN_IN),
        (Condition.SIGNED_IN, Place.LESSON),
    ],
)
def test_each_condition_has_its_place(condition: Condition, expected: Place) -> None:
    assert place(KioskView(state(condition, learner=reply()), boot_seconds(), agent_answers=True)) is expected


def test_a_kiosk_that_heard_nothing_yet_is_starting() -> None:
    assert place(KioskView(None, boot_seconds(), agent_answers=False)) is Place.STARTING


def test_a_pin_from_a_slip_is_changed_first() -> None:
    told = state(Condition.SIGNED_IN, learner=reply(must_change_pin=True))
    assert place(KioskView(told, boot_seconds(), agent_answers=True)) is Place.CHANGE_PIN


def test_without_its_agent_a_kiosk_stays_open_no_longer_than_its_session() -> None:
    told = state(Condition.SIGNED_IN, learner=reply(), seconds_left=60.0)
    assert place(KioskView(told, boot_seconds() - 59, agent_answers=False)) is Place.LESSON
    assert place(KioskView(told, boot_seconds() - 61, agent_answers=False)) is Place.LOCKED
    assert place(KioskView(told, boot_seconds() - 61, agent_answers=True)) is Place.LESSON


def test_an_open_kiosk_whose_agent_never_said_how_long_locks_when_it_goes() -> None:
    told = state(Condition.SIGNED_IN, learner=reply(), seconds_left=None)
    assert place(KioskView(told, boot_seconds(), agent_answers=False)) is Place.LOCKED


def test_a_lesson_stays_only_while_its_learner_is_signed_in() -> None:
    def view(condition: Condition, **facts: object) -> KioskView:
        return KioskView(state(condition, **facts), boot_seconds(), agent_answers=True)

    assert keeps_lesson(view(Condition.LOCKED, learner=reply()), "s1")
    assert not keeps_lesson(view(Condition.LOCKED), "s1")
    assert not keeps_lesson(view(Condition.SIGNED_IN, learner=reply(sign_in_id="s2")), "s1")


def test_the_clock_and_the_time_left_go_on_between_two_states() -> None:
    view = KioskView(state(seconds_left=100.0), boot_seconds() - 30, agent_answers=True)
    now, left = view.now(), view.seconds_left()
    assert now is not None
    assert left is not None
    assert 29 < (now - NOON).total_seconds() < 31
    assert 69 < left < 71
