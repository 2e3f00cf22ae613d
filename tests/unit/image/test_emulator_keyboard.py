"""Chords are what they say, and go down and up in one piece."""

from typing import Any

import pytest

from image.emulator.keyboard import Keyboard, codes_of_chord
from image.emulator.layouts import layout_named
from image.emulator.qmp import Qmp
from image.room.terminal import bytes_of_chord

US = layout_named("us")


@pytest.mark.parametrize(
    ("chord", "codes"),
    [
        ("ctrl-r", ["ctrl", "r"]),
        ("ctrl-shift-n", ["ctrl", "shift", "n"]),
        ("ctrl-alt-f2", ["ctrl", "alt", "f2"]),
        ("f10", ["f10"]),
        ("f", ["f"]),
        ("alt-sysrq-b", ["alt", "sysrq", "b"]),
        ("ctrl--", ["ctrl", "minus"]),
        ("-", ["minus"]),
        ("Enter", ["ret"]),
    ],
)
def test_chord_is_its_keys_in_order(chord: str, codes: list[str]) -> None:
    assert codes_of_chord(chord, US) == codes


def test_a_sign_in_a_chord_is_where_the_layout_has_it() -> None:
    assert codes_of_chord("ctrl--", layout_named("es")) == ["ctrl", "slash"]
    assert codes_of_chord("ctrl-;", layout_named("ro")) == ["ctrl", "shift", "comma"]


def test_unknown_key_is_refused() -> None:
    with pytest.raises(ValueError, match="hyper"):
        codes_of_chord("hyper-x", US)
    with pytest.raises(ValueError, match="é"):
        codes_of_chord("ctrl-é", layout_named("es"))
    with pytest.raises(ValueError, match="hyper"):
        bytes_of_chord("hyper-x")


@pytest.mark.parametrize(
    ("chord", "sent"), [("ctrl-r", "\x12"), ("f2", "\x1bOQ"), ("shift-tab", "\x1b[Z"), ("alt-x", "\x1bx"), ("x", "x")]
)
def test_terminal_sends_what_a_keyboard_would(chord: str, sent: str) -> None:
    assert bytes_of_chord(chord) == sent


class _Commands(Qmp):
    """What a monitor was asked; its guest has no processor to wait for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Any]] = []

    def execute(self, command: str, **arguments: object) -> object:
        self.asked.append((command, arguments))
        return []

    def pause(self, seconds: float) -> None:
        pass


def test_the_keys_of_a_chord_go_down_and_up_in_one_piece() -> None:
    """A guest that stands still between the two would hold them until they repeat: "backspace" took a name away."""
    commands = _Commands()
    Keyboard(commands, pid=0, layout=US).press("ctrl-r")
    (command, arguments) = commands.asked[-1]
    assert command == "input-send-event"
    moves = [("ctrl", True), ("r", True), ("r", False), ("ctrl", False)]
    keys = [{"down": down, "key": {"type": "qcode", "data": code}} for code, down in moves]
    assert arguments == {"events": [{"type": "key", "data": key} for key in keys]}


def test_nothing_is_typed_of_a_text_with_a_character_that_the_keyboard_lacks() -> None:
    commands = _Commands()
    keyboard = Keyboard(commands, pid=0, layout=layout_named("ro"))
    asked_before = len(commands.asked)
    with pytest.raises(ValueError, match="ñ"):
        keyboard.type_text("mañana")
    assert len(commands.asked) == asked_before


def test_an_accent_is_typed_by_its_dead_key_and_then_the_letter() -> None:
    commands = _Commands()
    Keyboard(commands, pid=0, layout=layout_named("es")).type_text("é")
    downs = [
        [move["data"]["key"]["data"] for move in arguments["events"] if move["data"]["down"]]
        for command, arguments in commands.asked
        if command == "input-send-event"
    ]
    assert downs == [["apostrophe"], ["e"]]
