"""What the tests of the real agent against the real server share."""

import asyncio
from collections.abc import Awaitable, Callable

from kiosk_agent.link.client import AgentClient
from kiosk_agent.protocol.enrolment import Approval
from kiosk_agent.protocol.local import (
    ChangePin,
    Condition,
    Done,
    Drafts,
    DraftsFound,
    Record,
    RefusedReply,
    SignedIn,
    SignIn,
    SignOut,
)
from kiosk_agent.protocol.problem import ProblemCode
from kiosk_agent.protocol.sessions import SignInRequest
from tests.support.link.kiosk_house import until
from tests.support.link.programs import LEARNER_NUMBER, Classroom, KioskProgram
from tests.support.work import text_of

OWN_PIN = "482915"


def play(kiosk: KioskProgram, lesson: Callable[[AgentClient], Awaitable[None]]) -> None:
    async def open_client() -> None:
        async with AgentClient(kiosk.socket) as client:
            await lesson(client)

    try:
        asyncio.run(open_client())
    except BaseException:
        print(kiosk.program.log.read_text())
        raise


async def approved(client: AgentClient, classroom: Classroom) -> None:
    shown = await until(client, lambda state: state.approval is Approval.PENDING)
    classroom.approve(shown.fingerprint)
    await until(client, lambda state: state.condition is Condition.OPEN)


async def approved_and_signed_in(client: AgentClient, classroom: Classroom) -> None:
    await approved(client, classroom)
    answer = await client.request(
        SignIn(request=SignInRequest(number=LEARNER_NUMBER, pin=classroom.pin, language="es"))
    )
    assert isinstance(answer, SignedIn), answer


async def draft_sources(client: AgentClient) -> list[str]:
    found = await client.request(Drafts())
    assert isinstance(found, DraftsFound), found
    return [text_of(kept.files) for kept in found.drafts]


async def done(client: AgentClient, body: Record | ChangePin | SignOut) -> None:
    answer = await client.request(body)
    while isinstance(answer, RefusedReply) and answer.problem.code is ProblemCode.SLOW_DOWN:
        # As the tutor does: the agent takes a burst, and then no faster than it can flush.
        await asyncio.sleep(answer.problem.retry_after_seconds or 0)
        answer = await client.request(body)
    assert isinstance(answer, Done), answer
