"""Order the lines, a Parsons problem: the answer is the program that was put together, line by line."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import Field, StrictBool

from kiosk_agent.curriculum.config import Ours, Slug
from kiosk_agent.curriculum.kinds.shuffling import shuffled
from kiosk_agent.curriculum.kinds.task import (
    INCOMPLETE,
    UNREADABLE,
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

LINES = 20
LINE_CHARACTERS = 60
"""So that a line stands whole in its half of a small screen, with its indentation."""
DEEPEST = 6


class Distractor(Ours):
    """A line that belongs nowhere, and why."""

    line: Line
    why: Annotated[Sentence, Field(min_length=1)]


@dataclass(frozen=True)
class PlacedLine:
    """A line of a program with how deep it stands; `depth` is None when it stands between two depths."""

    text: str
    depth: int | None

    @classmethod
    def read(cls, line: str, indent: int) -> Self:
        """Return the line as it stands in a program that is indented by `indent` blanks a step."""
        text = line.strip()
        blanks = len(line) - len(line.lstrip())
        return cls(text, blanks // indent if blanks % indent == 0 and line.startswith(" " * blanks) else None)


class Parsons(AnswerTask):
    """The lines of `solution`, to be put in order and, with `indentation`, as deep as they stand there.

    `also` are other ways that are right, of the same lines. Two lines that read the same are one as good as the other.
    """

    solution: Lines
    also: Annotated[tuple[Lines, ...], Field(max_length=8)] = ()
    indent: Annotated[int, Field(ge=1, le=8, strict=True)] = 2
    indentation: StrictBool = True
    distractors: Annotated[dict[Slug, Distractor], Field(max_length=8, default_factory=dict)]

    def faults(self, beside: Beside) -> Iterator[TaskFault]:
        """Yield what is wrong though it could be read."""
        yield from stub_must_be_empty(beside)
        yield from reserved(self.distractors, "distractors")
        yield from self._faults_of_program(("solution",), self.solution)
        own = Counter(line.text for line in self._placed(self.solution))
        if len(own) < 2:  # noqa: PLR2004 - of one there is no order
            yield TaskFault(("solution",), "no two lines that differ", "take a program of at least two lines")
        seen = [self._placed(self.solution)]
        for text in self.also:
            yield from self._faults_of_program(("also",), text)
            placed = self._placed(text)
            if Counter(line.text for line in placed) != own:
                hint = "use each of its lines as often as it does: they are all that there is to order"
                yield TaskFault(("also",), "another way that has other lines than the solution", hint)
            if placed in seen:
                yield TaskFault(("also",), "another way that is there already", "take it out")
            seen.append(placed)
        yield from self._faults_of_distractors(own)

    def _faults_of_program(self, place: tuple[str, ...], text: str) -> Iterator[TaskFault]:
        lines = text.strip("\n").split("\n")
        if len(lines) > LINES:
            yield TaskFault(place, f"{len(lines)} lines, more than {LINES}", "take a shorter program")
        for number, line in enumerate(lines, start=1):
            depth = PlacedLine.read(line, self.indent).depth
            if not line.strip():
                yield TaskFault(place, f"its line {number} is empty", "take it out: it could not be put anywhere")
            elif depth is None or depth > DEEPEST:
                problem = f"its line {number} is not indented by steps of {self.indent} blanks, {DEEPEST} at most"
                yield TaskFault(place, problem, "indent it so, or set indent")
            elif len(line) > LINE_CHARACTERS:
                yield TaskFault(
                    place, f"its line {number} is over {LINE_CHARACTERS} characters", "break it, or shorten it"
                )

    def _faults_of_distractors(self, own: Mapping[str, int]) -> Iterator[TaskFault]:
        seen = {_loose(text): "a line of the solution" for text in own}
        for name, distractor in self.distractors.items():
            place, line = ("distractors", name, "line"), _loose(distractor.line)
            if not line:
                yield TaskFault(place, "an empty line", "write a line that looks as if it belonged there")
            elif line in seen:
                yield TaskFault(place, f"it is the same as {seen[line]}", "make it wrong, or take it out")
            if len(distractor.line) > LINE_CHARACTERS:
                yield TaskFault(place, f"it is over {LINE_CHARACTERS} characters", "shorten it")
            seen.setdefault(line, f"the distractor {name}")

    def words(self) -> Mapping[str, tuple[str, str]]:
        """Return of each distractor its line, and why it belongs nowhere."""
        return {name: (distractor.line.strip(), distractor.why) for name, distractor in self.distractors.items()}

    def offered(self, seed: str) -> tuple[str, ...]:
        """Return all lines, distractors among them, in an order of the seed's own that is not the solution's."""
        own = [line.text for line in self._placed(self.solution)]
        lines = shuffled((*own, *(each.line.strip() for each in self.distractors.values())), seed)
        found = [line for line in lines if line in own]
        return tuple(reversed(lines)) if found == own and found[::-1] != own else tuple(lines)

    def judge(self, answer: str, stub: str) -> Answered:  # noqa: ARG002 - other tasks need it
        """Return which lines belong nowhere, else whether the order is right, else whether the indentation is."""
        placed = self._placed(answer.replace("\r\n", "\n"))
        if not placed:
            return INCOMPLETE
        ways = [self._placed(text) for text in (self.solution, *self.also)]
        offered = Counter(line.text for line in ways[0])
        distractors = {each.line.strip(): name for name, each in self.distractors.items()}
        given = Counter(line.text for line in placed)
        if given - (offered + Counter(distractors.keys())):
            return UNREADABLE
        used = {
            line.text: number for number, line in reversed([*enumerate(placed, start=1)]) if line.text in distractors
        }
        if used:
            checks = [check(distractors[text], passes=False, line=number) for text, number in used.items()]
            return answered(*sorted(checks, key=lambda each: each.line or 0))
        if given != offered:
            return Answered(INCOMPLETE.reason, (check(Check.LINES_MISSING, passes=False),))
        return self._ordered(placed, ways)

    def right_answer(self, stub: str) -> str:  # noqa: ARG002 - other tasks need it
        """Return the solution."""
        return self.solution.strip("\n") + "\n"

    def _ordered(self, placed: Sequence[PlacedLine], ways: Sequence[Sequence[PlacedLine]]) -> Answered:
        texts = [line.text for line in placed]
        in_order = [way for way in ways if [line.text for line in way] == texts]
        if not in_order:
            line = 1 + max(_same(texts, [line.text for line in way]) for way in ways)
            return answered(check(Check.ORDER, passes=False, line=line))
        ordered = check(Check.ORDER, passes=True)
        if not self.indentation:
            return answered(ordered)
        depth = max(_same(placed, way) for way in in_order)
        is_right = depth == len(placed)
        return answered(ordered, check(Check.INDENTATION, passes=is_right, line=None if is_right else depth + 1))

    def _placed(self, text: str) -> list[PlacedLine]:
        return [PlacedLine.read(line.rstrip(), self.indent) for line in text.split("\n") if line.strip()]


def _loose(line: str) -> str:
    return "".join(line.split())


def _same(one: Sequence[object], other: Sequence[object]) -> int:
    """Return how many of the first are the same."""
    pairs = zip(one, other, strict=False)
    return next((number for number, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
