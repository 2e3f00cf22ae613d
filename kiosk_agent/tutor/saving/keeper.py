"""Sees that what a learner writes is on the kiosk's disk within a second, and says "saved" only when it is."""

import asyncio
import contextlib
import uuid
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import assert_never

from kiosk_agent.link.client import AgentGone
from kiosk_agent.link.state.change_signal import ChangeSignal
from kiosk_agent.protocol.events import AttemptMade, DraftSaved, EventBody
from kiosk_agent.protocol.local import AgentAnswer, AgentRequestBody, Done, DraftsFound, Record, RefusedReply, SignedIn
from kiosk_agent.protocol.problem import ProblemCode
from kiosk_agent.tutor.state.keeping import NOT_KEPT, Keeping

# A pause in typing saves at once; typing without a pause is saved this long after its first key. Together with the
# disk that is within DRAFT_LOCAL_SECONDS.
PAUSE_SECONDS = 0.25
LONGEST_SECONDS = 0.7
RETRY_SECONDS = 0.5
# When the agent says nothing for this long, the screen says that it is not saved yet.
LATE_SECONDS = 1.5
LAST_CALL_SECONDS = 5.0


_TROUBLES = {ProblemCode.STORAGE_FULL: Keeping.DISK_FULL, ProblemCode.SLOW_DOWN: Keeping.SAVING}


