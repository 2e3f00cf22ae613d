"""What the tests of the agent's service share."""

import asyncio
from collections.abc import Awaitable, Callable

from kiosk_agent.link.client import AgentClient
from kiosk_agent.protocol.events import AttemptMade, DraftSaved
from kiosk_agent.protocol.local import (
    AgentRequestBody,
    ChangePin,
    Condition,
    Done,
    Drafts,
    DraftsFound,
    KioskState,
    Record,
    RefusedReply,
    SignedIn,
    SignOut,
)
from kiosk_agent.protocol.problem import ProblemCode
from kiosk_agent.protocol.results import Submission, Verdict
from kiosk_agent.protocol.sessions import CurrentSignIn
from tests.support.judgements import judgement_of
from tests.support.link.kiosk_house import until
from tests.support.link.link_room import LinkRoom
from tests.support.waiting import LIMIT_SECONDS
from tests.support.work import text_of, work_of


def draft(source: str, exercise: str = "two-values") -> Record:
    return Record(body=DraftSaved(track="javascript", exercise=exercise, files=work_of(source)))


def attempt(source: str, verdict: Verdict = Verdict.WRONG_ANSWER) -> Record:
    submission = Submission(track="javascript", exercise="two-values", files=work_of(source))
    return Record(body=AttemptMade(submission=submission, judgement=judgement_of(verdict)))


async def done(client: AgentClient, body: Record | ChangePin | SignOut) -> None:
    answer = await client.request(body)
    while isinstance(answer, RefusedReply) and answer.problem.code is ProblemCode.SLOW_DOWN:
        # As the tutor does: the agent takes a burst, and then no faster than it can flush.
        await asyncio.sleep(answer.problem.retry_after_seconds or 0)
        answer = await client.request(body)
    assert isinstance(answer, Done), answer


def is_in(condition: Condition) -> Callable[[KioskState], bool]:
    return lambda state: state.condition is condition


async def signed_in(client: AgentClient, room: LinkRoom) -> CurrentSignIn:
    await until(client, is_in(Condition.OPEN))
    answer = await client.request(room.sign_in())
    assert isinstance(answer, SignedIn), answer
    await until(client, is_in(Condition.SIGNED_IN))
    return answer.sign_in


async def delivered(client: AgentClient) -> None:
    # The state that counts what was recorded last is pushed by the time that another answer comes.
    await client.request(Drafts())
    await until(client, lambda state: state.server_answers and state.waiting_events == 0)


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
