"""What the kinds of exercise have in common that ask for an answer: a task, which judges it, and its words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kiosk_agent.curriculum.config import Ours
from kiosk_agent.parsing import PLAIN_LINE, PLAIN_LINES
from kiosk_agent.protocol.results import Reason, ReportedTest

Line = Annotated[str, Field(min_length=1, max_length=200, pattern=PLAIN_LINE)]
Sentence = Annotated[str, Field(max_length=400, pattern=PLAIN_LINE)]
Lines = Annotated[str, Field(min_length=1, max_length=4000, pattern=PLAIN_LINES)]
WORD_KEYS = frozenset({"text", "title", "why"})
"""Of a task, whatever is said to a learner: what a translation says again, and nothing else."""


class Check(StrEnum):
    """What an answer is looked at for, where its author gave it no name; whoever shows it has the words."""

    OPTIONS_MISSING = "options-missing"
    """All that was chosen is right, and something right was not."""
    OUTPUT = "output"
    BLANKS = "blanks"
    """Right, but for spaces and empty lines."""
    CAPITALS = "capitals"
    ACCENTS = "accents"
    LINES_MISSING = "lines-missing"
    LINES_TOO_MANY = "lines-too-many"
    ORDER = "order"
    INDENTATION = "indentation"


@dataclass(frozen=True)
class TaskFault:
    """Something that is wrong in a task, at a place of its file: keys from its top."""

    place: tuple[str, ...]
    problem: str
    hint: str


@dataclass(frozen=True)
class Beside:
    """What an exercise has beside its task, as far as a task is about it."""

    stub: str
    editor_files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answered:
    """What an answer came to: facts, as a judgement holds them. A check's line is one of the answer's file."""

    reason: Reason
    checks: tuple[ReportedTest, ...] = ()


class Task(Ours):
    """What a learner is asked, as it stands in the exercise's task file."""

    def faults(self, beside: Beside) -> Iterator[TaskFault]:
        """Yield what is wrong though it could be read."""
        raise NotImplementedError

    def words(self) -> Mapping[str, tuple[str, str]]:
        """Return the title and the sentence for each check that the author named."""
        raise NotImplementedError


class AnswerTask(Task):
    """A task whose answer is judged as it stands, with no run."""

    def judge(self, answer: str, stub: str) -> Answered:
        """Return what the text of the answer's file comes to. Pure."""
        raise NotImplementedError

    def right_answer(self, stub: str) -> str:
        """Return a text of the answer's file that is right."""
        raise NotImplementedError


def check(name: str, *, passes: bool, line: int | None = None) -> ReportedTest:
    """Return one check of an answer."""
    return ReportedTest(name=name, status="pass" if passes else "fail", line=line)


def answered(*checks: ReportedTest) -> Answered:
    """Return what the checks come to together: right when all pass."""
    is_right = all(each.status == "pass" for each in checks)
    return Answered(Reason.ANSWER_RIGHT if is_right else Reason.ANSWER_WRONG, checks)


INCOMPLETE = Answered(Reason.ANSWER_INCOMPLETE)
UNREADABLE = Answered(Reason.ANSWER_UNREADABLE)


def reserved(names: Mapping[str, object], *place: str) -> Iterator[TaskFault]:
    """Yield a fault for each of an author's names that is taken."""
    for name in names:
        if name in set(Check):
            yield TaskFault((*place, name), f"the name {name!r} is taken", "give it a name of its own")


def stub_must_be_empty(beside: Beside) -> Iterator[TaskFault]:
    """Yield a fault where the answer's file would begin with an answer."""
    if beside.stub.strip():
        hint = "empty the file: the answer goes into it, and what is shown has its place elsewhere"
        yield TaskFault((), "the file for the answer is not empty", hint)
