"""A real agent and the real server: a kiosk goes down once for each order, with the work kept, whatever is cut."""

import asyncio
from pathlib import Path

import pytest

from kiosk_agent.errors import StorageFull
from kiosk_agent.link.outbox.outbox import Outbox
from kiosk_agent.link.server.power import PowerOrders
from kiosk_agent.link.state import power_memory
from kiosk_agent.link.state.kiosk import ThisKiosk
from kiosk_agent.protocol.acts.orders import ActKind, ActOutcome, Orders
from kiosk_agent.protocol.events import ActDone
from kiosk_agent.protocol.local import Condition, Record, SignOut
from kiosk_agent.protocol.problem import ProblemCode
from tests.support.link.kiosk_house import KioskHouse, until
from tests.support.link.lesson import delivered, done, draft, is_in, refusal, run, signed_in
from tests.support.link.link_room import LinkRoom
from tests.support.link.power import ASKED_BY, ask, down, going, outcomes
from tests.support.server.rooms import TRAINER
from tests.support.waiting import LIMIT_SECONDS, eventually_in_loop

# What is done on the way down, the first first: the power is cut before each.
STEPS = ("take", "see_off", "tell", "touch")


@pytest.fixture(autouse=True)
def _short_last_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk_agent.link.state.kiosk.LAST_WORDS_SECONDS", 0.5)
    # The server answers here, however busy this machine is.
    for name in ("LEAVING_SECONDS", "FLUSH_SECONDS"):
        monkeypatch.setattr(f"kiosk_agent.link.server.power.{name}", LIMIT_SECONDS)


@pytest.fixture
def folder(house: KioskHouse) -> Path:
    """Give where the machine's service manager would look."""
    folder = house.settings.agent_socket.parent
    house.settings = house.settings.model_copy(update={"power_path": folder})
    return folder


async def comes_up_and_stays(house: KioskHouse, folder: Path) -> None:
    """Boot once more: what was asked before is done, and not done again."""
    down(house, folder)
    async with house.running() as client:
        await until(client, is_in(Condition.OPEN))
        await delivered(client)
        assert not (folder / "power-off").exists()


def test_a_kiosk_restarts_once_and_says_so_when_it_is_up_again(room: LinkRoom, house: KioskHouse, folder: Path) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            await signed_in(client, room)
            await done(client, draft("half a word"))
            act_id = ask(room, ActKind.RESTART)
            await going(client, ActKind.RESTART)
            await eventually_in_loop((folder / "restart").exists, "the machine is asked to restart")
        # Before that the work was at the server, and nobody signed in.
        assert [tile.sign_in_id for tile in room.view().tiles] == [None] * len(room.view().tiles)
        assert [event.body.kind for event in room.way.applied()] == ["draft", "signed_out"]
        assert outcomes(room, act_id) == []
        down(house, folder)
        async with house.running() as client:
            await until(client, is_in(Condition.OPEN))
            await eventually_in_loop(lambda: outcomes(room, act_id) == [ActOutcome.DONE], "the kiosk is up again")
            await delivered(client)
            assert not (folder / "restart").exists()

    run(lesson)


def test_a_kiosk_that_goes_off_has_said_so_before(room: LinkRoom, house: KioskHouse, folder: Path) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            await until(client, is_in(Condition.OPEN))
            act_id = ask(room, ActKind.POWER_OFF)
            await going(client, ActKind.POWER_OFF)
            await eventually_in_loop((folder / "power-off").exists, "the machine is asked to go off")
        assert outcomes(room, act_id) == [ActOutcome.DONE]
        await comes_up_and_stays(house, folder)

    run(lesson)


