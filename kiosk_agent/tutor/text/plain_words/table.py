"""One toolchain's table of patterns: parsed once, and nothing that it says can be wrong later."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, model_validator

from kiosk_agent.errors import SettingsInvalid
from kiosk_agent.parsing import parsed, read_toml
from kiosk_agent.protocol.languages import LANGUAGES, SOURCE_LANGUAGE, Language
from kiosk_agent.protocol.results import Cause
from kiosk_agent.runner.jail.plain_text import plain
from kiosk_agent.toolchains.facts import FOLDER as TABLES
from kiosk_agent.toolchains.facts import NAME

FILE = "plain_words.toml"
WRONG = "holds no plain words"
MESSAGE_CHARACTERS = 2000
"""So much of a message is looked at: what a pattern can take is bounded by it."""
GROUP_CHARACTERS = 32
"""So much of what a message named is said again."""
TEXT_CHARACTERS = 240
CODE_MARK = "`"
# Any other brace is only a brace: code is full of them.
_PLACEHOLDER = re.compile(r"\{([a-zA-Z_]\w*)\}")

Text = Annotated[str, Field(min_length=1, max_length=TEXT_CHARACTERS)]


@dataclass(frozen=True)
class Piece:
    """A part of a text: words, or code as one types it."""

    text: str
    is_code: bool


@dataclass(frozen=True)
class Said:
    """A text in the learner's language. What came out of a jail stands in it as plain text, never as a mark."""

    pieces: tuple[Piece, ...]

    def __str__(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class PlainWords:
    """What happened and what to try."""

    pattern: str
    """The id of the pattern that knew the message."""
    happened: Said
    advice: Said
    can_be_read: bool
    """Nothing is wrong with how the program is written: something that is asked for is not in it."""


class Texts(BaseModel):
    """The words of one pattern in one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    happened: Text
    advice: Text = Field(alias="try")
    early: Annotated[str, Field(max_length=TEXT_CHARACTERS)] = ""
    """What to try, for who has not been taught yet what `advice` speaks of."""


class Pattern(BaseModel):
    """An error that toolchains report, and its words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40)]
    match: Annotated[str, Field(max_length=500)] = ""
    asked: bool = False
    """Only for what the tests ask for and the program lacks; without `match`, whatever that is."""
    can_be_read: bool = False
    """The program is one: what its tests ask for is not in it."""
    needs: tuple[str, ...] = ()
    """Concepts of our tracks that the advice speaks of: before they are taught, the early one is given."""
    facts: tuple[str, ...] = ()
    """What a harness that names this entry by its id says besides."""
    texts: dict[Language, Texts]
    """By language, English always."""
    _regex: re.Pattern[str] = PrivateAttr()

    @model_validator(mode="before")
    @classmethod
    def _gather_languages(cls, row: dict[str, Any]) -> dict[str, Any]:
        other = {key: value for key, value in row.items() if key not in LANGUAGES}
        # Words that are not all translated yet must not take the others away: English stands in for them.
        return other | {"texts": {key: row[key] for key in LANGUAGES if _is_whole(row.get(key))}}

    @model_validator(mode="after")
    def _check(self) -> Self:
        try:
            self._regex = re.compile(self.match, re.MULTILINE)
        except re.error as error:
            raise ValueError(f"match is no regular expression: {error}") from error
        if SOURCE_LANGUAGE not in self.texts:
            raise ValueError(f"no texts in {SOURCE_LANGUAGE}, which stand in for those of every other language")
        for language, texts in self.texts.items():
            for text in (texts.happened, texts.advice, texts.early):
                self._check_text(language, text)
        if bool(self.needs) != bool(self.texts[SOURCE_LANGUAGE].early):
            raise ValueError("needs says which concepts come before the advice, early what is said until then: both")
        return self

    def _check_text(self, language: Language, text: str) -> None:
        if text.count(CODE_MARK) % 2:
            raise ValueError(f"the {language} text opens code that it does not close: {text}")
        if unknown := set(_PLACEHOLDER.findall(text)) - {*self._regex.groupindex, *self.facts}:
            raise ValueError(
                f"match has no group and facts no name for what the {language} text names: {', '.join(sorted(unknown))}"
            )

    def explain(
        self, message: str, language: Language, *, asked: bool = False, later: Collection[str] = ()
    ) -> PlainWords | None:
        """Return the words for `message`, or None when it is another one."""
        may_look = asked if self.asked else bool(self.match)
        found = self._regex.search(message) if may_look else None
        return None if found is None else self.words(found.groupdict(default=""), language, later=later)

    def words(self, facts: Mapping[str, str], language: Language, *, later: Collection[str] = ()) -> PlainWords:
        """Return the words with `facts` in their places, for who is taught the concepts in `later` only later."""
        named = dict.fromkeys((*self._regex.groupindex, *self.facts), "")
        named |= {name: _shown(fact) for name, fact in facts.items()}
        texts = self.texts.get(language, self.texts[SOURCE_LANGUAGE])
        is_early = any(concept in later for concept in self.needs)
        advice = texts.early if is_early and texts.early else texts.advice
        return PlainWords(self.id, _said(texts.happened, named), _said(advice, named), self.can_be_read)


