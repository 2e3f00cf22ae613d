"""Kiosks are woken, restarted and switched off from the room's page, which says what became of it at each."""

from collections.abc import Collection
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

import pytest

from classroom_server.acts import service as acts
from classroom_server.acts.drawn_acts import draw_acts
from classroom_server.acts.machine_acts import POWER_LASTS, WAKING_LASTS
from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.room_page.wall import kiosks_of
from classroom_server.rooms import service as rooms
from classroom_server.waking import magic_packets
from classroom_server.web.exercise_titles import ExerciseTitles
from classroom_server.web.languages import load_words
from kiosk_agent.protocol.acts.orders import KNOWN_ACTS, POWER_ACTS, ActKind, ActOutcome
from tests.support.server.asked import answer, next_orders
from tests.support.server.kiosk_client import KioskClient
from tests.support.server.rooms import TRAINER, ServedRoom
from tests.support.server.trainer_client import TrainerClient
from tests.support.waiting import eventually

NO_TITLES = ExerciseTitles(Path("/nowhere"))
ADDRESS, OTHER = "52:54:00:12:34:56", "02:00:5e:10:00:01"


@pytest.fixture
def ana(served: ServedRoom) -> TrainerClient:
    served.add_learner("7")
    return TrainerClient.signed_in(served.url, served)


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the addresses that were called; what goes over the wire has a test of its own."""
    addresses: list[str] = []

    def send(these: Collection[str]) -> tuple[str, ...]:
        addresses.extend(these)
        return ("eth0",)

    monkeypatch.setattr(magic_packets, "send", send)
    return addresses


def kiosk(
    served: ServedRoom, name: str, *addresses: str, acts: tuple[str, ...] = (*KNOWN_ACTS, *POWER_ACTS)
) -> KioskClient:
    client = served.kiosk(name=name)
    client.acts, client.wired_addresses = acts, addresses
    client.enrol()
    return client


def press(served: ServedRoom, ana: TrainerClient, act: str, *kiosks: KioskClient, **more: str) -> str:
    """Press a button of the room's page, with these kiosks chosen; return what is shown then."""
    here = f"/rooms/{served.first_room_id()}"
    form = {"form_token": ana.form_token(), "kiosk_ids": [each.kiosk_id for each in kiosks], **more}
    answered = ana.http.post(f"{here}/{act}", data=form)
    return ana.http.get(here).text if answered.status_code == HTTPStatus.SEE_OTHER else answered.text


def shown(served: ServedRoom) -> tuple[str, dict[str, str]]:
    """Return how many have done the newest act, and which have not and why, as the page says it."""
    view = served.view()
    newest = draw_acts(view.acts, kiosks_of(view), view.now, load_words("en"), NO_TITLES)[0]
    return newest.count, {each.names: each.sign.word for each in newest.rest}


def test_a_room_is_woken_and_each_kiosk_that_comes_is_counted(
    served: ServedRoom, ana: TrainerClient, called: list[str]
) -> None:
    here = kiosk(served, "Here", "02:00:5e:10:00:09")
    first, second, old = kiosk(served, "First", ADDRESS, OTHER), kiosk(served, "Second"), served.kiosk(name="Old")
    with here.stream() as events:
        next(events)
        assert "1 kiosk is called, over eth0." in press(served, ana, "wake")
        assert called == [ADDRESS, OTHER]
        unknown = "cannot be woken, it has told no address: switch it on by hand"
        assert shown(served) == ("1 of 4 are there", {"First": "not come yet", "Old, Second": unknown})
        with first.stream() as come:
            next(come)
            eventually(lambda: shown(served)[0] == "2 of 4 are there", "the page sees it come")
            eventually(lambda: Action.ACT_DONE in actions(served), "the log has it")
        assert old.enrol()
        # Gone again: that it came stays so.
        eventually(lambda: not served.classroom.presence.is_connected(first.kiosk_id), "it is gone")
        assert shown(served)[0] == "2 of 4 are there"
    served.clock.ahead = WAKING_LASTS + timedelta(seconds=1)
    # Once it is over the reason is the same.
    assert shown(served) == ("2 of 4 are there", {"Old, Second": unknown})
    assert second.enrol()


def actions(served: ServedRoom) -> list[str]:
    with served.classroom.database.read() as work:
        return [row.action for row in audit.page(work)]


def test_only_those_that_were_chosen_are_woken(served: ServedRoom, ana: TrainerClient, called: list[str]) -> None:
    first, _second = kiosk(served, "First", ADDRESS), kiosk(served, "Second", OTHER)
    assert "1 kiosk is called" in press(served, ana, "wake", first)
    assert called == [ADDRESS]


