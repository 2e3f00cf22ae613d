"""A morning of accidents: real agents at a real server over TLS, killed, unplugged, copied, and the server killed too.

All happen in one morning, so that each kiosk's minutes are long enough for an error to show, and none waits alone.
"""

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from classroom_server.kiosks import service as kiosks
from classroom_server.presence import service
from classroom_server.presence.schemas import PresenceInterval
from kiosk_agent.link.client import AgentClient
from tests.support.link.kiosk_house import until
from tests.support.link.link_room import LinkRoom
from tests.support.link.programs import KioskProgram
from tests.support.link.slow_line import SlowLine
from tests.support.server.running_server import RunningServer
from tests.support.waiting import eventually

WITHIN_SECONDS = 15.0
# What would be missing if only comings and goings were stored is more than is allowed.
STAY = timedelta(seconds=WITHIN_SECONDS + 5)
DAY = timedelta(days=1)
NAMES = ("unhurt", "killed", "unplugged", "copied", "both killed")


@dataclass
class Truth:
    """What a test saw of one kiosk: each time it was there as (at the latest since, at the earliest since, until)."""

    times: list[tuple[datetime, datetime, datetime]] = field(default_factory=list)
    stored: tuple[PresenceInterval, ...] = ()

    @property
    def least_seconds(self) -> float:
        return sum((until - since).total_seconds() for since, _, until in self.times)

    @property
    def most_seconds(self) -> float:
        return sum((until - since).total_seconds() for _, since, until in self.times)

    @property
    def stored_seconds(self) -> float:
        return sum((each.heard_at - each.from_at).total_seconds() for each in self.stored)


class Kiosk:
    """A real agent that the server knows."""

    def __init__(self, room: LinkRoom, program: KioskProgram) -> None:
        self.program = program
        self.truth = Truth()
        self._room = room

    def start(self) -> None:
        self._started_at = datetime.now(UTC)
        self.program.program.start()

    def kill(self) -> None:
        self.program.program.kill()

    def is_told(self) -> None:
        """Wait until its agent hears the server."""

        async def hears() -> None:
            async with AgentClient(self.program.socket) as client:
                await until(client, lambda state: state.server_answers)

        eventually(self.program.socket.exists, "the agent takes its tutor")
        asyncio.run(hears())

    def comes(self, intervals: int = 1) -> None:
        """Wait until the server has stored that it is there, and so many intervals with this one."""
        eventually(lambda: self._is_there(intervals), f"{self.program.name} is there", said=self.stored)
        self._seen_at = datetime.now(UTC)

    def _is_there(self, intervals: int) -> bool:
        stored = self.stored()
        return len(stored) >= intervals and stored[-1].until_at is None

    def goes(self) -> None:
        """Note that it is gone from now on, in truth."""
        self.truth.times.append((self._seen_at, self._started_at, datetime.now(UTC)))

    def may_be_back(self) -> None:
        """Note that it may come back from now on."""
        self._started_at = datetime.now(UTC)

    def is_gone(self) -> None:
        """Wait until the server has stored that it went."""
        eventually(lambda: self.stored()[-1].until_at is not None, f"{self.program.name} is gone", said=self.stored)

    def stored(self) -> tuple[PresenceInterval, ...]:
        now = datetime.now(UTC)
        with self._room.classroom.database.read() as work:
            kiosk_id = next(each.kiosk_id for each in kiosks.every(work) if each.name == self.program.name)
            return service.intervals(work, kiosk_id, now - DAY, now + DAY)


class Morning:
    """The server, the one cable that can be pulled, and the kiosks."""

    def __init__(self, folder: Path, server: RunningServer, room: LinkRoom, cable: SlowLine) -> None:
        self._folder = folder
        self._server = server
        self._room = room
        self._cable = cable
        self._kiosks = {name: self._approved(name) for name in NAMES}
        copied = self._kiosks["copied"].program
        self._copy = Kiosk(room, self._program("copy"))
        shutil.copytree(copied.state, self._copy.program.state)

    def _approved(self, name: str) -> Kiosk:
        kiosk = Kiosk(self._room, self._program(name))
        self._room.approve_key(kiosk.program.state, name)
        return kiosk

    def _program(self, name: str) -> KioskProgram:
        url = f"https://127.0.0.1:{self._cable.port}" if name == "unplugged" else self._server.url
        return KioskProgram(self._folder / name, url, self._room.ca_path, name)

    def kill_all(self) -> None:
        for kiosk in [*self._kiosks.values(), self._copy]:
            kiosk.kill()

    def play(self) -> dict[str, Truth]:
        """Let it all happen, and return what was true and what is stored."""
        for kiosk in [*self._kiosks.values(), self._copy]:
            kiosk.start()
        for kiosk in self._kiosks.values():
            kiosk.comes()
        self._copy.is_told()
        self._lose_kiosks()
        self._lose_server()
        for kiosk in self._kiosks.values():
            kiosk.truth.stored = kiosk.stored()
        return {name: kiosk.truth for name, kiosk in self._kiosks.items()}

    def _lose_kiosks(self) -> None:
        """One is killed, one unplugged, and one of the two that are one; the others stay a while."""
        self._kiosks["killed"].kill()
        self._kiosks["killed"].goes()
        self._cable.pull()
        self._kiosks["unplugged"].goes()
        self._copy.kill()
        for name in ("killed", "unplugged"):
            self._kiosks[name].is_gone()
        staying = [self._kiosks[name] for name in ("unhurt", "both killed", "copied")]
        for kiosk in staying:
            eventually(lambda kiosk=kiosk: self._is_long(kiosk.stored()[0]), "a while went by", said=kiosk.stored)  # type: ignore[misc]

    @staticmethod
    def _is_long(interval: PresenceInterval) -> bool:
        return interval.heard_at - interval.from_at > STAY

    def _lose_server(self) -> None:
        """The server is killed, and one kiosk with it; once it is started again, the others come back by themselves."""
        staying = [self._kiosks[name] for name in ("unhurt", "copied")]
        self._server.kill()
        self._kiosks["both killed"].kill()
        for kiosk in [*staying, self._kiosks["both killed"]]:
            kiosk.goes()
            kiosk.may_be_back()
        self._server.start()
        for kiosk in staying:
            kiosk.comes(intervals=2)
        for kiosk in staying:
            kiosk.kill()
            kiosk.goes()
            kiosk.is_gone()


@contextmanager
def a_morning(folder: Path) -> Iterator[Morning]:
    """Give a morning that has not begun."""
    room = LinkRoom(folder / "classroom")
    server = RunningServer(room, folder / "server.log")
    with ExitStack() as later:
        later.callback(room.classroom.database.close)
        room.open_for_kiosks()
        server.start()
        later.callback(server.stop_if_running)
        cable = SlowLine(server.port)
        cable.start()
        later.callback(cable.stop)
        morning = Morning(folder, server, room, cable)
        later.callback(morning.kill_all)
        yield morning
