import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from kiosk_agent.link.client import AgentClient
from kiosk_agent.protocol.events import AttemptMade, ExerciseOpened
from kiosk_agent.protocol.limits import DRAFT_LOCAL_SECONDS
from kiosk_agent.protocol.problem import Problem, ProblemCode
from kiosk_agent.protocol.results import Submission
from kiosk_agent.tutor.saving.keeper import WorkKeeper
from kiosk_agent.tutor.state.keeping import Keeping
from tests.support.skipped_time import run_skipping
from tests.support.tutor.socket_fakes import FakeAgent, judgement
from tests.support.waiting import eventually_in_loop
from tests.support.work import work_of

ATTEMPT = AttemptMade(submission=Submission(track="t", exercise="e", files=work_of("x")), judgement=judgement())


Script = Callable[[WorkKeeper, FakeAgent, list[Keeping]], Awaitable[None]]


def keep(script: Script) -> FakeAgent:
    """Play `script` with a keeper, the agent at the end of its socket, and what the keeper told; return the agent."""

    async def run(folder: Path) -> FakeAgent:
        agent = FakeAgent(folder / "agent")
        await agent.come()
        told: list[Keeping] = []
        async with AgentClient(folder / "agent") as client:
            keeper = WorkKeeper(client.request, told.append)
            keeper.begin("s1")
            running = asyncio.create_task(keeper.run())
            await eventually_in_loop(lambda: agent.is_connected, "the keeper reaches its agent")
            await script(keeper, agent, told)
            running.cancel()
        await agent.go()
        return agent

    with tempfile.TemporaryDirectory() as folder:
        return run_skipping(run(Path(folder)))


def now() -> float:
    return asyncio.get_running_loop().time()


async def pass_seconds(seconds: float) -> None:
    """Let the time of the keeper and its agent go on; nobody waits for it."""
    await asyncio.sleep(seconds)


def test_saved_is_said_only_after_the_disk_has_it() -> None:
    async def script(keeper: WorkKeeper, agent: FakeAgent, told: list[Keeping]) -> None:
        agent.gate.clear()
        keeper.type("t", "e", work_of("a"))
        await pass_seconds(0.5)
        assert told == [Keeping.SAVING]
        agent.gate.set()
        await eventually_in_loop(lambda: told == [Keeping.SAVING, Keeping.SAVED], "it is told")

    assert keep(script).drafts == ["a"]


def test_typing_without_a_pause_is_saved_all_the_same_within_a_second() -> None:
    async def script(keeper: WorkKeeper, agent: FakeAgent, _: list[Keeping]) -> None:
        began = now()
        while now() - began < 2.2:
            keeper.type("t", "e", work_of(f"{now() - began:.2f}"))
            await pass_seconds(0.05)
        ages = [at - began - float(source) for at, source in zip(agent.kept_at, agent.drafts, strict=True)]
        gaps = [later - earlier for earlier, later in zip([began, *agent.kept_at], agent.kept_at, strict=False)]
        assert len(ages) >= 2
        assert max(gaps) < DRAFT_LOCAL_SECONDS

    assert len(keep(script).kept) <= 5


def test_without_an_agent_it_says_not_saved_yet_and_tries_until_it_is() -> None:
    async def script(keeper: WorkKeeper, agent: FakeAgent, told: list[Keeping]) -> None:
        await agent.go()
        keeper.type("t", "e", work_of("a"))
        await eventually_in_loop(lambda: told[-1:] == [Keeping.AGENT_GONE], "it is told")
        keeper.type("t", "e", work_of("ab"))
        await pass_seconds(0.1)
        assert told[-1] is Keeping.AGENT_GONE
        await agent.come()
        await eventually_in_loop(lambda: told[-1] is Keeping.SAVED, "it is told")

    assert keep(script).drafts[-1] == "ab"


def test_an_agent_that_says_nothing_is_not_waited_for_in_silence() -> None:
    async def script(keeper: WorkKeeper, agent: FakeAgent, told: list[Keeping]) -> None:
        agent.gate.clear()
        keeper.type("t", "e", work_of("a"))
        await eventually_in_loop(lambda: told[-1:] == [Keeping.AGENT_GONE], "it is told")
        agent.gate.set()
        await eventually_in_loop(lambda: told[-1] is Keeping.SAVED, "it is told")

    assert keep(script).drafts == ["a"]


