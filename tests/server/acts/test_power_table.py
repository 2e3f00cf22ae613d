"""Each act of power at each kind of kiosk: asked by the room's page, and answered there, while it is open and after."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from http import HTTPStatus

import pytest

from classroom_server.acts.machine_acts import WAKING_LASTS
from classroom_server.waking import magic_packets
from kiosk_agent.protocol.acts.orders import KNOWN_ACTS, POWER_ACTS
from tests.support.server.asked import next_orders
from tests.support.server.kiosk_client import KioskClient
from tests.support.server.rooms import ServedRoom
from tests.support.server.trainer_client import TrainerClient

HAND = "cannot do it by itself: update its image, or do it by hand"
NO_ADDRESS = "cannot be woken, it has told no address: switch it on by hand"
LATE = "not within the time: look at it"
# While it is asked, and once its time is over; "" is that it is counted as done.
TABLE = {
    ("restart", "There"): ("keeps its work, then goes", LATE),
    ("restart", "Busy"): ("keeps its work, then goes", LATE),
    ("restart", "Away"): ("does not answer: it may be off, or on its way", LATE),
    ("restart", "Old"): (HAND, HAND),
    ("restart", "Cannot"): (HAND, HAND),
    ("wake", "There"): ("", ""),
    ("wake", "Busy"): ("", ""),
    ("wake", "Away"): (
        "not come yet",
        "did not come: switch it on by hand, and look at its firmware's settings",
    ),
    ("wake", "Old"): (NO_ADDRESS, NO_ADDRESS),
    ("wake", "Cannot"): (NO_ADDRESS, NO_ADDRESS),
}
TABLE |= {("power-off", kiosk): words for (act, kiosk), words in TABLE.items() if act == "restart"}
KIOSKS = ("There", "Busy", "Away", "Old", "Cannot")


@dataclass
class Class:
    """A room with one kiosk of each kind, and a trainer."""

    served: ServedRoom
    ana: TrainerClient
    kiosks: dict[str, KioskClient]

    @property
    def here(self) -> str:
        return f"/rooms/{self.served.first_room_id()}"

    def press(self, act: str, *names: str, signed_in: int = 0) -> str:
        """Press a button with these kiosks chosen; return the page that comes of it."""
        chosen = [self.kiosks[name].kiosk_id for name in names]
        form = {"form_token": self.ana.form_token(), "kiosk_ids": chosen, "signed_in": signed_in}
        answered = self.ana.http.post(f"{self.here}/{act}", data=form)
        return self.ana.http.get(self.here).text if answered.status_code == HTTPStatus.SEE_OTHER else answered.text

    def answer(self) -> tuple[int, dict[str, str]]:
        """Return of the newest act on the page how many have done it, and why the others have not."""
        page = " ".join(unescape(self.ana.http.get(self.here).text).split())
        newest = page.partition('data-testid="act"')[2].partition('data-testid="act"')[0]
        count = re.search(r'data-testid="act-count">(\d+) of (\d+) ', newest)
        assert count
        rest = [words.partition(": ") for words in re.findall(r'data-testid="act-rest".*?</span> (.*?)</p>', newest)]
        why = {name: word for names, _, word in rest for name in names.split(", ")}
        assert int(count[1]) + len(why) == int(count[2]), "each kiosk has an answer"
        return int(count[1]), why


@pytest.fixture
def lesson(served: ServedRoom, monkeypatch: pytest.MonkeyPatch) -> Iterator[Class]:
    """Give a room in which one kiosk is there, one has a learner, one is away, one is old, and one cannot."""
    monkeypatch.setattr(magic_packets, "send", lambda _addresses: ("eth0",))
    slip = served.add_learner("7")
    kiosks = {name: served.kiosk(name=name) for name in KIOSKS}
    for name, kiosk in kiosks.items():
        kiosk.acts = {"Old": (), "Cannot": KNOWN_ACTS}.get(name, (*KNOWN_ACTS, *POWER_ACTS))
        kiosk.wired_addresses = () if name in ("Old", "Cannot") else (f"02:00:5e:10:00:0{KIOSKS.index(name)}",)
        kiosk.enrol()
    served.start_session()
    kiosks["Busy"].sign_in(slip.number, slip.pin)
    with ExitStack() as streams:
        # Kept: a stream that nobody holds is closed.
        there = [streams.enter_context(kiosks[name].stream()) for name in ("There", "Busy")]
        for events in there:
            next_orders(served, events)
        yield Class(served, TrainerClient.signed_in(served.url, served), kiosks)


@pytest.mark.parametrize(("act", "kiosk"), TABLE)
def test_each_act_of_power_has_an_answer_at_each_kind_of_kiosk(lesson: Class, act: str, kiosk: str) -> None:
    asked_first = lesson.press(act, kiosk)
    if (act, kiosk) in (("wake", "There"), ("wake", "Busy")):
        assert "All of these kiosks answer: there is none to wake." in asked_first
        assert lesson.served.count("acts") == 0
        lesson.press(act, kiosk, "Away")
    elif kiosk == "Busy":
        assert "1 learner is signed in there." in asked_first
        assert lesson.served.count("acts") == 0
        lesson.press(act, kiosk, signed_in=1)
    now, later = TABLE[act, kiosk]
    done, why = lesson.answer()
    assert (done, why.get(kiosk, "")) == (int(not now), now)
    lesson.served.clock.ahead = WAKING_LASTS + timedelta(seconds=1)
    assert lesson.answer()[1].get(kiosk, "") == later


@pytest.mark.parametrize("act", ["restart", "power-off", "wake"])
def test_an_act_of_power_for_the_whole_room_says_of_every_kiosk_how_it_stands(lesson: Class, act: str) -> None:
    lesson.press(act, signed_in=1)
    done, why = lesson.answer()
    assert why == {name: TABLE[act, name][0] for name in KIOSKS if TABLE[act, name][0]}
    assert done == len(KIOSKS) - len(why)
