"""Tells the agent what of that which staff ask for was shown or put away: each once, until it is on the disk."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final

from kiosk_agent.link.client import AgentGone
from kiosk_agent.protocol.acts.orders import ActOutcome
from kiosk_agent.protocol.events import ActDone
from kiosk_agent.protocol.local import AgentAnswer, AgentRequestBody, Done, Record, RefusedReply
from kiosk_agent.protocol.problem import ProblemCode

_RETRY_SECONDS: Final = 0.5
_TRY_AGAIN: Final = (ProblemCode.STORAGE_FULL, ProblemCode.SLOW_DOWN)


class ShownActs:
    """A queue of answers."""

    def __init__(self, ask: Callable[[AgentRequestBody], Awaitable[AgentAnswer]]) -> None:
        """Ask the agent through `ask`."""
        self._ask = ask
        self._answers: deque[ActDone] = deque()
        self._answered: set[str] = set()
        self._came = asyncio.Event()

    def answer(self, act_id: str, outcome: ActOutcome) -> None:
        """Say what became of an act; a second answer to one is none."""
        if act_id not in self._answered:
            self._answered.add(act_id)
            self._answers.append(ActDone(act_id=act_id, outcome=outcome))
            self._came.set()

    async def run(self) -> None:
        """Tell for ever."""
        while True:
            await self._came.wait()
            self._came.clear()
            while self._answers:
                if await self._tell(self._answers[0]):
                    self._answers.popleft()
                else:
                    await asyncio.sleep(_RETRY_SECONDS)

    async def _tell(self, done: ActDone) -> bool:
        """Tell one, and whether that is done with: what the agent refuses for good is not told again."""
        try:
            answer = await self._ask(Record(body=done))
        except AgentGone:
            return False
        if isinstance(answer, RefusedReply):
            return answer.problem.code not in _TRY_AGAIN
        return isinstance(answer, Done)
