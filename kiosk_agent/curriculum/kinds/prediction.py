"""Predict the output: what a program writes, said before it is run. The answer is that text."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

from pydantic import Field

from kiosk_agent.curriculum.config import Ours, Slug
from kiosk_agent.curriculum.kinds.task import (
    INCOMPLETE,
    Answered,
    AnswerTask,
    Beside,
    Check,
    Line,
    Lines,
    Sentence,
    TaskFault,
    answered,
    check,
    reserved,
    stub_must_be_empty,
)


class WrongOutput(Ours):
    """What many expect, and why it does not come."""

    output: Lines
    title: Line
    why: Annotated[Sentence, Field(min_length=1)]


class Prediction(AnswerTask):
    """`program` is shown and never edited; `also` are other outputs that are right, as of a program that asks a die."""

    program: Line
    output: Lines
    also: Annotated[tuple[Lines, ...], Field(max_length=8)] = ()
    mistakes: Annotated[dict[Slug, WrongOutput], Field(max_length=8, default_factory=dict)]

    def faults(self, beside: Beside) -> Iterator[TaskFault]:
        """Yield what is wrong though it could be read."""
        yield from stub_must_be_empty(beside)
        yield from reserved(self.mistakes, "mistakes")
        if self.program not in beside.editor_files:
            problem = f"{self.program!r} is no file that is shown"
            yield TaskFault(("program",), problem, "list the program under files.editor in .meta/config.json")
        right = [_lines(text) for text in self._right]
        if not all(right):
            hint = "have the program write something: no answer would be the same as none"
            yield TaskFault(("output",), "an output that is empty", hint)
        seen = {tuple(lines): "what is right" for lines in right}
        for name, mistake in self.mistakes.items():
            lines = tuple(_lines(mistake.output))
            if lines in seen:
                problem = f"{name} is the same as {seen[lines]}"
                yield TaskFault(("mistakes", name, "output"), problem, "take one of them out, or correct it")
            seen.setdefault(lines, name)

    @property
    def _right(self) -> tuple[str, ...]:
        return (self.output, *self.also)

    def words(self) -> Mapping[str, tuple[str, str]]:
        """Return the title and the reason of each output that many expect."""
        return {name: (mistake.title, mistake.why) for name, mistake in self.mistakes.items()}

    def judge(self, answer: str, stub: str) -> Answered:  # noqa: ARG002 - other tasks need it
        """Return whether it is the output, and if not the first line that differs, and by what alone if that is so."""
        said = _lines(answer)
        if not said:
            return INCOMPLETE
        right = [_lines(text) for text in self._right]
        if said in right:
            return answered(check(Check.OUTPUT, passes=True))
        known = next((name for name, each in self.mistakes.items() if _lines(each.output) == said), None)
        if known is not None:
            return answered(check(known, passes=False))
        nearest = max(right, key=lambda lines: _same(said, lines))
        line = _same(said, nearest)
        if line < len(said) and line < len(nearest):
            return answered(check(_difference(said, right), passes=False, line=line + 1))
        is_short = len(said) < len(nearest)
        return answered(check(Check.LINES_MISSING if is_short else Check.LINES_TOO_MANY, passes=False, line=len(said)))

    def right_answer(self, stub: str) -> str:  # noqa: ARG002 - other tasks need it
        """Return the output."""
        return self.output


def _lines(text: str) -> list[str]:
    """Return the lines without what nobody sees: blanks and empty lines at an end, how accents are made."""
    lines = [line.rstrip() for line in unicodedata.normalize("NFC", text).replace("\r\n", "\n").split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _same(said: Sequence[str], right: Sequence[str]) -> int:
    pairs = zip(said, right, strict=False)
    return next((number for number, (one, other) in enumerate(pairs) if one != other), min(len(said), len(right)))


def _difference(said: Sequence[str], right: Sequence[Sequence[str]]) -> Check:
    """Return what alone differs from an output that is right, if it is one such thing."""
    looks = {Check.BLANKS: _without_blanks, Check.CAPITALS: str.casefold, Check.ACCENTS: _without_accents}
    text, texts = "\n".join(said), ["\n".join(lines) for lines in right]
    return next((name for name, look in looks.items() if look(text) in set(map(look, texts))), Check.OUTPUT)


def _without_blanks(text: str) -> str:
    return "".join(text.split())


def _without_accents(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
