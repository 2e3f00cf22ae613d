"""Keyboard layouts: which keys type a character, as QEMU names keys, on the keyboards of learners (layouts.toml)."""

import functools
import string
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, model_validator

from kiosk_agent.parsing import parsed, read_toml

Stroke = tuple[str, ...]
"""Keys that are held together."""
Strokes = tuple[Stroke, ...]

FILE: Final = Path(__file__).with_suffix(".toml")
WRONG: Final = "holds no keyboard layouts"
KEYS: Final = (
    "grave_accent 1 2 3 4 5 6 7 8 9 0 minus equal",
    "q w e r t y u i o p bracket_left bracket_right",
    "a s d f g h j k l semicolon apostrophe backslash",
    "less z x c v b n m comma dot slash",
)
"""The keys of a European keyboard, row by row."""
ALIKE: Final[Mapping[str, Stroke]] = {" ": ("spc",), "\n": ("ret",), "\t": ("tab",)}
MARKS: Final = {
    "\N{GRAVE ACCENT}": "\N{COMBINING GRAVE ACCENT}",
    "\N{ACUTE ACCENT}": "\N{COMBINING ACUTE ACCENT}",
    "\N{CIRCUMFLEX ACCENT}": "\N{COMBINING CIRCUMFLEX ACCENT}",
    "\N{TILDE}": "\N{COMBINING TILDE}",
    "\N{DIAERESIS}": "\N{COMBINING DIAERESIS}",
}
"""What a dead key, named by the sign that is printed on it, puts on the letter that is typed after it."""
ALONE: Final = frozenset("`^~")
"""Dead keys that type themselves when a space comes after them."""


class Layout(BaseModel):
    """One keyboard."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    """XKB's name of the layout."""
    variant: str = ""
    """XKB's name of the variant, where it is not the layout's first."""
    languages: tuple[str, ...] = ()
    """Those whose learners have it."""
    plain: tuple[str, ...]
    shift: tuple[str, ...]
    altgr: tuple[str, ...] = ()
    shift_altgr: tuple[str, ...] = ()
    dead: Mapping[str, Stroke] = {}

    @property
    def title(self) -> str:
        """Return its name and its variant, as XKB writes both in one."""
        return f"{self.name}({self.variant})" if self.variant else self.name

    @cached_property
    def table(self) -> Mapping[str, Strokes]:
        """Return the strokes of every character, one after the other; of two ways to type one, the shorter."""
        return dict(self._accented()) | {character: (stroke,) for character, stroke in self.direct()}

    def strokes_of(self, character: str) -> Strokes:
        """Return the strokes that type `character`, one after the other. Raises ValueError where none do."""
        if character not in self.table:
            raise ValueError(f"no key of the keyboard {self.title} types {character!r}")
        return self.table[character]

    def direct(self) -> Iterator[tuple[str, Stroke]]:
        """Yield each character that one stroke types, with the stroke."""
        yield from ALIKE.items()
        for held, rows in self._levels():
            for keys, characters in zip(KEYS, rows, strict=False):
                for key, character in zip(keys.split(), characters, strict=True):
                    if character != " ":
                        yield character, (*held, key)

    def _levels(self) -> Sequence[tuple[Stroke, tuple[str, ...]]]:
        return (
            ((), self.plain),
            (("shift",), self.shift),
            (("alt_r",), self.altgr),
            (("shift", "alt_r"), self.shift_altgr),
        )

    def _accented(self) -> Iterator[tuple[str, Strokes]]:
        """Yield what a dead key and the key after it type."""
        one_stroke = dict(self.direct())
        for sign, dead in self.dead.items():
            if sign in ALONE:
                yield sign, (dead, ALIKE[" "])
            for letter in string.ascii_letters:
                whole = unicodedata.normalize("NFC", letter + MARKS[sign])
                if len(whole) == 1:
                    yield whole, (dead, one_stroke[letter])

    @model_validator(mode="after")
    def _has_all_keys(self) -> Self:
        lengths = [len(keys.split()) for keys in KEYS]
        for _, rows in self._levels():
            if rows and [len(row) for row in rows] != lengths:
                raise ValueError(f"{self.title}: rows of {lengths} characters are wanted, not {rows}")
        if unknown := self.dead.keys() - MARKS.keys():
            raise ValueError(f"{self.title}: no dead key is known for {sorted(unknown)}")
        return self


class _Layouts(BaseModel):
    layouts: tuple[Layout, ...]


@functools.cache
def layouts() -> tuple[Layout, ...]:
    """Return every keyboard. Raises SettingsInvalid."""
    return parsed(_Layouts, read_toml(FILE, WRONG), FILE, WRONG).layouts


def layout_named(name: str) -> Layout:
    """Return the keyboard of this XKB name. Raises KeyError."""
    return {layout.name: layout for layout in layouts()}[name]


def layout_of(language: str) -> Layout:
    """Return the keyboard of the country where learners speak this language. Raises KeyError."""
    return {each: layout for layout in layouts() for each in layout.languages}[language]
