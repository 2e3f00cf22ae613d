"""Slips at the desk: shown at once, ready later, forgotten after a while."""

import itertools
import threading
from collections.abc import Callable
from datetime import UTC, datetime

from classroom_server.learners.schemas import PinSlip
from classroom_server.learners.slip_desk import KEPT_SECONDS, SlipDesk
from tests.support.waiting import eventually

SLIPS = tuple(PinSlip(str(at), f"Learner {at}", str(at), "482915") for at in range(500))


def morning() -> datetime:
    """Say what the server's clock says."""
    return datetime(2030, 1, 1, 9, tzinfo=UTC)


def noted(made: list[str], name: str) -> dict[str, str]:
    """Note what is made, of which no PIN is looked at."""
    made.append(name)
    return {}


def test_five_hundred_slips_are_there_at_once_and_say_how_many_are_ready() -> None:
    goes_on = threading.Event()

    def make(hashed: Callable[[int], None]) -> dict[str, str]:
        hashed(123)
        goes_on.wait()
        return {}

    desk = SlipDesk(morning)
    order = desk.begin("visit", "name", "", SLIPS, make)
    assert desk.find("visit", "name") is order
    assert order.slips == SLIPS
    eventually(lambda: order.ready == 123, "it is said how many are ready")
    assert not order.is_done
    goes_on.set()
    eventually(lambda: order.is_done, "the PINs work")


def test_what_was_asked_for_last_is_made_last() -> None:
    goes_on = threading.Event()
    made: list[str] = []

    def make_slowly(_hashed: Callable[[int], None]) -> dict[str, str]:
        goes_on.wait()
        return noted(made, "first")

    desk = SlipDesk(morning)
    desk.begin("visit", "first", "", SLIPS, make_slowly)
    last = desk.begin("visit", "last", "", SLIPS, lambda _hashed: noted(made, "last"))
    goes_on.set()
    eventually(lambda: last.is_done, "both are made")
    assert made == ["first", "last"]


def test_slips_are_forgotten_after_ten_minutes_and_are_no_other_visits() -> None:
    now = 0.0
    desk = SlipDesk(morning, lambda: now)
    desk.begin("visit", "name", "", SLIPS, lambda _hashed: {})
    assert desk.find("another", "name") is None
    now = KEPT_SECONDS - 1
    assert desk.find("visit", "name") is not None
    now = KEPT_SECONDS
    assert desk.find("visit", "name") is None


def test_a_question_about_slips_is_forgotten_after_ten_minutes_and_is_no_other_visits() -> None:
    now = 0.0
    desk = SlipDesk(morning, lambda: now)
    desk.ask("visit", "name", "", ("1", "2"))
    assert desk.question("another", "name") is None
    kept = desk.question("visit", "name")
    assert kept
    assert kept.learner_ids == ("1", "2")
    now = KEPT_SECONDS
    assert desk.question("visit", "name") is None


def test_slips_that_were_replaced_hold_no_more() -> None:
    desk = SlipDesk(morning)
    order = desk.begin("visit", "name", "", SLIPS[:3], lambda _hashed: {"0": "a", "1": "b", "2": "c"})
    eventually(lambda: order.is_done, "the PINs work")
    assert order.holding({"0": "a", "1": "newer"}) == SLIPS[:1]
    assert desk.under_way() == {}
    assert desk.of_visit("visit") == (order,)
    assert desk.of_visit("another") == ()


def test_a_form_that_comes_twice_at_once_is_one_order() -> None:
    made: list[str] = []
    desk = SlipDesk(morning)
    first = desk.begin("visit", "name", "", SLIPS, lambda _hashed: noted(made, "first"))
    assert first.made_at == morning()
    assert desk.begin("visit", "name", "", SLIPS, lambda _hashed: noted(made, "second")) is first
    desk.close()
    assert made == ["first"]


def test_a_server_that_stops_gives_up_slips_that_are_not_ready() -> None:
    hashes = itertools.count(1)
    begun = threading.Event()

    def make(hashed: Callable[[int], None]) -> dict[str, str]:
        for ready in hashes:
            hashed(ready)
            begun.set()
        return {}

    desk = SlipDesk(morning)
    order = desk.begin("visit", "name", "", SLIPS, make)
    waiting = desk.begin("visit", "next", "", SLIPS, make)
    begun.wait()
    desk.close()
    assert order.is_broken
    assert waiting.making.cancelled()
