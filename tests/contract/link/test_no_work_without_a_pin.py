"""Whoever dies, and whenever: a learner's work opens at the tutor at which their PIN was typed, and at no other."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import NoReturn, Self

import pytest

from kiosk_agent.errors import StorageFull
from kiosk_agent.link.client import AgentClient
from kiosk_agent.link.state import memory
from kiosk_agent.protocol.events import ExerciseOpened
from kiosk_agent.protocol.local import AgentRequestBody, ChangePin, Condition, Done, Drafts, Record, SignOut
from kiosk_agent.protocol.sessions import PinChange
from tests.support.link.kiosk_house import KioskHouse, until
from tests.support.link.lesson import draft, drafts, is_in, refusal, run, signed_in
from tests.support.link.link_room import LinkRoom

ASKED = {
    "their drafts": Drafts(),
    "a PIN of its own": ChangePin(request=PinChange(new_pin="471102")),
    "a draft over theirs": draft("somebody else's"),
    "another exercise": Record(body=ExerciseOpened(track="javascript", exercise="price-tags")),
}


@asynccontextmanager
async def tutor_at(house: KioskHouse) -> AsyncIterator[AgentClient]:
    """Start a tutor: it connects and has asked nothing yet."""
    async with AgentClient(house.settings.agent_socket) as tutor:
        await until(tutor, lambda state: state.condition is not Condition.STARTING)
        yield tutor


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED.keys())
@pytest.mark.parametrize("agent_dies_too", [False, True], ids=["tutor", "tutor and agent"])
def test_a_tutor_that_starts_again_opens_nothing_without_the_pin(
    room: LinkRoom, house: KioskHouse, asked: AgentRequestBody, *, agent_dies_too: bool
) -> None:
    async def lesson() -> None:
        async with AsyncExitStack() as lives:
            await lives.enter_async_context(house.running())
            async with tutor_at(house) as tutor:
                await signed_in(tutor, room)
                assert isinstance(await tutor.request(draft("let mine = 1")), Done)
            if agent_dies_too:
                await lives.aclose()
                await lives.enter_async_context(house.running())
            async with tutor_at(house) as tutor:
                assert await refusal(tutor, asked) == "sign_in_unknown"
                assert (await until(tutor, is_in(Condition.OPEN))).learner is None
                await signed_in(tutor, room)
                assert await drafts(tutor) == {"two-values": "let mine = 1"}

    run(lesson)


def test_a_pin_typed_while_that_at_a_tutor_that_died_is_still_looked_at_signs_in(
    room: LinkRoom, house: KioskHouse
) -> None:
    async def lesson() -> None:
        async with house.running(), AgentClient(house.settings.agent_socket) as died, tutor_at(house) as tutor:
            await until(died, is_in(Condition.OPEN))
            answers = await asyncio.gather(died.request(room.sign_in()), tutor.request(room.sign_in()))
            assert [answer.kind for answer in answers] == ["signed_in", "signed_in"]
            assert len(room.rows("SELECT 1 FROM sign_ins WHERE ended_at IS NULL")) == 1

    run(lesson)


def test_who_signed_out_is_not_back_after_a_cut_though_the_memory_was_full(
    room: LinkRoom, house: KioskHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> NoReturn:
        raise StorageFull("cannot write", hint="free space")

    async def lesson() -> None:
        async with AgentClient(house.settings.agent_socket) as tutor:
            async with house.running():
                await signed_in(tutor, room)
                with monkeypatch.context() as patched:
                    patched.setattr(memory, "write_in_memory", full)
                    assert isinstance(await tutor.request(SignOut()), Done)
            await until(tutor, is_in(Condition.STARTING))
            async with house.running():
                await until(tutor, lambda state: state.condition in (Condition.LOCKED, Condition.OPEN))
                assert await refusal(tutor, Drafts()) == "sign_in_unknown"

    run(lesson)


class Seat:
    """One kiosk at which agents and tutors come and go, by cut or by key."""

    def __init__(self, house: KioskHouse, room: LinkRoom) -> None:
        self._house = house
        self._room = room
        self._agents = AsyncExitStack()
        self._tutors = AsyncExitStack()
        self.had_pin = False

    async def __aenter__(self) -> Self:
        await self._agents.enter_async_context(self._house.running())
        self.tutor = await self._tutors.enter_async_context(tutor_at(self._house))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._tutors.aclose()
        await self._agents.aclose()

    async def agent_dies(self) -> None:
        await self._agents.aclose()
        await until(self.tutor, is_in(Condition.STARTING))
        await self._agents.enter_async_context(self._house.running())
        await until(self.tutor, lambda state: state.condition is not Condition.STARTING)

    async def tutor_dies(self) -> None:
        await self._tutors.aclose()
        self.tutor, self.had_pin = await self._tutors.enter_async_context(tutor_at(self._house)), False

    async def power_is_cut(self) -> None:
        await self.__aexit__()
        self._house.cut_power()
        await self.__aenter__()
        self.had_pin = False

    async def learner_leaves(self) -> None:
        if self.had_pin:
            assert isinstance(await self.tutor.request(SignOut()), Done)
            self.had_pin = False

    async def learner_signs_in(self) -> None:
        if not self.had_pin:
            assert await refusal(self.tutor, Drafts()) == "sign_in_unknown"
            await signed_in(self.tutor, self._room)
            self.had_pin = True


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_cut_and_in_whatever_order_drafts_are_for_the_tutor_that_had_the_pin(
    room: LinkRoom, house: KioskHouse, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same cuts each time

    async def lesson() -> None:
        async with Seat(house, room) as seat:
            acts = (seat.agent_dies, seat.tutor_dies, seat.power_is_cut, seat.learner_leaves, seat.learner_signs_in)
            for act in chance.choices(acts, weights=(1, 1, 1, 1, 2), k=25):
                await act()
                if seat.had_pin:
                    await until(seat.tutor, is_in(Condition.SIGNED_IN))
                    assert await drafts(seat.tutor) == {}
                else:
                    assert await refusal(seat.tutor, Drafts()) == "sign_in_unknown"

    run(lesson)
