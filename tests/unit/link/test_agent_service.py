"""The agent as the tutor sees it, against a real HTTPS server."""

import asyncio
from typing import Any

from kiosk_agent.protocol.events import DraftSaved
from kiosk_agent.protocol.local import ChangePin, Condition, Done, Drafts, DraftsFound, Record, SignedIn, SignIn, SignOut
from kiosk_agent.protocol.sessions import PinChange, SignInRequest

SIGN_IN = SignIn(request=SignInRequest(number="17", pin="482913", language="en"))


def draft(source: str) -> Record:
    return Record(body=DraftSaved(track="t", exercise="e", source=source))


def test_a_learner_signs_in_works_and_signs_out(model: Any, house: Any, until: Any) -> None:
    boot = type(model)  # placeholder
    del boot

    async def lesson() -> None:
        from kiosk_agent.link.boot import Boot

        async with house.running(Boot.current()) as client:
            await until(client, lambda state: state.condition is Condition.OPEN)
            assert isinstance(await client.request(SIGN_IN), SignedIn)
            assert isinstance(await client.request(ChangePin(request=PinChange(new_pin="918273"))), Done)
            assert isinstance(await client.request(draft("one")), Done)
            found = await client.request(Drafts())
            assert isinstance(found, DraftsFound)
            assert [kept.source for kept in found.drafts] == ["one"]
            assert isinstance(await client.request(SignOut()), Done)

    asyncio.run(lesson())
    assert [event["body"]["kind"] for event in model.applied] == ["draft", "signed_out"]
