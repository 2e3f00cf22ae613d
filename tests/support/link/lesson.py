"""What the tests of the agent's service share."""

import asyncio
from collections.abc import Awaitable, Callable

from kiosk_agent.link.client import AgentClient
from kiosk_agent.protocol.events import DraftSaved
from kiosk_agent.protocol.local import (
    AgentRequestBody,
    Condition,
    Drafts,
    DraftsFound,
    KioskState,
    Record,
    RefusedReply,
    SignedIn,
    SignIn,
)
from kiosk_agent.protocol.problem import ProblemCode
from kiosk_agent.protocol.sessions import SignInRequest
from tests.support.link.kiosk_house import until
from tests.support.link.model_server import PIN
from tests.support.waiting import LIMIT_SECONDS
from tests.support.work import text_of, work_of

SIGN_IN = SignIn(request=SignInRequest(number="17", pin=PIN, language="en"))


def draft(source: str, exercise: str = "two-values") -> Record:
    return Record(body=DraftSaved(track="javascript", exercise=exercise, files=work_of(source)))


def is_in(condition: Condition) -> Callable[[KioskState], bool]:
    return lambda state: state.condition is condition


async def signed_in(client: AgentClient) -> AgentClient:
    await until(client, is_in(Condition.OPEN))
    answer = await client.request(SIGN_IN)
    assert isinstance(answer, SignedIn), answer
    await until(client, is_in(Condition.SIGNED_IN))
    return client


async def refusal(client: AgentClient, body: AgentRequestBody) -> ProblemCode:
    answer = await client.request(body)
    assert isinstance(answer, RefusedReply), answer
    return answer.problem.code


async def drafts(client: AgentClient) -> dict[str, str]:
    found = await client.request(Drafts())
    assert isinstance(found, DraftsFound)
    return {kept.exercise: text_of(kept.files) for kept in found.drafts}


def run(lesson: Callable[[], Awaitable[None]]) -> None:
    async def limited() -> None:
        async with asyncio.timeout(LIMIT_SECONDS):
            await lesson()

    asyncio.run(limited())
