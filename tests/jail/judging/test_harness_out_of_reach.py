"""Programs that reach for the harness itself, or hand the tests something that acts where it is only to be compared."""

import pytest

from kiosk_agent.protocol.results import Judging, Verdict
from tests.support.jail.acting_values import BECOMES_ANYTHING, HEAVY_BOXES, LATER
from tests.support.jail.forgeries import EXERCISE, WRONG
from tests.support.jail.jails import JudgeAsServer

FIND_REPORTER = (
    "import fs from 'node:fs';\n"
    "const worker = fs.readFileSync('/proc/self/cmdline', 'utf8').split('\\0').find((w) => w.endsWith('worker.mjs'));\n"
    "const file = worker.replace('worker.mjs', 'reporter.mjs');\n"
)
CHANGE_REPORTER = (
    "const own = Reporter.prototype.test;\nReporter.prototype.test = function (r) "
    "{ return own.call(this, { name: r.name, output: '', testCode: '', status: 'pass' }); };\n"
)
REPORTER_IMPORTED = (
    f"import vm from 'node:vm';\n{FIND_REPORTER}"
    "const { Reporter } = await vm.runInThisContext(`import('file://${file}')`, "
    f"{{ importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER }});\n{CHANGE_REPORTER}"
)
REPORTER_REQUIRED = (
    f"import {{ createRequire }} from 'node:module';\n{FIND_REPORTER}"
    f"const {{ Reporter }} = createRequire('file:///')(file);\n{CHANGE_REPORTER}"
)
LENGTH_ASKED = (
    "const typed = Object.getPrototypeOf(Uint8Array.prototype);\n"
    "const own = Object.getOwnPropertyDescriptor(typed, 'length').get;\n"
    "const { latin1Slice, latin1Write } = Buffer.prototype;\n"
    "Object.defineProperty(typed, 'length', { configurable: true, get() {\n"
    "  const size = Reflect.apply(own, this, []);\n"
    "  if (this instanceof Buffer && size > 40 && size < 1e5) {\n"
    "    const text = Reflect.apply(latin1Slice, this, [0, size]);\n"
    '    const good = text.replace(\'"status":"fail"\', \'"status":"pass"\');\n'
    '    if (text.includes(\'"kind":"test"\')) Reflect.apply(latin1Write, this, [good, 0, size]);\n'
    "  }\n  return size;\n} });\n"
)
# The sender is the program's own: it can be made to take an object with a function for plain data.
CHANGE_SENDER = (
    "const { every } = Array.prototype;\nArray.prototype.every = function (...a) "
    "{ return new Error().stack.includes('split_values') ? true : every.apply(this, a); };\n"
)
EQUAL_TO_ALL = "{ asymmetricMatch: () => true, toString: () => '4' }"
ERROR_THAT_ACTS = "Object.assign(new TypeError('two'), { matcherResult: { pass: true }, asymmetricMatch: () => true })"


@pytest.mark.parametrize("judging", Judging)
@pytest.mark.parametrize("source", [REPORTER_IMPORTED, REPORTER_REQUIRED, LENGTH_ASKED])
def test_harness_cannot_be_changed_by_way_of_node(
    judge_as_server: JudgeAsServer, source: str, judging: Judging
) -> None:
    judgement = judge_as_server("javascript", "sum", source + WRONG, judging)
    assert judgement.verdict in {Verdict.RUNTIME_ERROR, Verdict.WRONG_ANSWER, Verdict.COMPILE_ERROR}, judgement


@pytest.mark.parametrize("patch", ["", CHANGE_SENDER])
@pytest.mark.parametrize("given", [EQUAL_TO_ALL, ERROR_THAT_ACTS, "{ then: (done) => done(3) }", "{ toJSON: () => 3 }"])
def test_what_can_act_is_refused_where_it_arrives(judge_as_server: JudgeAsServer, patch: str, given: str) -> None:
    source = f"{patch}const given = () => ({given});\nexport const sum = given;\nexport const pair = given;\n"
    judgement = judge_as_server("javascript", "sum", source, Judging.SPLIT)
    assert judgement.verdict in {Verdict.RUNTIME_ERROR, Verdict.WRONG_ANSWER}, judgement
    assert not any(test.status == "pass" for test in judgement.results.tests)


