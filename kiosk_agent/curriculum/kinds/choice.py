"""Choose: of several options, the right one, or all that are right. The answer names them, one a line."""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field, StrictBool

from kiosk_agent.curriculum.config import Ours, Slug
from kiosk_agent.curriculum.kinds.task import (
    INCOMPLETE,
    UNREADABLE,
    Answered,
    AnswerTask,
    Beside,
    Check,
    Line,
    Sentence,
    TaskFault,
    answered,
    check,
    reserved,
    stub_must_be_empty,
)


class Option(Ours):
    """One that can be chosen; `why` says to who chose it why it is not right."""

    text: Line
    right: StrictBool = False
    why: Sentence = ""


class MultipleChoice(AnswerTask):
    """A multiple-choice question; with `several` all right options are to be chosen, and there may be one or more."""

    several: StrictBool = False
    options: Annotated[dict[Slug, Option], Field(min_length=2, max_length=8)]

    def faults(self, beside: Beside) -> Iterator[TaskFault]:
        """Yield what is wrong though it could be read."""
        yield from stub_must_be_empty(beside)
        yield from reserved(self.options, "options")
        yield from self._faults_of_right()
        seen: dict[str, str] = {}
        for name, option in self.options.items():
            if not option.right and not option.why:
                yield TaskFault(("options", name), "a wrong option without its reason", "say under why what it misses")
            text = " ".join(unicodedata.normalize("NFC", option.text).split())
            if text in seen:
                problem = f"{seen[text]} and {name} read the same"
                yield TaskFault(("options", name, "text"), problem, "make each an option of its own")
            seen.setdefault(text, name)

    def _faults_of_right(self) -> Iterator[TaskFault]:
        right = [name for name, option in self.options.items() if option.right]
        if not right:
            yield TaskFault(("options",), "no option is right", "write right = true under the one that is")
        elif len(right) == len(self.options):
            yield TaskFault(("options",), "every option is right", "add one that is not")
        elif len(right) > 1 and not self.several:
            problem = f"more than one option is right: {', '.join(right)}"
            hint = "leave one, or write several = true on the first line: all of them are to be chosen then"
            yield TaskFault(("options", right[1], "right"), problem, hint)

    def words(self) -> Mapping[str, tuple[str, str]]:
        """Return of each option its text, and why it is not right."""
        return {name: (option.text, option.why) for name, option in self.options.items()}

    def judge(self, answer: str, stub: str) -> Answered:  # noqa: ARG002 - other tasks need it
        """Return what was chosen, each with whether it is right; what was not chosen is not told."""
        chosen = {line.strip() for line in answer.split("\n")} - {""}
        if not chosen:
            return INCOMPLETE
        if not chosen <= self.options.keys() or (len(chosen) > 1 and not self.several):
            return UNREADABLE
        # Wrong ones first: the first check that does not pass is what a learner reads of.
        known = sorted((name for name in self.options if name in chosen), key=lambda name: self.options[name].right)
        checks = [check(name, passes=self.options[name].right) for name in known]
        is_whole = all(name in chosen for name, option in self.options.items() if option.right)
        if not is_whole and all(each.status == "pass" for each in checks):
            checks.append(check(Check.OPTIONS_MISSING, passes=False))
        return answered(*checks)

    def right_answer(self, stub: str) -> str:  # noqa: ARG002 - other tasks need it
        """Return the names of what is right."""
        return "".join(f"{name}\n" for name, option in self.options.items() if option.right)
