"""What a trainer shows to a room: a learner's program that they released, or a page of their own. It is only read."""

import unicodedata
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, model_validator

from kiosk_agent.protocol.acts.hands import fits_one_line
from kiosk_agent.protocol.model import WireModel

SHOWN_CHARACTERS: Final = 8_000
"""All of it together: what a room reads at once is no book, and it goes to each kiosk with all else that is asked."""
SHOWN_LINES: Final = 1_000
"""The server shows no more: a kiosk lays out each, and thousands of empty ones hold its screen for seconds."""
SHOWN_FILES: Final = 20
TITLE_CHARACTERS: Final = 120
NAME_CHARACTERS: Final = 60
_KEPT: Final = frozenset("\n\t")
_SIGNS_UNSHOWN: Final = ("Cc", "Cf", "Cs", "Zl", "Zp")


def is_plain(text: str) -> bool:
    """Tell whether every sign of a text is shown, but for line ends and tabs, and none turns its direction."""
    return not any(sign not in _KEPT and unicodedata.category(sign) in _SIGNS_UNSHOWN for sign in text)


def _plain(text: str) -> str:
    if not is_plain(text):
        raise ValueError("has signs that are never shown")
    return text


def _one_line(text: str) -> str:
    if not fits_one_line(text):
        raise ValueError("more than one line, or signs that are never shown")
    return text


Title = Annotated[str, Field(max_length=TITLE_CHARACTERS), AfterValidator(_one_line)]
Name = Annotated[str, Field(max_length=NAME_CHARACTERS), AfterValidator(_one_line)]
ShownText = Annotated[str, Field(max_length=SHOWN_CHARACTERS), AfterValidator(_plain)]


class ShownFile(WireModel):
    """One file of a program, its signs that are never shown made visible already."""

    name: Title
    text: ShownText


class Showing(WireModel):
    """What is shown: files of a learner, or prose of a trainer's."""

    act_id: Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$")]
    title: Title = ""
    learner: Name = ""
    """Whose work it is, where the trainer released their name too."""
    sender: Name = ""
    """The trainer's name."""
    files: tuple[ShownFile, ...] = Field(default=(), max_length=SHOWN_FILES)
    prose: ShownText = ""
    """Markdown."""

    @model_validator(mode="after")
    def _is_short_enough(self) -> Self:
        if len(self.prose) + sum(len(file.text) for file in self.files) > SHOWN_CHARACTERS:
            raise ValueError("more than a room reads at once")
        return self
