"""What the server does because time goes by: end what is over, follow a clock that was set, store what it has heard."""

import asyncio
from datetime import timedelta

from starlette.concurrency import run_in_threadpool

from classroom_server.accounts import repository as accounts
from classroom_server.acts import service as acts
from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.core.actors import CLOCK
from classroom_server.core.classroom import Classroom
from classroom_server.core.database import Database, Work
from classroom_server.core.limits import slowing
from classroom_server.core.live.events import work_topic
from classroom_server.core.live.presence import Presence
from classroom_server.core.logs import LOGGER, log
from classroom_server.core.steady_clock import SteadyClock
from classroom_server.help import service as hands
from classroom_server.kiosks import enrolment_window
from classroom_server.kiosks import service as kiosks
from classroom_server.presence import service as presence
from classroom_server.presence.recorder import PresenceRecorder
from classroom_server.sessions import service as sessions
from classroom_server.sign_ins import service as sign_ins
from kiosk_agent.errors import OutsetError

_LOOK_EVERY_SECONDS = 1.0
_STORE_EVERY_LOOKS = 60


async def run_housekeeping(classroom: Classroom, recorder: PresenceRecorder) -> None:
    """Run until cancelled. Whatever goes wrong is logged, and tried again at the next look: a session must end."""
    looks = 0
    while True:
        await asyncio.sleep(_LOOK_EVERY_SECONDS)
        looks += 1
        try:
            await run_in_threadpool(follow_clock, classroom.database, classroom.presence)
            await run_in_threadpool(_end_overdue, classroom)
            await run_in_threadpool(_close_enrolment, classroom.database)
            await run_in_threadpool(note_twofold_keys, classroom)
            if looks % _STORE_EVERY_LOOKS == 0:
                await run_in_threadpool(store_last_seen, classroom)
                if classroom.database.reserve is not None:
                    await run_in_threadpool(classroom.database.reserve.keep)
            await run_in_threadpool(recorder.record)
        except Exception as fault:  # noqa: BLE001 - the one loop that nobody would miss until a class does not end
            LOGGER.exception("housekeeping could not be done", extra={"facts": {"reason": _reason(fault)}})


def _reason(fault: Exception) -> str:
    return f"{fault.message}; next: {fault.hint}" if isinstance(fault, OutsetError) else type(fault).__name__


def follow_clock(database: Database, heard: Presence) -> None:
    """Follow a clock that was set, and let nothing that is counted in minutes become longer or shorter by it."""
    clock = database.clock
    if isinstance(clock, SteadyClock) and (step := clock.was_set_by()):
        with database.write(CLOCK) as work:
            move_times(work, step)
        clock.follow()
        heard.move(step)


def move_times(work: Work, step: timedelta) -> None:
    """Move what is still being counted: sessions, sign-ins, what is asked of kiosks, their presence, visits, waits."""
    log("the clock was set", seconds=step.total_seconds())
    sessions.move_open(work, step)
    hands.move_open(work, step)
    sign_ins.move_open(work, step)
    acts.move_open(work, step)
    presence.move_open(work, step)
    accounts.move_visits(work, step)
    enrolment_window.move(work, step)
    slowing.move_all(work, step)
    audit.record(work, Action.CLOCK_SET, seconds=round(step.total_seconds()))


def _end_overdue(classroom: Classroom) -> None:
    with classroom.database.read() as work:
        if not sessions.is_overdue(work):
            return
    with classroom.database.write(CLOCK) as work:
        sessions.end_overdue(work)


def _close_enrolment(database: Database) -> None:
    with database.read() as work:
        if not enrolment_window.is_overdue(work):
            return
    with database.write(CLOCK) as work:
        enrolment_window.close_overdue(work)


def note_twofold_keys(classroom: Classroom) -> None:
    """Write down which keys two machines have, each once while it lasts."""
    if twofold := classroom.presence.take_twofold():
        with classroom.database.write(CLOCK) as work:
            for kiosk_id in twofold:
                audit.record(work, Action.KEY_TWOFOLD, kiosk_id)
                work.announce(work_topic(kiosk_id))


def remember_last_seen(classroom: Classroom) -> None:
    """Go on with when each kiosk was last heard before the server was started."""
    with classroom.database.read() as work:
        known = {kiosk.kiosk_id: kiosk.last_seen_at for kiosk in kiosks.every(work)}
        classroom.presence.remember(known, work.now)


def store_last_seen(classroom: Classroom) -> None:
    """Store when each kiosk was last heard."""
    with classroom.database.write(CLOCK) as work:
        kiosks.store_last_seen(work, classroom.presence.take_last_seen(work.now))
