"""Many requests, one commit: what waits to be written is written together, and each is answered once that is durable.

A commit waits for the disk, which takes as long for one request as for twenty. Nobody waits for others to come: a group
is what has gathered while the one before it was committed.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from starlette.requests import HTTPConnection

from classroom_server.core.actors import Actor
from classroom_server.core.database import Database, Work
from classroom_server.core.errors import DatabaseBusy
from kiosk_agent.errors import StorageFull

Result = TypeVar("Result")
# A trainer's click waits for one group at most.
GROUP_MAXIMUM = 16


@dataclass(frozen=True)
class _Job:
    actor: Actor
    task: Callable[[Work], Any]
    done: asyncio.Future[Any]


@dataclass(frozen=True)
class _Outcome:
    result: Any
    fault: Exception | None = None


class GroupWriter:
    """Writes from one thread. Used on one event loop only."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="group-writer")
        self._guard = threading.Lock()
        self._waiting: deque[_Job] = deque()
        self._is_writing = False

    async def write(self, actor: Actor, task: Callable[[Work], Result]) -> Result:
        """Do the task in a transaction, and return its result once that is durable.

        Others may share the transaction. When a task of it raises, all of it is undone and each is done alone: a task
        may be done twice, and must change nothing but rows. Raises what the task raises, and what Database.write does.
        """
        loop = asyncio.get_running_loop()
        job = _Job(actor, task, loop.create_future())
        with self._guard:
            self._waiting.append(job)
            starts = not self._is_writing
            self._is_writing = True
        if starts:
            self._thread.submit(self._write_all, loop)
        result: Result = await job.done
        return result

    def close(self) -> None:
        """Write what waits, and end the thread."""
        self._thread.shutdown()

    def _write_all(self, loop: asyncio.AbstractEventLoop) -> None:
        while group := self._next_group():
            try:
                outcomes = self._together(group)
            except (StorageFull, DatabaseBusy) as fault:
                # It is nobody's own: to try again would take the room that was just made for staff acts.
                outcomes = [_Outcome(None, fault) for _ in group]
            except Exception:  # noqa: BLE001 - whose it is shows when each is done alone
                outcomes = [self._alone(job) for job in group]
            loop.call_soon_threadsafe(_settle, group, outcomes)

    def _next_group(self) -> Sequence[_Job]:
        with self._guard:
            group = [self._waiting.popleft() for _ in range(min(len(self._waiting), GROUP_MAXIMUM))]
            self._is_writing = bool(group)
            return group

    def _together(self, group: Sequence[_Job]) -> list[_Outcome]:
        with self._database.write(group[0].actor) as work:
            results = []
            for job in group:
                work.actor = job.actor
                results.append(job.task(work))
        return [_Outcome(result) for result in results]

    def _alone(self, job: _Job) -> _Outcome:
        try:
            with self._database.write(job.actor) as work:
                result = job.task(work)
        except Exception as fault:  # noqa: BLE001 - raised again where the task was given
            return _Outcome(None, fault)
        return _Outcome(result)


def _settle(group: Sequence[_Job], outcomes: Sequence[_Outcome]) -> None:
    for job, outcome in zip(group, outcomes, strict=True):
        if job.done.done():
            continue  # Whoever asked has gone; what was written stays.
        if outcome.fault is not None:
            job.done.set_exception(outcome.fault)
        else:
            job.done.set_result(outcome.result)


def group_writer_of(connection: HTTPConnection) -> GroupWriter:
    """Return this application's."""
    writer: GroupWriter = connection.app.state.group_writer
    return writer
