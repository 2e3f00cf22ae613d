"""`python -m tests.bench.server.links STATES CA URL COUNT`: kiosks of the real link code, all in one process.

Each has its key, its clock, its enrolment, its stream and its lease; no outbox and no tutor. It writes a line once all
of them are open, and one with the moments at which each was, or was locked again, whenever that is true of all.
"""

import asyncio
import json
import ssl
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

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
from kiosk_agent.protocol.enrolment import EnrolmentRequest
from kiosk_agent.protocol.sessions import Closed, SessionLease
from tests.bench.server.classroom import kiosk_folder

BUILT_AT = datetime(2026, 1, 1, tzinfo=UTC)
CLOSED = "closed"


@dataclass
class Watch:
    """When each kiosk was first told of a session, or that none is on."""

    count: int
    told: dict[str, dict[str, float]] = field(default_factory=dict)

    def note(self, kiosk_id: str, terms: SessionLease | Closed) -> None:
        """Note what a kiosk was told, and say so once all were told the same."""
        now = time.monotonic()
        what = terms.session_id if isinstance(terms, SessionLease) else CLOSED
        if what not in self.told and what != CLOSED:
            self.told = {what: {}}
        moments = self.told.setdefault(what, {})
        before = len(moments)
        moments.setdefault(kiosk_id, now)
        if before < len(moments) == self.count:
            print(json.dumps({"told": what, "moments": sorted(moments.values())}), flush=True)


class WatchedKiosk(ThisKiosk):
    """A kiosk that says when it took its terms."""

    watch: Watch

    def take_terms(self, token: str) -> SessionLease | Closed | None:
        terms = super().take_terms(token)
        if terms is not None:
            self.watch.note(terms.kiosk_id, terms)
        return terms


async def run(states: Path, ca_path: Path, url: str, count: int) -> None:
    """Be the kiosks until the process is ended."""
    context, boot, watch = pinned_context(ca_path), Boot.current(), Watch(count)
    async with asyncio.TaskGroup() as links:
        for number in range(count):
            links.create_task(_link(kiosk_folder(states, number), url, context, boot, watch))
            # As machines are switched on: not all in one instant.
            await asyncio.sleep(0.005)


async def _link(folder: Path, url: str, context: ssl.SSLContext, boot: Boot, watch: Watch) -> None:
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
    await Downlink(kiosk, server, uplink, EnrolmentRequest(public_key=device.public_key)).run()


class _NoOutbox(Outbox):
    """Stands where an outbox would."""


class _NoDisk(DiskThread):
    """Stands where its thread would."""


def main(arguments: Sequence[str]) -> int:
    """Run `count` kiosks."""
    states, ca_path, url, count = arguments
    asyncio.run(run(Path(states), Path(ca_path), url, int(count)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