@pytest.mark.parametrize("kind", ASKED_BY, ids=str)
@pytest.mark.parametrize("cut_before", STEPS)
def test_a_power_cut_before_any_step_leaves_a_kiosk_that_goes_down_once_at_most(
    room: LinkRoom, house: KioskHouse, folder: Path, monkeypatch: pytest.MonkeyPatch, cut_before: str, kind: ActKind
) -> None:
    reached = asyncio.Event()

    async def hang(*_facts: object) -> None:
        reached.set()
        await asyncio.Event().wait()

    def refuse(*_facts: object, **_more: object) -> None:
        reached.set()
        raise StorageFull("the power is cut here", hint="none")

    async def lesson() -> None:
        with monkeypatch.context() as cut:
            if cut_before == "take":
                cut.setattr(power_memory, "write_durably", refuse)
            elif cut_before == "see_off":
                cut.setattr(PowerOrders, "_see_learner_off", hang)
            elif cut_before == "tell" and kind is ActKind.POWER_OFF:
                cut.setattr(PowerOrders, "_tell", hang)
            else:
                cut.setattr(Path, "touch", refuse)
            async with house.running() as client:
                await until(client, is_in(Condition.OPEN))
                act_id = ask(room, kind)
                await reached.wait()
            assert not (folder / ASKED_BY[kind]).exists()
        down(house, folder)
        was_taken = cut_before != "take"
        async with house.running():
            if was_taken:
                # The machine went down, and that is what was asked for.
                await eventually_in_loop(lambda: outcomes(room, act_id) == [ActOutcome.DONE], "it is told")
                assert not (folder / ASKED_BY[kind]).exists()
            else:
                await eventually_in_loop((folder / ASKED_BY[kind]).exists, "the order is carried out now")
        down(house, folder)
        async with house.running() as client:
            await eventually_in_loop(lambda: outcomes(room, act_id) == [ActOutcome.DONE], "it is told")
            await until(client, is_in(Condition.OPEN))
            assert not (folder / ASKED_BY[kind]).exists()

    run(lesson)


def test_an_agent_that_starts_again_before_the_machine_went_down_asks_again(
    room: LinkRoom, house: KioskHouse, folder: Path
) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            await until(client, is_in(Condition.OPEN))
            act_id = ask(room, ActKind.RESTART)
            await eventually_in_loop((folder / "restart").exists, "the machine is asked to restart")
        (folder / "restart").unlink()
        async with house.running():
            await eventually_in_loop((folder / "restart").exists, "the machine is asked again")
            assert outcomes(room, act_id) == []

    run(lesson)


def test_an_agent_that_ends_once_it_has_said_that_the_machine_goes_off_keeps_that_word(
    room: LinkRoom, house: KioskHouse, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_facts: object) -> None:
        raise OSError("the agent ends here")

    async def lesson() -> None:
        with monkeypatch.context() as crashing:
            crashing.setattr(Path, "touch", crash)
            async with house.running() as client:
                await until(client, is_in(Condition.OPEN))
                act_id = ask(room, ActKind.POWER_OFF)
                await eventually_in_loop(lambda: outcomes(room, act_id) == [ActOutcome.DONE], "it says that it goes")
                # The server asks it no more.
                await until(client, is_in(Condition.OPEN))
        assert not (folder / "power-off").exists()
        async with house.running():
            await eventually_in_loop((folder / "power-off").exists, "the machine is asked to go off")
        await comes_up_and_stays(house, folder)

    run(lesson)


