"""The agent put together: what it is made of, which loops it runs, and how it stops."""

import asyncio
import platform
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack

from kiosk_agent.errors import ServerUnreachable
from kiosk_agent.files import make_private_folder, remove_unfinished
from kiosk_agent.link.outbox.disk import DiskThread
from kiosk_agent.link.outbox.outbox import Outbox
from kiosk_agent.link.server.downlink import Downlink
from kiosk_agent.link.server.power import PowerOrders
from kiosk_agent.link.server.screen_line import ScreenLine
from kiosk_agent.link.server.server import ClassroomServer, ServerRefused
from kiosk_agent.link.server.sign_outs import SignOutOrders
from kiosk_agent.link.server.signing import DeviceSignature
from kiosk_agent.link.server.tls import pinned_context
from kiosk_agent.link.server.uplink import Uplink
from kiosk_agent.link.state.boot import Boot
from kiosk_agent.link.state.clock import ServerClock
from kiosk_agent.link.state.identity import DeviceKey
from kiosk_agent.link.state.kiosk import ThisKiosk
from kiosk_agent.link.tutor.requests import TutorRequests
from kiosk_agent.link.tutor.tutor_socket import TutorSocket
from kiosk_agent.protocol.acts.orders import KNOWN_ACTS, POWER_ACTS
from kiosk_agent.protocol.enrolment import EnrolmentRequest
from kiosk_agent.protocol.peer import tutor_uid
from kiosk_agent.settings import KioskSettings, is_development
from kiosk_agent.supervision import Supervisor

REVIEW_SECONDS = 1.0
# The boot clock drifts by some seconds a day at most.
SYNC_EVERY_SECONDS = 600.0
NAME_CHARACTERS = 40


async def run(settings: KioskSettings, boot: Boot, supervisor: Supervisor, stop: asyncio.Event) -> None:
    """Be the agent until `stop` is set. Raises OutsetError for what cannot be begun."""
    uid = tutor_uid(settings.tutor_account)
    make_private_folder(settings.state_path)
    remove_unfinished(settings.state_path)
    device = DeviceKey.load_or_make(settings.state_path)
    clock = ServerClock(boot, settings.built_at, settings.state_path)
    kiosk = ThisKiosk(
        device=device,
        clock=clock,
        boot=boot,
        state_folder=settings.state_path,
        memory_folder=settings.agent_socket.parent,
        development=is_development(),
    )
    async with AsyncExitStack() as stack:
        outbox = Outbox(settings.state_path, clock.now)
        stack.callback(outbox.close)
        disk = DiskThread()
        stack.callback(disk.close)
        server = ClassroomServer(
            str(settings.server_url).rstrip("/"),
            pinned_context(settings.ca_path),
            DeviceSignature(device, clock.server_time, clock.nonce_mark),
            clock,
            boot,
            kiosk.on_contact,
        )
        stack.push_async_callback(server.close)
        uplink = Uplink(kiosk, server, outbox, disk)
        screens = ScreenLine(kiosk, server)
        requests = TutorRequests(kiosk, server, uplink, outbox, disk, screens)
        await requests.resume()
        tutor_socket = TutorSocket(settings.agent_socket, uid, kiosk, requests)
        await tutor_socket.listen()
        stack.push_async_callback(tutor_socket.close)
        supervisor.ready()
        await _turn(
            stop,
            *_going_down(settings, kiosk, uplink, requests),
            uplink.run(),
            screens.run(),
            SignOutOrders(kiosk, uplink, requests.settled).run(),
            Downlink(kiosk, server, uplink, _enrolment(settings, device)).run(),
            _review(kiosk, requests, disk),
            _keep_time(kiosk, server),
            _live(supervisor),
        )
        supervisor.stopping()


async def _turn(stop: asyncio.Event, *loops: Coroutine[None, None, None]) -> None:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(loop) for loop in loops]
        await stop.wait()
        for task in tasks:
            task.cancel()


def _going_down(
    settings: KioskSettings, kiosk: ThisKiosk, uplink: Uplink, requests: TutorRequests
) -> Iterator[Coroutine[None, None, None]]:
    if settings.power_path is not None:
        folders = {"state_folder": settings.state_path, "power_folder": settings.power_path}
        yield PowerOrders(kiosk, uplink, requests.nobody_is_in, **folders).run()


def _enrolment(settings: KioskSettings, device: DeviceKey) -> EnrolmentRequest:
    try:
        image_version = platform.freedesktop_os_release().get("IMAGE_VERSION", "")
    except OSError:
        image_version = ""
    return EnrolmentRequest(
        public_key=device.public_key,
        proposed_name=settings.kiosk_name[:NAME_CHARACTERS],
        image_version=image_version[:NAME_CHARACTERS],
        # A machine on which nobody listens for the word is never asked to go down.
        acts=KNOWN_ACTS if settings.power_path is None else (*KNOWN_ACTS, *POWER_ACTS),
    )


async def _review(kiosk: ThisKiosk, requests: TutorRequests, disk: DiskThread) -> None:
    while True:
        kiosk.review()
        await requests.close_when_due()
        await disk.run(kiosk.clock.store)
        await disk.run(kiosk.witness.store)
        await asyncio.sleep(REVIEW_SECONDS)


async def _keep_time(kiosk: ThisKiosk, server: ClassroomServer) -> None:
    while True:
        await asyncio.sleep(SYNC_EVERY_SECONDS)
        if kiosk.server_answers:
            try:
                await server.sync_clock()
            except (ServerUnreachable, ServerRefused):
                continue  # the boot clock is good for the next ten minutes too


async def _live(supervisor: Supervisor) -> None:
    while supervisor.watchdog_seconds:
        supervisor.alive()
        await asyncio.sleep(supervisor.watchdog_seconds)
