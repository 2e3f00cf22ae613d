import asyncio

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Input, TextArea

from kiosk_agent.tutor.keys_in_order import KeysInOrder

LETTERS = {'"': "quotation_mark", ";": "semicolon", " ": "space"}


class TwoFields(KeysInOrder):
    """What a sign-in and an editor have in common: Enter moves the focus."""

    def compose(self) -> ComposeResult:
        yield Input(id="first")
        yield TextArea('export const product = "";', id="second")

    @on(Input.Submitted)
    def go_on(self) -> None:
        self.query_one("#second").focus()


def burst(app: TwoFields, *keys: str) -> None:
    for key in keys:
        character = key if len(key) == 1 else None
        app.post_message(events.Key(LETTERS.get(key, key), character))


async def text_after(*keys: str) -> tuple[str, str]:
    app = TwoFields()
    async with app.run_test() as pilot:
        await pilot.pause()
        app.query_one("#first").focus()
        await pilot.pause()
        burst(app, *keys)
        async with asyncio.timeout(10):
            while app._key_number < len(keys) or app._stuck is not None:
                await pilot.pause(0.01)
        return app.query_one("#first", Input).value, app.query_one("#second", TextArea).text


def test_what_is_typed_after_enter_goes_where_enter_leads() -> None:
    assert asyncio.run(text_after("1", "0", "enter", "7", "7")) == ("10", '77export const product = "";')


def test_a_letter_does_not_overtake_the_key_before_it() -> None:
    keys = ("enter", "end", "backspace", "backspace", "backspace", *'"pasta";')
    assert asyncio.run(text_after(*keys)) == ("", 'export const product = "pasta";')