class WorkKeeper:
    """Hands drafts and attempts to the agent, each until the agent says that it is on the disk."""

    def __init__(
        self,
        ask: Callable[[AgentRequestBody], Awaitable[AgentAnswer]],
        tell: Callable[[Keeping], object],
    ) -> None:
        """Ask the agent through `ask`; call `tell` at each change of what is true."""
        self._ask = ask
        self._tell = tell
        self._drafts: dict[tuple[str, str], dict[str, str]] = {}
        self._events: deque[Record] = deque()
        self._trying: Record | None = None
        self._sign_in_id: str | None = None
        self._first_key_at: float | None = None
        self._last_key_at = 0.0
        self._woken = asyncio.Event()
        self._is_hurried = False
        self._stirred = ChangeSignal()
        """Sent when a pause in typing is not to be waited for."""
        self._settled = ChangeSignal()
        """Sent when an event is on the disk, or something keeps it from it."""
        self._idle = asyncio.Event()
        self._idle.set()
        self.keeping = Keeping.UNTOUCHED

    def begin(self, sign_in_id: str) -> None:
        """Keep the work of this sign-in from now on, until `wipe`."""
        self._sign_in_id = sign_in_id

    def type(self, track: str, exercise: str, files: Mapping[str, str]) -> None:
        """Take the files as they are after a key."""
        self._last_key_at = _now()
        if self._first_key_at is None:
            self._first_key_at = self._last_key_at
        self._drafts[track, exercise] = dict(files)
        if self.keeping in (Keeping.UNTOUCHED, Keeping.SAVED):
            self._change(Keeping.SAVING)
        self._wake()

    def record(self, event: EventBody, sign_in_id: str) -> str:
        """Take an event that is not a draft, and whose it is: a run may end when its learner has left.

        Return its id.
        """
        named = _named(event, sign_in_id)
        self._events.append(named)
        if self._has_attempts() and self.keeping in (Keeping.UNTOUCHED, Keeping.SAVED):
            self._change(Keeping.SAVING)
        self._stirred.send()
        self._wake()
        return named.event_id or ""

    async def kept(self, event_id: str) -> None:
        """Return when this event is on the disk, or once `keeping` says that something keeps it from there."""
        while self.keeping not in NOT_KEPT and any(event.event_id == event_id for event in self._events):
            await self._settled.listen().wait()

    async def flush(self, timeout_seconds: float) -> bool:
        """Hand over everything now. Return whether all of it is on the disk when the time is up."""
        self._is_hurried = True
        self._stirred.send()
        try:
            async with asyncio.timeout(timeout_seconds):
                await self._idle.wait()
        except TimeoutError:
            return False
        finally:
            self._is_hurried = False
        return True

    async def last_call(self, left: Sequence[Record]) -> None:
        """Hand over once more what `wipe` found not yet on the disk: the agent takes it for a moment after the end."""
        with contextlib.suppress(AgentGone, TimeoutError):
            async with asyncio.timeout(LAST_CALL_SECONDS):
                for event in left:
                    await self._ask(event)

    def wipe(self) -> Sequence[Record]:
        """Forget everything, and return what of the learner's work was not on the disk yet."""
        left = [self._draft(key, files) for key, files in self._drafts.items()]
        left += [event for event in self._events if isinstance(event.body, AttemptMade)]
        self._trying = self._sign_in_id = None
        self._drafts.clear()
        self._events.clear()
        self._first_key_at = None
        self._idle.set()
        self.keeping = Keeping.UNTOUCHED
        self._settled.send()
        return left

    async def run(self) -> None:
        """Hand over what comes until cancelled."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            while self._drafts or self._events:
                await self._pause()
                trouble = await self._hand_over()
                if trouble is not None and (self._drafts or self._events):
                    self._change(trouble)
                    await asyncio.sleep(RETRY_SECONDS)
            self._idle.set()

    def _wake(self) -> None:
        self._idle.clear()
        self._woken.set()

    def _change(self, keeping: Keeping) -> None:
        if keeping is not self.keeping:
            self.keeping = keeping
            self._tell(keeping)
            self._settled.send()

    async def _pause(self) -> None:
        """Wait for a pause in typing, but never past the longest time that a key may wait."""
        while self._first_key_at is not None and not self._is_hurried and not self._events:
            stirred = self._stirred.listen()
            due = min(self._last_key_at + PAUSE_SECONDS, self._first_key_at + LONGEST_SECONDS)
            left = due - _now()
            if left <= 0:
                return
            try:
                async with asyncio.timeout(left):
                    await stirred.wait()
            except TimeoutError:
                continue

    async def _hand_over(self) -> Keeping | None:
        """Hand over one draft or else one event. Return what stands in the way, or None when it went."""
        self._first_key_at = None
        trouble = None
        if self._drafts:
            key, files = next(iter(self._drafts.items()))
            trouble = await self._send(self._record(self._draft(key, files)))
            if trouble is None:
                self._trying = None
            # A key that came in the meantime keeps its place; the wipe of a sign-out too.
            if trouble is None and self._drafts.get(key) == files:
                del self._drafts[key]
        elif self._events:
            event = self._events[0]
            trouble = await self._send(event)
            if trouble is Keeping.REFUSED and not self._is_current(event):
                # The agent knows nothing of who left any more: to try again would hold up who is here now.
                trouble = None
            if trouble is None and self._events and self._events[0] is event:
                self._events.popleft()
                self._settled.send()
        if trouble is None and not self._drafts and not self._has_attempts() and self.keeping is not Keeping.UNTOUCHED:
            self._change(Keeping.SAVED)
        return trouble

    def _has_attempts(self) -> bool:
        return any(isinstance(event.body, AttemptMade) and self._is_current(event) for event in self._events)

    def _is_current(self, event: Record) -> bool:
        return event.sign_in_id == self._sign_in_id

    def _draft(self, key: tuple[str, str], files: Mapping[str, str]) -> Record:
        return _named(DraftSaved(track=key[0], exercise=key[1], files=files), self._sign_in_id)

    def _record(self, draft: Record) -> Record:
        """Return the draft under the name it was tried under before, if it was: so it is kept once."""
        if self._trying is None or self._trying.body != draft.body:
            self._trying = draft
        return self._trying

    async def _send(self, event: Record) -> Keeping | None:
        asking = asyncio.ensure_future(self._ask(event))
        await asyncio.wait({asking}, timeout=LATE_SECONDS)
        if not asking.done() and (self._drafts or self._events):
            self._change(Keeping.AGENT_GONE)
        try:
            answer = await asking
        except AgentGone:
            return Keeping.AGENT_GONE
        match answer:
            case Done():
                return None
            case RefusedReply(problem=problem):
                return _TROUBLES.get(problem.code, Keeping.REFUSED)
            case SignedIn() | DraftsFound():
                return Keeping.REFUSED
            case _:
                assert_never(answer)


def _now() -> float:
    return asyncio.get_running_loop().time()


def _named(event: EventBody, sign_in_id: str | None) -> Record:
    return Record(event_id=str(uuid.uuid4()), sign_in_id=sign_in_id, body=event)
