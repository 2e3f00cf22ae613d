import asyncio
import math
from types import SimpleNamespace

import pytest
from textual import events, on
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, TextArea

from kiosk_agent.tutor import keys_in_order
from kiosk_agent.tutor.keys_in_order import KeyQueue
from tests.support.skipped_time import run_skipping
from tests.support.waiting import eventually_in_loop

LETTERS = {'"': "quotation_mark", ";": "semicolon", " ": "space"}


class TwoFields(App[None], inherit_bindings=False):
    """What a sign-in and an editor have in common: Enter moves the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.keys = KeyQueue(self, super().on_event)

    async def on_event(self, event: events.Event) -> None:
        await self.keys.take(event)

    def compose(self) -> ComposeResult:
        yield Input(id="first")
        yield TextArea('export const product = "";', id="second")

    @on(Input.Submitted)
    def go_on(self) -> None:
        self.query_one("#second").focus()


class BusyBox(Vertical):
    """Is busy for a second with what a letter changed; the key after it waits behind that."""

    @on(TextArea.Changed)
    async def be_busy(self) -> None:
        await asyncio.sleep(1)


class EndingField(TwoFields):
    """F1 ends the field with the focus, and what waits in its queue is never done."""

    def key_f1(self) -> None:
        first = self.query_one("#first")

        async def end() -> None:
            assert first._task is not None
            first._task.cancel()
            await asyncio.sleep(0)

        first.post_message(events.Callback(callback=end))
        self.call_later(self.query_one("#second").focus)


class BusyKiosk(TwoFields):
    """Holds its editor in a box."""

    def compose(self) -> ComposeResult:
        yield Input(id="first")
        yield BusyBox(TextArea(id="second"))


def burst(app: TwoFields, *keys: str | events.Paste) -> None:
    for key in keys:
        if isinstance(key, events.Paste):
            app.post_message(key)
            continue
        character = key if len(key) == 1 else None
        app.post_message(events.Key(LETTERS.get(key, key), character))


async def text_after(*keys: str | events.Paste, kiosk: type[TwoFields] = TwoFields) -> tuple[str, str]:
    app = kiosk()
    async with app.run_test() as pilot:
        await pilot.pause()
        app.query_one("#first").focus()
        await pilot.pause()
        burst(app, *keys)
        # Not the pilot's own pause: that waits for a field that ended, too.
        pressed = sum(isinstance(key, str) for key in keys)
        await eventually_in_loop(lambda: app.keys.taken >= pressed and app.keys.is_idle, "all keys are done")
        # A field that ended is gone.
        first = "".join(field.value for field in app.query("#first").results(Input))
        return first, app.query_one("#second", TextArea).text


def test_what_is_typed_after_enter_goes_where_enter_leads() -> None:
    assert asyncio.run(text_after("1", "0", "enter", "7", "7")) == ("10", '77export const product = "";')


def test_a_letter_does_not_overtake_the_key_before_it() -> None:
    keys = ("enter", "end", "backspace", "backspace", "backspace", *'"pasta";')
    assert asyncio.run(text_after(*keys)) == ("", 'export const product = "pasta";')


def test_what_is_pasted_keeps_its_place_among_the_keys() -> None:
    keys = ("enter", "end", "backspace", "backspace", events.Paste('pasta"'), ";", "home", events.Paste("// "))
    assert asyncio.run(text_after(*keys)) == ("", '// export const product = "pasta";')


def test_a_letter_does_not_overtake_on_a_kiosk_that_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    # Whatever would let a key go by the clock sees each of the busy seconds pass.
    clock = SimpleNamespace(monotonic=lambda: asyncio.get_running_loop().time())
    monkeypatch.setattr(keys_in_order, "time", clock)
    assert run_skipping(text_after("enter", "a", "b", "backspace", "c", kiosk=BusyKiosk))[1] == "ac"


def test_field_that_ends_holds_no_key_up(monkeypatch: pytest.MonkeyPatch) -> None:
    # Nothing lets a key go by the clock.
    monkeypatch.setattr(keys_in_order, "STUCK_SECONDS", math.inf)
    assert asyncio.run(text_after("1", "f1", "a", "b", kiosk=EndingField))[1] == 'abexport const product = "";'