def test_a_full_disk_is_said_as_such() -> None:
    async def script(keeper: WorkKeeper, agent: FakeAgent, told: list[Keeping]) -> None:
        agent.record_problem = Problem(code=ProblemCode.STORAGE_FULL, message="", hint="")
        keeper.type("t", "e", work_of("a"))
        await eventually_in_loop(lambda: told[-1:] == [Keeping.DISK_FULL], "it is told")

    keep(script)


def test_attempts_keep_their_order_and_are_kept_once_under_one_name() -> None:
    async def script(keeper: WorkKeeper, agent: FakeAgent, told: list[Keeping]) -> None:
        await agent.go()
        keeper.record(ExerciseOpened(track="t", exercise="e"), "s1")
        keeper.record(ATTEMPT, "s1")
        await eventually_in_loop(lambda: told[-1:] == [Keeping.AGENT_GONE], "it is told")
        await agent.come()
        await eventually_in_loop(lambda: told[-1] is Keeping.SAVED, "it is told")

    kept = keep(script).kept
    assert [record.body.kind for record in kept] == ["opened", "attempt"]
    assert len({record.event_id for record in kept}) == 2


def test_an_attempt_does_not_wait_for_a_pause_in_typing() -> None:
    async def script(keeper: WorkKeeper, agent: FakeAgent, _: list[Keeping]) -> None:
        keeper.type("t", "e", work_of("x"))
        await pass_seconds(0.05)
        began = now()
        await keeper.kept(keeper.record(ATTEMPT, "s1"))
        assert agent.recorded[-1] == ATTEMPT
        assert now() - began < 0.1

    assert keep(script).drafts == ["x"]


def test_who_waits_for_an_attempt_is_told_too_when_it_cannot_be_kept_now() -> None:
    async def script(keeper: WorkKeeper, agent: FakeAgent, _: list[Keeping]) -> None:
        agent.gate.clear()
        await keeper.kept(keeper.record(ATTEMPT, "s1"))
        assert keeper.keeping is Keeping.AGENT_GONE
        keeper.wipe()
        await keeper.kept(keeper.record(ATTEMPT, "s1"))

    keep(script)


def test_the_same_text_written_again_is_a_new_draft() -> None:
    async def script(keeper: WorkKeeper, _: FakeAgent, __: list[Keeping]) -> None:
        for source in ("a", "ab", "a"):
            keeper.type("t", "e", work_of(source))
            assert await keeper.flush(2)

    kept = keep(script).kept
    assert len({record.event_id for record in kept}) == 3


def test_drafts_of_two_exercises_do_not_take_each_others_place() -> None:
    async def script(keeper: WorkKeeper, _: FakeAgent, __: list[Keeping]) -> None:
        keeper.type("t", "one", work_of("1"))
        keeper.type("t", "two", work_of("2"))
        assert await keeper.flush(2)

    assert keep(script).drafts == ["1", "2"]


def test_a_flush_that_cannot_be_done_says_so_in_time() -> None:
    async def script(keeper: WorkKeeper, agent: FakeAgent, _: list[Keeping]) -> None:
        await agent.go()
        keeper.type("t", "e", work_of("a"))
        began = now()
        assert not await keeper.flush(0.3)
        assert now() - began < 1

    keep(script)


def test_a_wipe_leaves_nothing_but_hands_back_what_was_not_saved() -> None:
    async def script(keeper: WorkKeeper, _: FakeAgent, __: list[Keeping]) -> None:
        keeper.type("t", "e", work_of("half a line"))
        keeper.record(ATTEMPT, "s1")
        left = keeper.wipe()
        assert [record.body.kind for record in left] == ["draft", "attempt"]
        await keeper.last_call(left)
        await pass_seconds(0.3)

    agent = keep(script)
    assert agent.drafts == ["half a line"]
    assert len(agent.kept) == 2


def test_what_ends_after_its_learner_has_left_is_theirs_and_holds_nobody_up() -> None:
    async def script(keeper: WorkKeeper, agent: FakeAgent, told: list[Keeping]) -> None:
        keeper.wipe()
        keeper.record(ATTEMPT, "s1")
        assert await keeper.flush(2)
        assert told == []
        agent.record_problem = Problem(code=ProblemCode.SIGN_IN_UNKNOWN, message="", hint="")
        keeper.record(ATTEMPT, "s1")
        assert await keeper.flush(2)
        agent.record_problem = None
        keeper.begin("s2")
        keeper.type("t", "e", work_of("of the next one"))
        assert await keeper.flush(2)

    assert [(record.sign_in_id, record.body.kind) for record in keep(script).kept] == [
        ("s1", "attempt"),
        ("s2", "draft"),
    ]
