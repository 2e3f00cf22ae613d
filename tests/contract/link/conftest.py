from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.link.kiosk_house import KioskHouse
from tests.support.link.link_room import LinkRoom
from tests.support.link.slow_line import SlowLine
from tests.support.waiting import LIMIT_SECONDS


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LinkRoom]:
    """Give a running classroom server."""
    serving = LinkRoom(tmp_path_factory.mktemp("site") / "classroom")
    serving.start()
    yield serving
    serving.stop()


@pytest.fixture
def room(served: LinkRoom) -> Iterator[LinkRoom]:
    """Give that server with a session open for a learner of this test alone."""
    served.begin()
    yield served
    served.end()


@pytest.fixture
def house(tmp_path: Path, room: LinkRoom) -> KioskHouse:
    """Give a kiosk that was approved there long ago."""
    return room.house(tmp_path / "kiosk")


@pytest.fixture
def line(room: LinkRoom) -> Iterator[SlowLine]:
    """Give a cable to the server."""
    cable = SlowLine(room.port)
    cable.start()
    yield cable
    cable.stop()


@pytest.fixture
def cabled(tmp_path: Path, room: LinkRoom, line: SlowLine) -> KioskHouse:
    """Give a kiosk at the other end of that cable, approved long ago."""
    return room.house(tmp_path / "cabled", url=f"https://127.0.0.1:{line.port}")


@pytest.fixture(autouse=True)
def _impatient_kiosks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let kiosks of this process knock again soon, and drafts rest shortly: no test waits for a kiosk's patience."""
    monkeypatch.setattr("kiosk_agent.link.server.backoff.FIRST_SECONDS", 0.1)
    monkeypatch.setattr("kiosk_agent.link.server.backoff.LONGEST_SECONDS", 0.4)
    monkeypatch.setattr("kiosk_agent.link.server.downlink.ASK_AGAIN_SECONDS", 0.1)
    monkeypatch.setattr("kiosk_agent.link.server.downlink.REFUSED_ASK_AGAIN_SECONDS", 0.2)
    monkeypatch.setattr("kiosk_agent.link.server.uplink.DRAFT_REST_SECONDS", 0.2)
    # Whoever signs out does so with the server there, however busy this machine is.
    monkeypatch.setattr("kiosk_agent.link.tutor.requests.FLUSH_SECONDS", LIMIT_SECONDS)
