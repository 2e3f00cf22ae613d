"""What the server does because time goes by: end a session that is over, store when kiosks were last heard."""

import asyncio

from starlette.concurrency import run_in_threadpool

from classroom_server.core.actors import CLOCK
from classroom_server.core.classroom import Classroom
from classroom_server.core.logs import LOGGER
from classroom_server.kiosks import service as kiosks
from classroom_server.sessions import service as sessions
from kiosk_agent.errors import OutsetError

_LOOK_EVERY_SECONDS = 1.0
_STORE_EVERY_LOOKS = 60


async def run_housekeeping(classroom: Classroom) -> None:
    """Run until cancelled. Whatever goes wrong is logged, and tried again at the next look: a session must end."""
    looks = 0
    while True:
        await asyncio.sleep(_LOOK_EVERY_SECONDS)
        looks += 1
        try:
            await run_in_threadpool(_end_overdue, classroom)
            if looks % _STORE_EVERY_LOOKS == 0:
                await run_in_threadpool(store_last_seen, classroom)
        except Exception as fault:  # noqa: BLE001 - the one loop that nobody would miss until a class does not end
            LOGGER.exception("housekeeping could not be done", extra={"facts": {"reason": _reason(fault)}})


def _reason(fault: Exception) -> str:
    return f"{fault.message}; next: {fault.hint}" if isinstance(fault, OutsetError) else type(fault).__name__


def _end_overdue(classroom: Classroom) -> None:
    with classroom.database.read() as work:
        if not sessions.is_overdue(work):
            return
    with classroom.database.write(CLOCK) as work:
        sessions.end_overdue(work)


def store_last_seen(classroom: Classroom) -> None:
    """Store when each kiosk was last heard."""
    with classroom.database.write(CLOCK) as work:
        kiosks.store_last_seen(work, classroom.presence.take_last_seen(work.now))