def test_what_is_taken_for_a_promise_in_one_process_is_refused_where_it_arrives(judge_as_server: JudgeAsServer) -> None:
    believed = judge_as_server("javascript", "later", BECOMES_ANYTHING, Judging.IN_PROCESS)
    assert {test.name: test.message for test in believed.results.tests if test.status != "pass"} == {}
    assert believed.verdict is Verdict.ACCEPTED
    assert judge_as_server("javascript", "later", LATER[".meta/answer.js"], Judging.SPLIT).verdict is Verdict.ACCEPTED
    for patch in ("", CHANGE_SENDER):
        forged = judge_as_server("javascript", "later", patch + BECOMES_ANYTHING, Judging.SPLIT)
        assert forged.verdict in {Verdict.RUNTIME_ERROR, Verdict.WRONG_ANSWER}, forged
        assert {test.name: test.status for test in forged.results.tests if test.status == "pass"} == {}


def test_exercise_of_our_own_is_not_forged_by_what_its_own_process_takes(judge_as_server: JudgeAsServer) -> None:
    answer, forgery = HEAVY_BOXES[".meta/answer.js"], f"export const heavyBoxes = () => ({EQUAL_TO_ALL});\n"
    forgery += "export const heavyCount = () => 2;\n"
    assert judge_as_server("javascript", "heavy-boxes", forgery, Judging.IN_PROCESS).verdict is Verdict.ACCEPTED
    assert judge_as_server("javascript", "heavy-boxes", answer, Judging.SPLIT).verdict is Verdict.ACCEPTED
    for patch in ("", CHANGE_SENDER):
        forged = judge_as_server("javascript", "heavy-boxes", patch + forgery, Judging.SPLIT)
        assert forged.verdict in {Verdict.RUNTIME_ERROR, Verdict.WRONG_ANSWER}, forged
        # The one whose right answer it knows.
        assert [test.name for test in forged.results.tests if test.status == "pass"] == ["how many heavy boxes"]


SENDERS_CHANGED = {
    "javascript": (
        "const { filter } = Array.prototype;\nArray.prototype.filter = function (...a) "
        "{ return new Error().stack.includes('split_solution') ? this : filter.apply(this, a); };\n"
    ),
    "python": "import builtins\nbuiltins.callable = lambda thing: getattr(thing, '__name__', '') != '<lambda>'\n",
}
# Right answers whose errors hold a function: in an error of its own process that is no harm.
ERRORS_WITH_A_FUNCTION = {
    "javascript": (
        "export const sum = (a, b) => {\n  if (b !== undefined) return a + b;\n"
        "  throw Object.assign(new TypeError('two'), { again: () => sum(a, 0) });\n};\n"
        "export const pair = (a, b) => [a, b];\n"
    ),
    "python": (
        "def double(n):\n    if n is not None:\n        return n * 2\n    error = TypeError('none')\n"
        "    error.with_traceback = lambda trace: error\n    raise error\n"
    ),
}


@pytest.mark.parametrize("track", ERRORS_WITH_A_FUNCTION)
def test_function_of_an_error_stays_at_home_and_is_refused_where_it_arrives(
    judge_as_server: JudgeAsServer, track: str
) -> None:
    source = ERRORS_WITH_A_FUNCTION[track]
    honest = judge_as_server(track, EXERCISE[track], source, Judging.SPLIT)
    assert honest.verdict is Verdict.ACCEPTED, honest
    forged = judge_as_server(track, EXERCISE[track], SENDERS_CHANGED[track] + source, Judging.SPLIT)
    assert [test.status == "pass" for test in forged.results.tests] == [True, True, True, False], forged.results.tests
