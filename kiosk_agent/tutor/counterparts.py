"""The two programs that the tutor talks to, as it sees them. It asks; the agent and the runner decide."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from kiosk_agent.errors import OutsetError
from kiosk_agent.protocol.framing import FrameInvalid
from kiosk_agent.protocol.local import AgentRequestBody, Done, DraftsFound, KioskState, RefusedReply, SignedIn
from kiosk_agent.protocol.results import Judgement, Submission

AgentAnswer = Done | SignedIn | DraftsFound | RefusedReply

# What a client raises when the other end is not there, or went away in the middle.
GONE = (OSError, EOFError, FrameInvalid, OutsetError)


class Agent(Protocol):
    """The program that holds the network and the disk."""

    def states(self) -> AsyncIterator[KioskState]:
        """Yield the kiosk's state now and at each change, until the agent goes away."""
        ...

    async def request(self, body: AgentRequestBody) -> AgentAnswer:
        """Ask, and return the answer. Raises one of GONE."""
        ...


class Runner(Protocol):
    """The program that runs learner code in a jail."""

    async def judge(self, submission: Submission) -> Judgement:
        """Run and judge. Raises one of GONE when no jail can be had."""
        ...


AgentConnector = Callable[[], AbstractAsyncContextManager[Agent]]
"""Connects, or raises one of GONE."""