def test_a_kiosk_that_cannot_remember_an_order_stays_up_and_disturbs_nobody(
    room: LinkRoom, house: KioskHouse, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = asyncio.Event()

    def refuse(*_facts: object) -> None:
        tried.set()
        raise StorageFull("the disk takes no more", hint="free some space")

    monkeypatch.setattr(power_memory, "write_durably", refuse)

    async def lesson() -> None:
        async with house.running() as client:
            learner = await signed_in(client, room)
            ask(room, ActKind.RESTART)
            await tried.wait()
            await done(client, draft("half a word"))
            state = await until(client, is_in(Condition.SIGNED_IN))
            assert state.learner == learner
            assert not (folder / "restart").exists()

    run(lesson)


@pytest.mark.parametrize("kind", ASKED_BY, ids=str)
def test_a_kiosk_with_a_full_outbox_goes_down_and_says_so_later(
    room: LinkRoom, house: KioskHouse, folder: Path, monkeypatch: pytest.MonkeyPatch, kind: ActKind
) -> None:
    def refuse(*_facts: object, **_more: object) -> None:
        raise StorageFull("the disk takes no more", hint="free some space")

    async def lesson() -> None:
        with monkeypatch.context() as full:
            full.setattr(Outbox, "append", refuse)
            async with house.running() as client:
                await until(client, is_in(Condition.OPEN))
                act_id = ask(room, kind)
                await eventually_in_loop((folder / ASKED_BY[kind]).exists, "the machine is asked")
            down(house, folder)
            async with house.running() as client:
                await until(client, is_in(Condition.OPEN))
        down(house, folder)
        # By then the server has long ceased to ask.
        with room.classroom.database.write(TRAINER) as work:
            work.rows.connection().exec_driver_sql("UPDATE acts SET over_at = asked_at WHERE act_id = ?", (act_id,))
        async with house.running():
            await eventually_in_loop(lambda: outcomes(room, act_id) == [ActOutcome.DONE], "it is told")
            assert not (folder / ASKED_BY[kind]).exists()

    run(lesson)


def test_an_old_order_that_is_told_again_restarts_no_kiosk(
    room: LinkRoom, house: KioskHouse, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []
    take = ThisKiosk.take_orders

    def note(kiosk: ThisKiosk, token: str) -> Orders | None:
        taken.append(token)
        return take(kiosk, token)

    async def restart() -> None:
        async with house.running() as client:
            await until(client, is_in(Condition.OPEN))
            act_id = ask(room, ActKind.RESTART)
            await eventually_in_loop((folder / "restart").exists, "the machine is asked to restart")
        down(house, folder)
        async with house.running():
            await eventually_in_loop(lambda: outcomes(room, act_id) == [ActOutcome.DONE], "it is told")
            assert not (folder / "restart").exists()

    async def lesson() -> None:
        with monkeypatch.context() as noting:
            noting.setattr(ThisKiosk, "take_orders", note)
            await restart()
            await restart()
        down(house, folder)
        for old in taken:
            # A kiosk that has just started remembers no word of the server's but what it took.
            monkeypatch.setattr(ThisKiosk, "take_orders", lambda kiosk, _token, old=old: take(kiosk, old))
            async with house.running() as client:
                await signed_in(client, room)
                await done(client, SignOut())
                assert not (folder / "restart").exists()
            down(house, folder)

    run(lesson)


def test_whoever_sits_at_the_screen_cannot_answer_for_the_machine(
    room: LinkRoom, house: KioskHouse, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(*_facts: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(PowerOrders, "_see_learner_off", hang)
    assert folder

    async def lesson() -> None:
        async with house.running() as client:
            await until(client, is_in(Condition.OPEN))
            act_id = ask(room, ActKind.RESTART)
            await going(client, ActKind.RESTART)
            for outcome in (ActOutcome.DONE, ActOutcome.SHOWN):
                said = Record(body=ActDone(act_id=act_id, outcome=outcome))
                assert await refusal(client, said) is ProblemCode.REQUEST_INVALID
            assert outcomes(room, act_id) == []

    run(lesson)


def test_a_machine_on_which_nobody_listens_is_never_asked(room: LinkRoom, house: KioskHouse) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            await until(client, is_in(Condition.OPEN))
            act_id = ask(room, ActKind.POWER_OFF)
            await delivered(client)
            with room.classroom.database.read() as work:
                facts = work.rows.connection().exec_driver_sql("SELECT acts FROM kiosks ORDER BY enrolled_at DESC")
                assert "power_off" not in str(facts.scalars().first())
            assert outcomes(room, act_id) == []

    run(lesson)
