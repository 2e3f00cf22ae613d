"""A project's steps: who signs each, and which are reached."""

import pytest

from kiosk_agent.curriculum.kinds.project import Project
from kiosk_agent.protocol.results import ReportedTest, Results
from tests.unit.curriculum.kinds.kinds_track import faults_of, task_of

TASK = """
[steps.prices]
title = "Prices"
tests = ["one price", "two prices"]
[steps.read-aloud]
title = "Read it to your trainer"
signed_by = "trainer"
[steps.total]
title = "Total"
tests = ["total"]
"""


def test_a_step_is_reached_when_all_that_signs_it_has() -> None:
    project = task_of(Project, TASK)

    def reached(*passed: str, signed: frozenset[str] = frozenset()) -> tuple[str, ...]:
        tests = tuple(
            ReportedTest(name=name, status="pass" if name in passed else "fail")
            for name in ("one price", "two prices", "total")
        )
        return project.reached(Results(status="fail", tests=tests), signed)

    assert reached() == ()
    assert reached("one price") == ()
    assert reached("one price", "two prices") == ("prices",)
    assert reached("total", signed=frozenset({"read-aloud"})) == ("read-aloud", "total")
    # A trainer signs the steps that are theirs, and no others.
    assert reached(signed=frozenset({"prices", "total"})) == ()


FAULTS = {
    "nobody signs": (TASK.replace('signed_by = "trainer"\n', ""), "steps.read-aloud: a step that nobody signs"),
    "two sign": (TASK + 'signed_by = "trainer"\n', "steps.total.tests: a step that two sign"),
    "a test for two": (
        TASK.replace('["total"]', '["one price"]'),
        "steps.total.tests: the test 'one price' signs prices already",
    ),
}


@pytest.mark.parametrize("what", FAULTS)
def test_a_step_that_is_none_is_refused(what: str) -> None:
    task, said = FAULTS[what]
    assert faults_of(task_of(Project, task)) == [said]


def test_good_steps_have_no_fault() -> None:
    assert faults_of(task_of(Project, TASK)) == []
