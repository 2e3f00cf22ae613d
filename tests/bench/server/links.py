"""`python -m tests.bench.server.links STATES CA URL COUNT`: kiosks of the real link code, all in one process.

Each has its key, its clock, its enrolment, its stream and its lease; no outbox and no tutor. Once all of them were told
of a session, of its later end, that none is on or that attention is asked, or are back at a server that had gone, it
writes a line that says what it was, and the moments; asked by SIGUSR1, how many bytes they have sent so far.
"""

import asyncio
import gc
import ipaddress
import json
import signal
import ssl
import sys
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk_agent.files import make_private_folder
from kiosk_agent.link.outbox.disk import DiskThread
from kiosk_agent.link.outbox.outbox import Outbox
from kiosk_agent.link.server.downlink import Downlink
from kiosk_agent.link.server.server import ClassroomServer
from kiosk_agent.link.server.signing import DeviceSignature
from kiosk_agent.link.server.tls import pinned_context
from kiosk_agent.link.server.uplink import Uplink
from kiosk_agent.link.state.boot import Boot
from kiosk_agent.link.state.clock import ServerClock
from kiosk_agent.link.state.identity import DeviceKey
from kiosk_agent.link.state.kiosk import ThisKiosk
from kiosk_agent.protocol.acts.orders import KNOWN_ACTS, Orders
from kiosk_agent.protocol.enrolment import EnrolmentRequest
from kiosk_agent.protocol.sessions import Closed, SessionLease
from tests.bench.server.classroom import kiosk_folder

BUILT_AT = datetime(2026, 1, 1, tzinfo=UTC)
CLOSED = "closed"
BACK = "back"
SENT = "sent"
# An end that moved by less is the same, counted by a kiosk's clock.
LATER = timedelta(minutes=5)


def in_session(session_id: str, extended: int = 0) -> str:
    """Return what kiosks are told while a session is on that was extended so often."""
    return f"{session_id} {extended}"


def asked(times: int) -> str:
    """Return what kiosks are told when attention is asked for the so many-th time."""
    return f"asked {times}"


@dataclass
class _Told:
    """What a kiosk was told last."""

    session_id: str | None = None
    ends_at: datetime = BUILT_AT
    extended: int = 0
    what: str = ""
    act_id: str = ""
    asked: int = 0

    def take(self, terms: SessionLease | Closed) -> bool:
        """Take what it was told, and tell whether that is new."""
        before = self.what
        if isinstance(terms, SessionLease):
            ends_at = terms.issued_at + timedelta(seconds=terms.remaining_seconds)
            is_later = terms.session_id == self.session_id and ends_at - self.ends_at > LATER
            self.extended = self.extended + is_later if terms.session_id == self.session_id else 0
            self.session_id, self.ends_at = terms.session_id, ends_at
            self.what = in_session(terms.session_id, self.extended)
        else:
            self.what = CLOSED
        return self.what != before


@dataclass
class Watch:
    """When each kiosk was told something new, and was back at a server that had gone."""

    count: int
    told: defaultdict[str, _Told] = field(default_factory=lambda: defaultdict(_Told))
    moments: defaultdict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    away: set[str] = field(default_factory=set)

    def take(self, kiosk_id: str, terms: SessionLease | Closed) -> None:
        """Note what a kiosk was told, and say so once all were told the same."""
        told = self.told[kiosk_id]
        if told.take(terms):
            self._note(told.what, kiosk_id)
        if kiosk_id in self.away:
            self.away.remove(kiosk_id)
            self._note(BACK, kiosk_id)

    def take_orders(self, kiosk_id: str, orders: Orders) -> None:
        """Note that attention was asked of a kiosk."""
        told = self.told[kiosk_id]
        if orders.attention is not None and orders.attention.act_id != told.act_id:
            told.act_id, told.asked = orders.attention.act_id, told.asked + 1
            self._note(asked(told.asked), kiosk_id)

    def _note(self, what: str, kiosk_id: str) -> None:
        moments = self.moments[what]
        moments[kiosk_id] = time.monotonic()
        if what == BACK and self.away:
            return
        # Fewer that are back are those whose own lines had broken.
        if len(moments) == self.count:
            print(json.dumps({"told": what, "moments": list(moments.values())}), flush=True)
        if len(moments) == self.count or what == BACK:
            del self.moments[what]