def test_what_cannot_be_woken_is_said_with_the_next_step(
    served: ServedRoom, ana: TrainerClient, called: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "no such kiosk" in press(served, ana, "wake") or "kiosk" in press(served, ana, "wake")
    first = kiosk(served, "First")
    assert "Switch them on by hand." in press(served, ana, "wake")
    with first.stream() as events:
        next(events)
        assert "there is none to wake" in press(served, ana, "wake")
    assert called == []
    kiosk(served, "Second", ADDRESS)
    monkeypatch.setattr(magic_packets, "send", lambda _addresses: ())
    assert "this server is on no wired network" in press(served, ana, "wake")


@pytest.mark.parametrize(("kind", "path"), [(ActKind.RESTART, "restart"), (ActKind.POWER_OFF, "power-off")])
def test_a_kiosk_is_told_to_go_down_until_it_has_answered(
    served: ServedRoom, ana: TrainerClient, kind: ActKind, path: str
) -> None:
    there, away = kiosk(served, "There"), kiosk(served, "Away")
    old = kiosk(served, "Old", acts=KNOWN_ACTS)
    with there.stream() as events, old.stream() as of_old:
        assert next_orders(served, events).power is None
        next_orders(served, of_old)
        press(served, ana, path)
        power = next_orders(served, events).power
        assert power
        assert power.kind is kind
        _count, why = shown(served)
        assert why["There"] == "keeps its work, then goes"
        assert why["Old"] == "cannot do it by itself: update its image, or do it by hand"
        assert why["Away"].startswith("does not answer")
        # What a screen shows is no answer to it.
        with served.classroom.database.write(TRAINER) as work:
            acts.note_done(work, there.kiosk_id, power.act_id, ActOutcome.SHOWN)
        assert "1 of" not in shown(served)[0]
        answer(there, power.act_id, ActOutcome.DONE)
        # It went once it was away: its word alone does not make it so.
        assert shown(served)[0].startswith("0 of 3")
        assert next_orders(served, events).power is None
    eventually(lambda: not served.classroom.presence.is_connected(there.kiosk_id), "it is gone")
    served.clock.ahead = POWER_LASTS + timedelta(seconds=1)
    with away.stream() as events:
        assert next_orders(served, events).power is None
    assert shown(served)[0].startswith("1 of 3")
    assert shown(served)[1]["Away"] == "not within the time: look at it"
    assert shown(served)[1]["Old"] == "cannot do it by itself: update its image, or do it by hand"


def test_whoever_presses_is_asked_first_where_a_learner_is_signed_in(served: ServedRoom, ana: TrainerClient) -> None:
    slip = served.add_learner("8")
    here, there = kiosk(served, "Here"), kiosk(served, "There")
    served.start_session()
    here.sign_in(slip.number, slip.pin)
    asked = press(served, ana, "restart")
    assert "1 learner is signed in there." in asked
    assert "Sign out and restart" in asked
    assert served.count("acts") == 0
    # Pressed again from the page of before, it asks again.
    assert "1 learner is signed in there." in press(served, ana, "restart", form_name="one page")
    assert "1 learner is signed in there." in press(served, ana, "restart", form_name="one page")
    assert "1 kiosk is told to restart." in press(served, ana, "restart", there)
    # Whoever came since the page was shown is not signed out by it.
    other = served.add_learner("9")
    there.sign_in(other.number, other.pin)
    assert "2 learners are signed in there." in press(served, ana, "restart", signed_in="1")
    assert served.count("acts") == 1
    assert "2 kiosks are told to restart." in press(served, ana, "restart", signed_in="2")


def test_the_newer_order_takes_the_place_of_the_older(served: ServedRoom, ana: TrainerClient) -> None:
    there = kiosk(served, "There")
    with there.stream() as events:
        next_orders(served, events)
        press(served, ana, "restart")
        first = next_orders(served, events).power
        press(served, ana, "power-off")
        second = next_orders(served, events).power
        assert first
        assert second
        assert (first.kind, second.kind) == (ActKind.RESTART, ActKind.POWER_OFF)


def test_the_end_of_a_session_keeps_no_machine_from_going_down(served: ServedRoom, ana: TrainerClient) -> None:
    there = kiosk(served, "There")
    session = served.start_session()
    with there.stream() as events:
        next_orders(served, events)
        press(served, ana, "power-off")
        assert next_orders(served, events).power
        served.end_session(session)
        assert next(events)[0] == "closed"
        with served.classroom.database.read() as work:
            assert acts.listed(work, served.first_room_id())[0].over_at is None


def test_no_kiosk_of_another_room_goes_down(served: ServedRoom, ana: TrainerClient) -> None:
    there = kiosk(served, "There")
    with served.classroom.database.write(TRAINER) as work:
        rooms.put(work, there.kiosk_id, rooms.add(work, "Workshop").room_id)
    press(served, ana, "power-off", there)
    assert served.count("acts") == 0
