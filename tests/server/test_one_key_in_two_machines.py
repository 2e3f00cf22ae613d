"""A disk that was copied: two machines with one device key."""

from datetime import UTC, datetime

import pytest

from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.core.live import presence as presence_module
from classroom_server.core.live.presence import (
    TURNS_KEPT_SECONDS,
    TURNS_SECONDS,
    TWOFOLD_SECONDS,
    Heard,
    HeldStream,
    Presence,
)
from classroom_server.housekeeping import note_twofold_keys
from kiosk_agent.protocol.events import Fate
from tests.support.server.kiosk_client import KioskClient, attempt
from tests.support.server.rooms import ServedRoom
from tests.support.server.trainer_client import TrainerClient
from tests.support.waiting import eventually


def rows_of(served: ServedRoom) -> list[str]:
    with served.classroom.database.read() as work:
        return [row.subject for row in audit.rows_in_order(work) if row.action == Action.KEY_TWOFOLD]


def test_two_machines_with_one_key_are_told_and_the_work_of_both_is_taken(
    served: ServedRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence_module, "TWOFOLD_SECONDS", 0.0)
    monkeypatch.setattr(presence_module, "TURNS_SECONDS", 0.0)
    trainer = TrainerClient.signed_in(served.url, served)
    slips = [served.add_learner(number) for number in ("1", "2")]
    served.start_session()
    first = served.kiosk(name="Door")
    kiosk_id = first.kiosk_id
    second = KioskClient(served.url, served.ca_path)
    second.signer = second.http.auth = first.signer
    with first.stream():
        assert "Two machines" not in trainer.http.get("/").text
        with second.stream():
            eventually(lambda: served.classroom.presence.streams(kiosk_id) == 2, "both are there")
            assert "Two machines have the key of Door" in trainer.http.get("/").text
            for _look in range(2):
                note_twofold_keys(served.classroom)
            assert rows_of(served) == [kiosk_id]
            here = first.sign_in("1", slips[0].pin).sign_in_id
            there = second.sign_in("2", slips[1].pin).sign_in_id
            for machine, sign_in_id in ((first, here), (second, there), (first, here)):
                fates = machine.send(machine.event(sign_in_id, attempt())).fates
                assert set(fates.values()) == {Fate.APPLIED}
        eventually(lambda: served.classroom.presence.streams(kiosk_id) == 1, "one is gone")
        assert "Two machines" not in trainer.http.get("/").text
    second.http.close()


def test_a_kiosk_that_comes_back_before_its_old_stream_has_ended_is_one_machine() -> None:
    seconds = 0.0
    presence, now = Presence(lambda: seconds), datetime.now(UTC)
    presence.connect("k", now)
    second = presence.connect("k", now)
    seconds = TWOFOLD_SECONDS - 1
    assert not presence.is_twofold("k")
    presence.disconnect(second, now)
    seconds = 10 * TWOFOLD_SECONDS
    presence.connect("k", now)
    assert not presence.is_twofold("k")
    seconds += TWOFOLD_SECONDS
    assert presence.is_twofold("k")
    assert presence.take_twofold() == ("k",)
    assert presence.take_twofold() == ()


def test_two_machines_that_take_turns_are_told_once_while_they_do_and_two_minutes_longer() -> None:
    seconds, turn = 0.0, TWOFOLD_SECONDS * 0.9
    presence, now = Presence(lambda: seconds), datetime.now(UTC)
    presence.connect("k", now)
    told: list[str] = []
    seen: list[bool] = []
    for _ in range(10):
        copy = presence.connect("k", now)
        seconds += turn
        told += presence.take_twofold()
        seen.append(presence.is_twofold("k"))
        presence.disconnect(copy, now)
        seconds += 1
        seen.append(presence.is_twofold("k"))
    assert told == ["k"]
    assert seen[2:] == [True] * 18
    seconds += TURNS_SECONDS
    assert not presence.is_twofold("k")
    seconds += TURNS_KEPT_SECONDS
    presence.connect("k", now)
    assert not presence.is_twofold("k")


def test_a_kiosk_whose_cable_is_out_again_and_again_is_one_machine() -> None:
    seconds = [0.0]
    presence, now = Presence(lambda: seconds[0]), datetime.now(UTC)

    def plug_in() -> tuple[HeldStream, list[float]]:
        pulled_at: list[float] = []

        def heard() -> Heard:
            return Heard(min([seconds[0], *pulled_at]), is_owed=bool(pulled_at))

        return presence.connect("k", now, heard), pulled_at

    stream, pulled_at = plug_in()
    for _ in range(30):
        gone = stream
        pulled_at.append(seconds[0])
        seconds[0] += 2
        stream, pulled_at = plug_in()
        # Dead since before this one came, and the kernel gives it up only now.
        seconds[0] += 12
        presence.disconnect(gone, now)
        assert not presence.is_twofold("k")
        seconds[0] += 5
    assert presence.take_twofold() == ()
