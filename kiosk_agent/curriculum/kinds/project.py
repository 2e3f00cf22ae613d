"""A project: steps with checkpoints, each signed by tests or by a trainer. Its work is judged by a run, as code is."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kiosk_agent.curriculum.config import Ours, Slug
from kiosk_agent.curriculum.kinds.task import Beside, Line, Task, TaskFault
from kiosk_agent.protocol.results import Results


class Signer(StrEnum):
    """Who says that a step is done."""

    TESTS = "tests"
    TRAINER = "trainer"


class ProjectStep(Ours):
    """One step: what is to be there at its end, and the tests that all pass then, where tests sign it."""

    title: Line
    signed_by: Signer = Signer.TESTS
    tests: Annotated[tuple[Line, ...], Field(max_length=100)] = ()


class Project(Task):
    """The steps, in the order they are to be done."""

    steps: Annotated[dict[Slug, ProjectStep], Field(min_length=2, max_length=20)]

    def faults(self, beside: Beside) -> Iterator[TaskFault]:  # noqa: ARG002 - other tasks need it
        """Yield what is wrong though it could be read."""
        seen: dict[str, str] = {}
        for name, step in self.steps.items():
            if step.signed_by is Signer.TESTS and not step.tests:
                hint = 'name its tests under tests, or write signed_by = "trainer"'
                yield TaskFault(("steps", name), "a step that nobody signs", hint)
            if step.signed_by is Signer.TRAINER and step.tests:
                hint = "take out the tests, or the trainer: one of them signs"
                yield TaskFault(("steps", name, "tests"), "a step that two sign", hint)
            for test in step.tests:
                if test in seen:
                    problem = f"the test {test!r} signs {seen[test]} already"
                    yield TaskFault(("steps", name, "tests"), problem, "name each test in one step")
                seen.setdefault(test, name)

    def words(self) -> Mapping[str, tuple[str, str]]:
        """Return nothing: a project's tests have their words in the message catalogue."""
        return {}

    def reached(self, results: Results, signed: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """Return the steps that are done as the work stands; `signed` names those that a trainer signed. Pure."""
        passed = {test.name for test in results.tests if test.status == "pass"}
        return tuple(
            name
            for name, step in self.steps.items()
            if (name in signed if step.signed_by is Signer.TRAINER else set(step.tests) <= passed)
        )
