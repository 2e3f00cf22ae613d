"""A real agent at its socket and the real server: a look begins, is shown and ends, and each end is told in time."""

from collections.abc import Callable

from kiosk_agent.link.client import AgentClient
from kiosk_agent.protocol.local import ChangePin, Done, KioskState, ShowScreen, SignOut
from kiosk_agent.protocol.problem import ProblemCode
from kiosk_agent.protocol.screens import FULL_SECONDS, CellStyle, ScreenFrame
from kiosk_agent.protocol.sessions import CurrentSignIn, PinChange
from tests.support.link.kiosk_house import KioskHouse, until
from tests.support.link.lesson import done, refusal, run, signed_in
from tests.support.link.link_room import LinkRoom
from tests.support.waiting import eventually_in_loop

OWN_PIN = "471102"


def shows(text: str, watch_id: str) -> ShowScreen:
    style = CellStyle(ink="#ffffff", ground="#000000")
    return ShowScreen(watch_id=watch_id, frame=ScreenFrame(columns=80, styles=(style,), rows=(((text, 40, 0),),)))


def is_watched(state: KioskState) -> bool:
    return state.watch is not None


def is_unwatched(state: KioskState) -> bool:
    return state.watch is None


async def at_work(client: AgentClient, room: LinkRoom) -> str:
    """Have the learner signed in, with a PIN of their own; return the kiosk."""
    sign_in = await signed_in(client, room)
    await done(client, ChangePin(request=PinChange(new_pin=OWN_PIN)))
    return kiosk_of(room, sign_in)


def kiosk_of(room: LinkRoom, sign_in: CurrentSignIn) -> str:
    return next(tile.kiosk_id for tile in room.view().tiles if tile.sign_in_id == sign_in.sign_in_id)


def seen(room: LinkRoom, kiosk_id: str) -> Callable[[], str]:
    def text() -> str:
        picture = room.parts.screens.picture(kiosk_id, "a visit")
        return picture.frame.rows[0][0][0] if picture else ""

    return text


def test_what_the_tutor_shows_is_at_the_server_for_as_long_as_somebody_looks(room: LinkRoom, house: KioskHouse) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            kiosk_id = await at_work(client, room)
            text = seen(room, kiosk_id)
            assert client.state.watch is None
            with room.parts.screens.looking("a visit", [kiosk_id], FULL_SECONDS):
                state = await until(client, is_watched)
                assert state.watch
                assert isinstance(await client.request(shows("first", state.watch.watch_id)), Done)
                await eventually_in_loop(lambda: text() == "first", "the screen")
                assert isinstance(await client.request(shows("second", state.watch.watch_id)), Done)
                await eventually_in_loop(lambda: text() == "second", "what changed")
            await until(client, is_unwatched)
            assert await refusal(client, shows("late", state.watch.watch_id)) is ProblemCode.REQUEST_INVALID
            assert not text()

    run(lesson)


def test_nobody_is_seen_who_is_not_signed_in_or_chooses_a_pin(room: LinkRoom, house: KioskHouse) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            sign_in = await signed_in(client, room)
            assert sign_in.must_change_pin
            kiosk_id = kiosk_of(room, sign_in)
            with room.parts.screens.looking("a visit", [kiosk_id], FULL_SECONDS) as look:
                said = room.parts.screens.wish(kiosk_id)
                assert look
                assert said
                assert await refusal(client, shows("choosing a PIN", said.watch_id)) is ProblemCode.REQUEST_INVALID
                assert client.state.watch is None
                await done(client, ChangePin(request=PinChange(new_pin=OWN_PIN)))
                await until(client, is_watched)
                await done(client, SignOut())
                await until(client, is_unwatched)
                assert await refusal(client, shows("signed out", said.watch_id)) is ProblemCode.REQUEST_INVALID
            assert not seen(room, kiosk_id)()

    run(lesson)


def test_a_look_ends_at_the_kiosk_with_the_line_on_which_it_was_said(room: LinkRoom, house: KioskHouse) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            kiosk_id = await at_work(client, room)
            with room.parts.screens.looking("a visit", [kiosk_id], FULL_SECONDS):
                await until(client, is_watched)
                house.clock.stop()
                room.stop()
                await until(client, is_unwatched)
            room.start()

    run(lesson)


def test_an_agent_that_starts_again_is_told_again(room: LinkRoom, house: KioskHouse) -> None:
    async def lesson() -> None:
        async with AgentClient(house.settings.agent_socket) as tutor:
            async with house.running():
                kiosk_id = await at_work(tutor, room)
                with room.parts.screens.looking("a visit", [kiosk_id], FULL_SECONDS):
                    await until(tutor, is_watched)
            await until(tutor, is_unwatched)
            with room.parts.screens.looking("a visit", [kiosk_id], FULL_SECONDS):
                async with house.running():
                    await until(tutor, is_watched)

    run(lesson)