class WatchedKiosk(ThisKiosk):
    """A kiosk that says when it took its terms."""

    watch: Watch

    def on_contact(self, *, answers: bool) -> None:
        if self.server_answers and not answers and self.enrolment:
            self.watch.away.add(self.enrolment.kiosk_id)
        super().on_contact(answers=answers)

    def take_terms(self, token: str) -> SessionLease | Closed | None:
        terms = super().take_terms(token)
        if terms is not None:
            self.watch.take(terms.kiosk_id, terms)
        return terms

    def take_orders(self, token: str) -> Orders | None:
        orders = super().take_orders(token)
        if orders is not None:
            self.watch.take_orders(orders.kiosk_id, orders)
        return orders


# Each kiosk has an address of its own, as in a room: strangers at one address wait for each other.
ADDRESSES = ipaddress.ip_network("127.16.0.0/12")
own_address: ContextVar[str] = ContextVar("own_address")


class RoomLoop(asyncio.SelectorEventLoop):
    """Connects from the address of the kiosk whose task asks for it, and counts what goes out."""

    def __init__(self) -> None:
        super().__init__()
        self.sent_bytes = 0

    async def create_connection(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - passed on
        """Do as every loop."""
        options["local_addr"] = (own_address.get(), 0)
        connection: Any = await super().create_connection(*arguments, **options)
        transport = connection[0]
        write = transport.write

        def count(data: bytes) -> None:
            self.sent_bytes += len(data)
            write(data)

        # Below TLS: what is counted here is what goes over the line.
        transport.write = count
        return connection

    def say_sent(self) -> None:
        """Say how many bytes went out so far."""
        print(json.dumps({"told": SENT, "moments": [self.sent_bytes]}), flush=True)


Beside = Callable[[WatchedKiosk, ClassroomServer], Awaitable[None]]
"""What a kiosk does beside its link."""


async def nothing_beside(_kiosk: WatchedKiosk, _server: ClassroomServer) -> None:
    """Have nobody at the kiosks."""


async def run(states: Path, ca_path: Path, url: str, count: int, beside: Beside) -> None:
    """Be the kiosks until the process is ended."""
    # A machine of its own has one kiosk to look through for what nothing refers to any more, and not five hundred.
    gc.disable()
    context, boot, watch = pinned_context(ca_path), Boot.current(), Watch(count)
    async with asyncio.TaskGroup() as links:
        for number in range(count):
            links.create_task(_link(states, number, url, context, boot, watch, beside))
            # As machines are switched on: not all in one instant.
            await asyncio.sleep(0.005)


async def _link(
    states: Path, number: int, url: str, context: ssl.SSLContext, boot: Boot, watch: Watch, beside: Beside
) -> None:
    own_address.set(str(ADDRESSES[number + 1]))
    folder = kiosk_folder(states, number)
    memory = folder / "run"
    make_private_folder(memory)
    device = DeviceKey.load_or_make(folder)
    clock = ServerClock(boot, BUILT_AT, folder)
    kiosk = WatchedKiosk(
        device=device, clock=clock, boot=boot, state_folder=folder, memory_folder=memory, development=False
    )
    kiosk.watch = watch
    signature = DeviceSignature(device, clock.server_time, clock.nonce_mark)
    server = ClassroomServer(url, context, signature, clock, boot, kiosk.on_contact)
    # Never run: this kiosk has nothing to tell.
    uplink = Uplink(kiosk, server, _NoOutbox.__new__(_NoOutbox), _NoDisk.__new__(_NoDisk))
    enrolment = EnrolmentRequest(public_key=device.public_key, acts=KNOWN_ACTS)
    await asyncio.gather(Downlink(kiosk, server, uplink, enrolment).run(), beside(kiosk, server))


class _NoOutbox(Outbox):
    """Stands where an outbox would."""


class _NoDisk(DiskThread):
    """Stands where its thread would."""


def main(arguments: Sequence[str], beside: Beside = nothing_beside) -> int:
    """Run `count` kiosks."""
    states, ca_path, url, count = arguments
    with asyncio.Runner(loop_factory=RoomLoop) as runner:
        loop = runner.get_loop()
        assert isinstance(loop, RoomLoop)
        loop.add_signal_handler(signal.SIGUSR1, loop.say_sent)
        runner.run(run(Path(states), Path(ca_path), url, int(count), beside))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
