"""Every character that a learner may type has its keys, and chords are what they say."""

import string

import pytest

from image.emulator.keyboard import Keyboard, codes_of_character, codes_of_chord
from image.emulator.qmp import Qmp
from image.room.terminal import bytes_of_chord

PRINTABLE = string.ascii_letters + string.digits + string.punctuation + " \n\t"


def test_every_printable_character_has_keys_of_its_own() -> None:
    typed = {character: tuple(codes_of_character(character)) for character in PRINTABLE}
    assert len(set(typed.values())) == len(PRINTABLE)
    assert typed["A"] == ("shift", "a")
    assert typed["}"] == ("shift", "bracket_right")
    assert typed["\n"] == ("ret",)


def test_character_that_a_us_keyboard_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match="ñ"):
        codes_of_character("ñ")


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
    assert codes_of_chord(chord) == codes


def test_unknown_key_is_refused() -> None:
    with pytest.raises(ValueError, match="hyper"):
        codes_of_chord("hyper-x")
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
        self.asked: list[tuple[str, object]] = []

    def execute(self, command: str, **arguments: object) -> object:
        self.asked.append((command, arguments))
        return []

    def pause(self, seconds: float) -> None:
        pass


def test_the_keys_of_a_chord_go_down_and_up_in_one_piece() -> None:
    """A guest that stands still between the two would hold them until they repeat: "backspace" took a name away."""
    commands = _Commands()
    Keyboard(commands, pid=0).press("ctrl-r")
    (command, arguments) = commands.asked[-1]
    assert command == "input-send-event"
    moves = [("ctrl", True), ("r", True), ("r", False), ("ctrl", False)]
    keys = [{"down": down, "key": {"type": "qcode", "data": code}} for code, down in moves]
    assert arguments == {"events": [{"type": "key", "data": key} for key in keys]}
