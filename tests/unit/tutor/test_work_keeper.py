import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

from kiosk_agent.protocol.events import AttemptMade, DraftSaved, ExerciseOpened
from kiosk_agent.protocol.limits import DRAFT_LOCAL_SECONDS
from kiosk_agent.protocol.local import AgentRequestBody, Done, Record, RefusedReply
from kiosk_agent.protocol.problem import Problem, ProblemCode
from kiosk_agent.protocol.results import Submission
from kiosk_agent.tutor.agent_contact import AgentGone
from kiosk_agent.tutor.counterparts import AgentAnswer
from kiosk_agent.tutor.saving.keeper import Keeping, WorkKeeper
from tests.support.tutor.tutor_parts import judgement

ATTEMPT = AttemptMade(submission=Submission(track="t", exercise="e", source="x"), judgement=judgement())


class Disk:
    """An agent's disk that may be away, full or slow."""

    def __init__(self) -> None:
        self.kept: list[Record] = []
        self.kept_at: list[float] = []
        self.told: list[Keeping] = []
        self.is_away = False
        self.problem: ProblemCode | None = None
        self.gate = asyncio.Event()
        self.gate.set()

    async def ask(self, body: AgentRequestBody) -> AgentAnswer:
        assert isinstance(body, Record)
        await self.gate.wait()
        if self.is_away:
            raise AgentGone
        if self.problem is not None:
            return RefusedReply(problem=Problem(code=self.problem, message="", hint=""))
        self.kept.append(body)
        self.kept_at.append(monotonic())
        return Done()

    @property
    def sources(self) -> list[str]:
        return [record.body.source for record in self.kept if isinstance(record.body, DraftSaved)]


def keep(script: Callable[[WorkKeeper, Disk], Awaitable[None]]) -> Disk:
    async def run() -> Disk:
        disk = Disk()
        keeper = WorkKeeper(disk.ask, disk.told.append)
        running = asyncio.create_task(keeper.run())
        await script(keeper, disk)
        running.cancel()
        return disk

    return asyncio.run(run())


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not is_so():  # noqa: ASYNC110 - what is waited for has no event of its own
            await asyncio.sleep(0.01)


def test_saved_is_said_only_after_the_disk_has_it() -> None:
    async def script(keeper: WorkKeeper, disk: Disk) -> None:
        disk.gate.clear()
        keeper.type("t", "e", "a")
        await asyncio.sleep(0.5)
        assert disk.told == [Keeping.SAVING]
        disk.gate.set()
        await until(lambda: disk.told == [Keeping.SAVING, Keeping.SAVED])

    assert keep(script).sources == ["a"]


def test_typing_without_a_pause_is_saved_all_the_same_within_a_second() -> None:
    async def script(keeper: WorkKeeper, disk: Disk) -> None:
        began = monotonic()
        while monotonic() - began < 2.2:
            keeper.type("t", "e", f"{monotonic() - began:.2f}")
            await asyncio.sleep(0.05)
        ages = [at - began - float(source) for at, source in zip(disk.kept_at, disk.sources, strict=True)]
        gaps = [later - earlier for earlier, later in zip([began, *disk.kept_at], disk.kept_at, strict=False)]
        assert len(ages) >= 2
        assert max(gaps) < DRAFT_LOCAL_SECONDS

    assert len(keep(script).kept) <= 5


def test_without_an_agent_it_says_not_saved_yet_and_tries_until_it_is() -> None:
    async def script(keeper: WorkKeeper, disk: Disk) -> None:
        disk.is_away = True
        keeper.type("t", "e", "a")
        await until(lambda: disk.told[-1:] == [Keeping.AGENT_GONE])
        keeper.type("t", "e", "ab")
        await asyncio.sleep(0.1)
        assert disk.told[-1] is Keeping.AGENT_GONE
        disk.is_away = False
        await until(lambda: disk.told[-1] is Keeping.SAVED)

    assert keep(script).sources == ["ab"]


def test_an_agent_that_says_nothing_is_not_waited_for_in_silence() -> None:
    async def script(keeper: WorkKeeper, disk: Disk) -> None:
        disk.gate.clear()
        keeper.type("t", "e", "a")
        await until(lambda: disk.told[-1:] == [Keeping.AGENT_GONE])
        disk.gate.set()
        await until(lambda: disk.told[-1] is Keeping.SAVED)

    assert keep(script).sources == ["a"]


def test_a_full_disk_is_said_as_such() -> None:
    async def script(keeper: WorkKeeper, disk: Disk) -> None:
        disk.problem = ProblemCode.STORAGE_FULL
        keeper.type("t", "e", "a")
        await until(lambda: disk.told[-1:] == [Keeping.DISK_FULL])

    keep(script)


def test_attempts_keep_their_order_and_are_kept_once_under_one_name() -> None:
    async def script(keeper: WorkKeeper, disk: Disk) -> None:
        disk.is_away = True
        keeper.record(ExerciseOpened(track="t", exercise="e"))
        keeper.record(ATTEMPT)
        await until(lambda: disk.told[-1:] == [Keeping.AGENT_GONE])
        disk.is_away = False
        await until(lambda: disk.told[-1] is Keeping.SAVED)

    kept = keep(script).kept
    assert [record.body.kind for record in kept] == ["opened", "attempt"]
    assert len({record.event_id for record in kept}) == 2


def test_the_same_text_written_again_is_a_new_draft() -> None:
    async def script(keeper: WorkKeeper, _: Disk) -> None:
        for source in ("a", "ab", "a"):
            keeper.type("t", "e", source)
            assert await keeper.flush(2)

    kept = keep(script).kept
    assert len({record.event_id for record in kept}) == 3


def test_drafts_of_two_exercises_do_not_take_each_others_place() -> None:
    async def script(keeper: WorkKeeper, _: Disk) -> None:
        keeper.type("t", "one", "1")
        keeper.type("t", "two", "2")
        assert await keeper.flush(2)

    assert keep(script).sources == ["1", "2"]


def test_a_flush_that_cannot_be_done_says_so_in_time() -> None:
    async def script(keeper: WorkKeeper, disk: Disk) -> None:
        disk.is_away = True
        keeper.type("t", "e", "a")
        began = monotonic()
        assert not await keeper.flush(0.3)
        assert monotonic() - began < 1

    keep(script)


def test_a_wipe_leaves_nothing_but_hands_back_what_was_not_saved() -> None:
    async def script(keeper: WorkKeeper, _: Disk) -> None:
        keeper.type("t", "e", "half a line")
        keeper.record(ATTEMPT)
        left = keeper.wipe()
        assert [record.body.kind for record in left] == ["draft", "attempt"]
        await keeper.last_call(left)
        await asyncio.sleep(0.3)

    disk = keep(script)
    assert disk.sources == ["half a line"]
    assert len(disk.kept) == 2
