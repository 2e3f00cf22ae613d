"""What the tests of the real agent against the real server share."""

import asyncio
from collections.abc import Awaitable, Callable

from kiosk_agent.link.client import AgentClient
from kiosk_agent.protocol.enrolment import Approval
from kiosk_agent.protocol.events import AttemptMade
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
from kiosk_agent.protocol.results import Submission, Verdict
from kiosk_agent.protocol.sessions import CurrentSignIn, SignInRequest
from tests.support.judgements import judgement_of
from tests.support.link.kiosk_house import until
from tests.support.link.programs import LEARNER_NUMBER, Classroom, KioskProgram
from tests.support.waiting import eventually_in_loop
from tests.support.work import text_of, work_of

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


def attempt(source: str, verdict: Verdict = Verdict.WRONG_ANSWER) -> Record:
    judgement = judgement_of(verdict)
    submission = Submission(track="javascript", exercise="two-values", files=work_of(source))
    return Record(body=AttemptMade(submission=submission, judgement=judgement))


async def approved(client: AgentClient, classroom: Classroom) -> None:
    shown = await until(client, lambda state: state.approval is Approval.PENDING)
    classroom.approve(shown.fingerprint)
    await until(client, lambda state: state.condition is Condition.OPEN)


async def signed_in(client: AgentClient, classroom: Classroom) -> CurrentSignIn:
    await approved(client, classroom)
    answer = await client.request(
        SignIn(request=SignInRequest(number=LEARNER_NUMBER, pin=classroom.pin, language="es"))
    )
    assert isinstance(answer, SignedIn), answer
    return answer.sign_in


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


async def delivered(client: AgentClient) -> None:
    # The state that counts what was recorded last is pushed by the time that another answer comes.
    await client.request(Drafts())
    await until(client, lambda state: state.server_answers and state.waiting_events == 0)


async def until_true(wanted: Callable[[], bool], what: str) -> None:
    await eventually_in_loop(wanted, what)
