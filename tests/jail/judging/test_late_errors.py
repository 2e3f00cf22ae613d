"""An error of something that a JavaScript program left behind comes when its test is over, and is put on no test."""

import pytest

from kiosk_agent.protocol.results import Judgement, Judging, Reason, Verdict
from tests.support.jail.jails import JudgeAsServer

SOON = "export const soon = () => new Promise((done) => { setTimeout(() => done(2), 60); });\n"
THROWN = "throw new Error('late');"
AT_ONCE = "export const soon = async () => 2;\n"
LATER = {
    "at once": f"setTimeout(() => {{\n    {THROWN}\n  }}, 0);",
    "while the next test waits": f"setTimeout(() => {{\n    {THROWN}\n  }}, 20);",
    "after the tests": f"setTimeout(() => {{\n    {THROWN}\n  }}, 120);",
    "in the next turn": f"setImmediate(() => {{\n    {THROWN}\n  }});",
    "rejected": f"(async () => {{ await new Promise((go) => {{ setTimeout(go, 20); }});\n    {THROWN}\n  }})();",
}


def judged(judge: JudgeAsServer, source: str, judging: Judging = Judging.IN_PROCESS) -> Judgement:
    return judge("javascript", "wait", source, judging)


def statuses(judgement: Judgement) -> list[tuple[str, str]]:
    return [(test.name, test.status) for test in judgement.results.tests]


@pytest.mark.parametrize("soon", [SOON, AT_ONCE], ids=["long", "short"])
@pytest.mark.parametrize("later", LATER.values(), ids=LATER)
def test_late_error_is_the_programs_with_its_line_and_no_tests(
    judge_as_server: JudgeAsServer, later: str, soon: str
) -> None:
    judgement = judged(judge_as_server, f"export const now = () => {{\n  {later}\n  return 1;\n}};\n{soon}")
    assert (judgement.verdict, judgement.reason) == (Verdict.RUNTIME_ERROR, Reason.BROKE_LATE), judgement
    assert (judgement.file, judgement.line) == ("wait.js", 3)
    assert judgement.results.message == "Error: late"
    assert statuses(judgement) == [("now", "pass"), ("soon", "pass")]


def test_late_error_of_the_loading_is_no_tests(judge_as_server: JudgeAsServer) -> None:
    source = f"setTimeout(() => {{ {THROWN} }}, 20);\nexport const now = () => 1;\n{SOON}"
    judgement = judged(judge_as_server, source)
    assert (judgement.reason, judgement.line) == (Reason.BROKE_LATE, 1), judgement
    assert statuses(judgement) == [("now", "pass"), ("soon", "pass")]


def test_error_that_comes_while_its_own_test_waits_is_that_tests(judge_as_server: JudgeAsServer) -> None:
    source = (
        "export const now = () => 1;\n"
        f"export const soon = () => new Promise((done) => {{ setTimeout(() => done(2), 60); "
        f"setTimeout(() => {{ {THROWN} }}, 10); }});\n"
    )
    judgement = judged(judge_as_server, source)
    assert judgement.reason is Reason.TESTS_NOT_PASSED, judgement
    assert statuses(judgement) == [("now", "pass"), ("soon", "error")]


def test_wrong_value_and_late_error_are_both_told(judge_as_server: JudgeAsServer) -> None:
    source = f"export const now = () => {{ setTimeout(() => {{ {THROWN} }}, 0); return 0; }};\n{AT_ONCE}"
    judgement = judged(judge_as_server, source)
    assert (judgement.verdict, judgement.reason, judgement.line) == (Verdict.RUNTIME_ERROR, Reason.BROKE_LATE, 1)
    assert statuses(judgement) == [("now", "fail"), ("soon", "pass")]


@pytest.mark.parametrize(
    "left",
    ["setInterval(() => {}, 5);", "setTimeout(() => {}, 1e6);", "setTimeout(() => console.log('done'), 10);"],
)
def test_program_that_leaves_something_harmless_behind_passes(judge_as_server: JudgeAsServer, left: str) -> None:
    judgement = judged(judge_as_server, f"export const now = () => {{ {left} return 1; }};\n{AT_ONCE}")
    assert judgement.verdict is Verdict.ACCEPTED, judgement
    assert judgement.milliseconds < 5000


FORGERIES = {
    "the end": "setTimeout(() => process.exit(0), 10);",
    "listeners": f"process.removeAllListeners(); setTimeout(() => {{ {THROWN} }}, 10);",
    "emit": f"process.emit = () => true; setTimeout(() => {{ {THROWN} }}, 10);",
    "storage": (
        "import('node:async_hooks').then(({ AsyncLocalStorage: { prototype } }) => {"
        "  prototype.run = () => {}; prototype.getStore = () => 3; });"
    ),
    "resource": (
        "import('node:async_hooks').then(({ executionAsyncResource: of }) => { setInterval(() => {"
        " for (const key of Object.getOwnPropertySymbols(of())) of()[key] = undefined; }, 1); });"
    ),
}


@pytest.mark.parametrize("scheduled", FORGERIES.values(), ids=FORGERIES)
def test_nothing_that_is_left_behind_turns_a_wrong_answer_right(judge_as_server: JudgeAsServer, scheduled: str) -> None:
    source = f"{scheduled}\nexport const now = () => {{ {scheduled} return 0; }};\n{AT_ONCE}"
    assert judged(judge_as_server, source).verdict in {Verdict.RUNTIME_ERROR, Verdict.WRONG_ANSWER}