class Table(BaseModel):
    """All patterns of a toolchain, the more special ones first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    patterns: tuple[Pattern, ...] = Field(alias="pattern", min_length=1)
    also: str = ""
    """The toolchain whose words hold here too, when no pattern knows a message: a page's scripts are JavaScript."""

    @model_validator(mode="after")
    def _check_ids(self) -> Self:
        ids = [pattern.id for pattern in self.patterns]
        if twice := {each for each in ids if ids.count(each) > 1}:
            raise ValueError(f"more than one pattern is named {', '.join(sorted(twice))}")
        return self

    def explain(
        self, message: str, language: Language, *, asked: bool = False, later: Collection[str] = ()
    ) -> PlainWords | None:
        """Return the words of the first pattern that knows `message`, of which the beginning is looked at."""
        looked_at = plain(message[:MESSAGE_CHARACTERS])
        for pattern in self.patterns:
            words = pattern.explain(looked_at, language, asked=asked, later=later)
            if words is not None:
                return words
        return None

    def of_cause(self, cause: Cause, language: Language, *, later: Collection[str] = ()) -> PlainWords | None:
        """Return the words of the entry that a harness named, if there is one."""
        named = next((pattern for pattern in self.patterns if pattern.id == cause.name), None)
        return None if named is None else named.words(cause.facts, language, later=later)


def load_table(path: Path) -> Table:
    """Read a table and its translations beside it. Raises SettingsInvalid with what is wrong in them."""
    table = read_toml(path, WRONG)
    for language in LANGUAGES:
        at = path.with_suffix(f".{language}.toml")
        if at.is_file():
            _translate(table, language, at)
    return parsed(Table, table, path, WRONG)


def _translate(table: dict[str, Any], language: Language, at: Path) -> None:
    listed = table.get("pattern")
    rows = {str(row.get("id")): row for row in (listed if isinstance(listed, list) else []) if isinstance(row, dict)}
    for name, texts in read_toml(at, WRONG).items():
        if name not in rows:
            said = f"{at} {WRONG}: {name}: the table beside it has no pattern of that id"
            raise SettingsInvalid(said, hint="correct the id, or take the words out")
        rows[name][language] = texts


@cache
def table_of(toolchain_name: str) -> Table | None:
    """Return a toolchain's table, read at the first call; None when it has none. Raises SettingsInvalid."""
    path = TABLES / toolchain_name / FILE
    return load_table(path) if NAME.fullmatch(toolchain_name) and path.is_file() else None


def table_names() -> tuple[str, ...]:
    """Return the toolchains that have a table."""
    return tuple(sorted(path.parent.name for path in TABLES.glob(f"*/{FILE}")))


def _is_whole(texts: object) -> bool:
    return isinstance(texts, dict) and {"happened", "try"} <= texts.keys()


def _said(text: str, named: Mapping[str, str]) -> Said:
    # The marks are read before anything is put in: what a message names cannot set one.
    parts = (_PLACEHOLDER.sub(lambda found: named[found[1]], part) for part in text.split(CODE_MARK))
    return Said(tuple(Piece(part, bool(number % 2)) for number, part in enumerate(parts) if part))


def _shown(captured: str) -> str:
    """Return a piece of a message as one short line: a learner may have written anything there."""
    line = " ".join(plain(captured).split())
    return line if len(line) <= GROUP_CHARACTERS else f"{line[: GROUP_CHARACTERS - 1]}…"
