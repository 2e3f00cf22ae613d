"""Keeps hold of the agent: connects, listens, and connects again, so that no screen needs to know that it went away."""

import asyncio
from collections.abc import Callable

from kiosk_agent.protocol.local import AgentRequestBody, KioskState
from kiosk_agent.tutor.counterparts import GONE, Agent, AgentAnswer, AgentConnector

RECONNECT_SECONDS = 0.3


class AgentGone(Exception):
    """The agent is not there now. It will be again: whoever asked keeps what it had and asks again."""


class AgentContact:
    """One lasting contact made of as many connections as it takes."""

    def __init__(self, connect: AgentConnector, hear: Callable[[KioskState | None], None]) -> None:
        """Call `hear` with each state, and with None when the agent has gone."""
        self._connect = connect
        self._hear = hear
        self._agent: Agent | None = None

    async def run(self) -> None:
        """Stay in contact until cancelled."""
        while True:
            try:
                async with self._connect() as agent:
                    self._agent = agent
                    async for state in agent.states():
                        self._hear(state)
            except GONE:
                pass  # Nobody at this screen can do anything about it; the loop is the answer.
            self._agent = None
            self._hear(None)
            await asyncio.sleep(RECONNECT_SECONDS)

    async def request(self, body: AgentRequestBody) -> AgentAnswer:
        """Ask, and return the answer. Raises AgentGone."""
        if self._agent is None:
            raise AgentGone
        try:
            return await self._agent.request(body)
        except GONE as error:
            raise AgentGone from error
