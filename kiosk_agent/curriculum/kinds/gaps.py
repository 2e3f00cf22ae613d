"""Fill the gap: a program in which something is left out. The stub holds the gaps, the answer has them filled."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Annotated

from pydantic import Field

from kiosk_agent.curriculum.config import Ours, Slug
from kiosk_agent.curriculum.kinds.same_code import is_same_code
from kiosk_agent.curriculum.kinds.task import (
    INCOMPLETE,
    UNREADABLE,
    Answered,
    AnswerTask,
    Beside,
    Line,
    Sentence,
    TaskFault,
    answered,
    check,
    reserved,
)

GAP = "____"
_MARK = re.compile(r"\w*_{4,}\w*")
_TOUCHING = re.compile(r"____\s*____")
Fillings = Annotated[tuple[Line, ...], Field(min_length=1, max_length=20)]
Why = Annotated[Sentence, Field(min_length=1)]


class WrongFilling(Ours):
    """What many write into a gap, and why it is not right."""

    answers: Fillings
    why: Why


class Gap(Ours):
    """One gap: all that is right in it, and what is said of anything else."""

    answers: Fillings
    title: Line
    why: Why
    mistakes: Annotated[dict[Slug, WrongFilling], Field(max_length=8, default_factory=dict)]


class Gaps(AnswerTask):
    """The gaps of the stub, in their order there: from its first line to its last, in a line from left to right."""

    gaps: Annotated[dict[Slug, Gap], Field(min_length=1, max_length=20)]

    def faults(self, beside: Beside) -> Iterator[TaskFault]:
        """Yield what is wrong though it could be read."""
        yield from reserved(self.gaps, "gaps")
        yield from _faults_of_stub(beside.stub)
        found = beside.stub.count(GAP)
        if found != len(self.gaps):
            hint = f"write {GAP} in the stub for each gap, and a table for each in that order"
            yield TaskFault(("gaps",), f"{len(self.gaps)} gaps, and the stub has {found}", hint)
        for name, gap in self.gaps.items():
            yield from _faults_of_gap(name, gap)

    def words(self) -> Mapping[str, tuple[str, str]]:
        """Return of each gap its title and what to look at; of what many write, why it is not right."""
        own = {name: (gap.title, gap.why) for name, gap in self.gaps.items()}
        known = {
            f"{name}.{mistake}": (gap.title, wrong.why)
            for name, gap in self.gaps.items()
            for mistake, wrong in gap.mistakes.items()
        }
        return own | known

    def judge(self, answer: str, stub: str) -> Answered:
        """Return of each gap whether what stands in it is right."""
        fillings = fillings_of(stub, answer)
        if fillings is None or len(fillings) != len(self.gaps):
            return UNREADABLE
        if any(not filling.strip() or filling.strip() == GAP for filling in fillings):
            return INCOMPLETE
        lines = [number for number, line in enumerate(stub.split("\n"), start=1) for _ in range(line.count(GAP))]
        checks = []
        for (name, gap), filling, line in zip(self.gaps.items(), fillings, lines, strict=True):
            is_right = any(is_same_code(filling, right) for right in gap.answers)
            checks.append(check(name if is_right else _named(name, gap, filling), passes=is_right, line=line))
        return answered(*checks)

    def right_answer(self, stub: str) -> str:
        """Return the stub with the first right filling of each gap."""
        return filled(stub, [gap.answers[0] for gap in self.gaps.values()])


def fillings_of(stub: str, answer: str) -> tuple[str, ...] | None:
    """Return what stands in each gap; None when anything else differs from the stub."""
    wanted, given = stub.rstrip().split("\n"), answer.replace("\r\n", "\n").rstrip().split("\n")
    if len(wanted) != len(given):
        return None
    found = [_fillings_of_line(one, other) for one, other in zip(wanted, given, strict=True)]
    return None if None in found else tuple(chain.from_iterable(filter(None, found)))


def filled(stub: str, fillings: Sequence[str]) -> str:
    """Return the stub with the gaps filled; an empty one stays a gap."""
    first, *others = stub.split(GAP)
    return first + "".join((filling or GAP) + text for filling, text in zip(fillings, others, strict=True))


def _fillings_of_line(wanted: str, given: str) -> tuple[str, ...] | None:
    given, (first, *others) = given.rstrip(), wanted.rstrip().split(GAP)
    if not others:
        return () if given == first else None
    last = others.pop()
    if not given.startswith(first) or not given.endswith(last) or len(given) < len(first) + len(last):
        return None
    rest, fillings = given[len(first) : len(given) - len(last)], []
    for text in others:
        filling, found, rest = rest.partition(text)
        if not found:
            return None
        fillings.append(filling)
    return (*fillings, rest)


def _named(name: str, gap: Gap, filling: str) -> str:
    mistakes = gap.mistakes.items()
    known = (key for key, wrong in mistakes if any(is_same_code(filling, answer) for answer in wrong.answers))
    return next((f"{name}.{key}" for key in known), name)


def _faults_of_stub(stub: str) -> Iterator[TaskFault]:
    for number, line in enumerate(stub.split("\n"), start=1):
        if any(mark != GAP for mark in _MARK.findall(line)):
            problem = f"line {number} of the stub has a gap that runs into something"
            yield TaskFault((), problem, f"write each gap as {GAP}, with a sign that is no letter on both sides")
        elif _TOUCHING.search(line):
            problem = f"line {number} of the stub has two gaps with nothing in between"
            yield TaskFault((), problem, "make one of them: nobody could tell where the first ends")


def _faults_of_gap(name: str, gap: Gap) -> Iterator[TaskFault]:
    seen: dict[str, str] = {}
    answers = [("answers", answer, "right") for answer in gap.answers]
    answers += [(key, answer, key) for key, wrong in gap.mistakes.items() for answer in wrong.answers]
    for key, answer, what in answers:
        place = ("gaps", name, key) if key == "answers" else ("gaps", name, "mistakes", key, "answers")
        if not answer.strip() or GAP in answer:
            yield TaskFault(place, f"{answer!r} fills no gap", "write what stands in its place")
        same = next((other for other in seen if is_same_code(other, answer)), None)
        if same is not None:
            problem = f"{answer!r} ({what}) is the same as {same!r} ({seen[same]})"
            yield TaskFault(place, problem, "take one of them out: spaces around signs do not count")
        seen.setdefault(answer, what)
