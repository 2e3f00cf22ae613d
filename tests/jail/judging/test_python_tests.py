"""Python's tests as their authors write them: found before the program comes in, and each told with its values."""

from collections.abc import Iterable, Iterator

import pytest

from kiosk_agent.protocol.results import BreakStage
from tests.support.checkout import FIXTURES
from tests.support.jail.python_runs import ROWS, RunPython, python_runs, told

WRITTEN = FIXTURES / "written_tests/python"
PROGRAM, TESTS = "it.py", "it_test.py"


@pytest.fixture(scope="module")
def run() -> Iterator[RunPython]:
    with python_runs() as ran:
        yield ran


def test_each_way_to_write_a_test_is_found_before_the_program_and_passes(run: RunPython) -> None:
    for path in sorted(WRITTEN.glob("*_test.py")):
        name = path.stem.removesuffix("_test")
        result = run(path.with_name(f"{name}.py").read_text(), path.read_text(), name=name)
        assert result.announced is not None, name
        tests = told(result)
        assert sorted(result.announced.names) == sorted([*(each[0] for each in tests), *result.skipped]), name
        failed = [each for each in tests if each[1] != "pass"]
        wanted = [("test_same[3]", "fail", "n=3, want=4: assert f(n) == want")] if name == "failing_row" else []
        assert failed == wanted, name


def test_tests_that_the_author_leaves_out_are_said_to_be_so(run: RunPython) -> None:
    left_out = {"skip_class": "Extra > test_two", "p_skipif": "test_two", "p_conditions": "test_not_to_be_run"}
    for name, skipped in left_out.items():
        result = run((WRITTEN / f"{name}.py").read_text(), (WRITTEN / f"{name}_test.py").read_text(), name=name)
        assert result.skipped == (skipped,)


def test_fixtures_with_rows_and_inherited_tests_are_run_with_what_stands_around_them(run: RunPython) -> None:
    tests = """
import pytest, unittest
from it import f

done = []

def setup_module(): done.append("module")

@pytest.fixture(params=[1, 2])
def number(request):
    yield request.param
    done.append("after")

@pytest.fixture(autouse=True)
def around(): done.append("around")

class Base:
    def test_inherited(self): assert f(3) == 3

class TestMore(Base):
    def setup_method(self, method): self.name = method.__name__
    def test_own(self): assert self.name == "test_own"

def test_number(number, subtests):
    with subtests.test(number=number): assert f(number) == number

def test_order(): assert done[0] == "module" and "after" in done and "around" in done

def setUpModule(): done.append("unittest")

class Nothing(unittest.TestCase):
    def setUp(self): self.assertIn("unittest", done)
    def test_number(self): self.assertEqual(f(0), 0)
"""
    result = run("def f(n): return n\n", tests)
    assert [(name, status) for name, status, _ in told(result)] == [
        ("TestMore > test_inherited", "pass"),
        ("TestMore > test_own", "pass"),
        ("test_number[1]", "pass"),
        ("test_number[2]", "pass"),
        ("test_order", "pass"),
        ("Nothing > test_number", "pass"),
    ]


def test_each_failed_subtest_is_told_with_its_values(run: RunPython) -> None:
    tests = """
import unittest
from it import f

class T(unittest.TestCase):
    def test_all(self):
        for n in range(4):
            with self.subTest(n=n):
                self.assertEqual(f(n), 0)

    def test_named(self):
        for n in range(4):
            with self.subTest(n), self.subTest("even", at=n):
                self.assertEqual(f(n), 0)
"""
    assert told(run("def f(n): return n % 2\n", tests)) == [
        ("T > test_all", "fail", "n=1: 1 != 0\nn=3: 1 != 0"),
        ("T > test_named", "fail", "even, at=1: 1 != 0\neven, at=3: 1 != 0"),
    ]
    once = tests.replace(', self.subTest("even", at=n)', "")
    assert told(run("def f(n): return n % 2\n", once))[1][2] == "1: 1 != 0\n3: 1 != 0"


def test_mark_that_does_not_count_here_excuses_no_failure(run: RunPython) -> None:
    result = run("def f(): return 0\n", (WRITTEN / "p_conditions_test.py").read_text(), name="p_conditions")
    assert [(name, status) for name, status, _ in told(result)] == [
        ("test_text", "fail"),
        ("test_not_expected_to_fail", "fail"),
    ]


def test_test_that_asks_for_what_nobody_makes_is_broken_before_the_program_is_let_in(run: RunPython) -> None:
    for name in ("nothing_like_it", "tmp_path"):
        result = run("def f(): return 1\n", f"from it import f\ndef test_one({name}): assert f() == 1\n")
        assert (result.announced, result.breakage is not None) == (None, True)
        assert f"fixture '{name}' not found" in (result.breakage.message if result.breakage else "")


@pytest.mark.parametrize(
    "program",
    [
        "import unittest\nunittest.TestResult.__subclasses__()[-1]._note = lambda *a: None\ndef rows(n): return 0\n",
        (
            "import unittest\nT = unittest.TestCase\n"
            "T.assertEqual.__code__ = (lambda self, first, second, msg=None: None).__code__\n"
            "def rows(n):\n    if n is None: raise TypeError\n    return 0\n"
        ),
        (
            "import sys\ndef seen(frame, event, arg):\n    told = frame.f_locals.get('told')\n"
            "    if told is not None: told.error = None; told.status = 'pass'\n"
            "sys.setprofile(seen)\ndef rows(n): return 0\n"
        ),
        "import unittest\ndef rows(n):\n    if n is None: raise TypeError\n    raise unittest.SkipTest\n",
    ],
    ids=["another note taker", "other code of an assertion", "a profile of the harness", "skipped by the program"],
)
def test_program_that_changes_how_it_is_tested_has_not_passed(run: RunPython, program: str) -> None:
    result = run(program, ROWS)
    assert result.skipped == ()
    assert "pass" not in {status for name, status, _ in told(result) if name.endswith("test_one")}


@pytest.mark.parametrize(
    ("program", "stage", "file", "line"),
    [
        ("few = [1,\n2]\nmany = " + "1 + " * 20_000 + "1\n", BreakStage.COMPILE, PROGRAM, 3),
        (
            "error = SyntaxError('no')\nerror.filename, error.lineno = 'it.py', '<b>'\nraise error\n",
            "compile",
            PROGRAM,
            None,
        ),
        ("error = ImportError('no')\nerror.name = 3\nraise error\n", BreakStage.LOAD, PROGRAM, 3),
        ("exec(compile('raise ValueError', 'it_test.py', 'exec'))\n", BreakStage.LOAD, TESTS, 1),
    ],
    ids=["a very long sum", "a line that is none", "a name that is none", "a place in the tests"],
)
def test_whatever_a_program_breaks_by_is_told_after_its_tests_were(
    run: RunPython, program: str, stage: str, file: str, line: int | None
) -> None:
    result = run(program, ROWS)
    assert result.announced is not None
    assert result.breakage is not None
    assert (result.breakage.stage, result.breakage.file, result.breakage.line) == (stage, file, line)


def test_program_has_what_python_has_where_a_person_types(run: RunPython) -> None:
    assert run("print('bye')\nquit(3)\n").exit_code == 3
    assert "Copyright" in run("print(copyright, exit, help)\n").output
    result = run("def rows(n):\n    exit('enough')\n", ROWS)
    assert told(result)[0] == ("RowsTest > test_one", "error", "SystemExit: enough")


def test_what_still_runs_at_the_end_of_a_program_keeps_its_output(run: RunPython) -> None:
    program = """
import atexit, threading
go = threading.Event()
def late():
    go.wait()
    print("worker")
atexit.register(lambda: print("goodbye"))
threading.Thread(target=late).start()
print("main")
threading.Timer(0.1, go.set).start()
"""
    result = run(program)
    assert (result.output, result.exit_code) == ("main\nworker\ngoodbye\n", 0)
    program = "class Kept:\n    def __del__(self): print('let go')\nkept = Kept()\n"
    assert run(f"import atexit\natexit.register(print, 'goodbye')\n{program}").output == "goodbye\nlet go\n"


def test_error_of_a_program_names_no_file_of_ours(run: RunPython) -> None:
    assert run("few = " + "1 + " * 20_000 + "1\n").output == (
        '  File "it.py", line 1\nSyntaxError: this statement is too long or nested too deeply\n'
    )


def test_mark_of_byte_order_is_no_part_of_a_program_nor_of_tests(run: RunPython) -> None:
    mark = "\ufeff"
    assert run(f"{mark}print('ñ')\r\nprint(1)\r\n").output == "ñ\n1\n"
    assert [status for _, status, _ in told(run(f"{mark}def rows(n): return n + 0\n", mark + ROWS))] == ["pass", "pass"]


COMPARED = {
    "self.assertEqual(f(1), 6)": ("6", "1"),
    "self.assertEqual(6, f(1))": ("6", "1"),
    "got = f(1); self.assertEqual(6, got)": ("6", "1"),
    "want = [6, 7]; self.assertListEqual(want, f([1]))": ("[6, 7]", "[1]"),
    "self.assertTrue(f(0))": ("True", "0"),
    "self.assertFalse(f('no'))": ("False", "'no'"),
    "self.assertIsNone(f(1))": ("None", "1"),
    "self.assertAlmostEqual(0.5, f(0.25), places=3)": ("0.5", "0.25"),
    # Which of two that both call the program is expected, nothing says; and a sentence of the test's own is more.
    "self.assertEqual(first=6, second=f(1))": None,
    "self.assertEqual(f(1), f(2))": None,
    "self.assertEqual(f(1), 6, 'adds up')": None,
}


def methods(lines: Iterable[str]) -> str:
    """Return tests of one line each."""
    bodies = "".join(f"    def test_{number}(self): {line}\n" for number, line in enumerate(lines))
    return f"import unittest\nfrom it import f\nclass T(unittest.TestCase):\n{bodies}"


def test_of_two_values_the_test_says_which_was_expected(run: RunPython) -> None:
    results = run("def f(given): return given\n", methods(COMPARED)).results
    assert results is not None
    said = [each and (each.expected, each.received) for each in (test.compared for test in results.tests)]
    assert dict(zip(COMPARED, said, strict=True)) == COMPARED


def test_a_value_that_will_not_be_shown_costs_no_test_its_result(run: RunPython) -> None:
    values = ["Odd()", "Odd", "[Odd()]", "lambda: 1", "'\\ud800'", "float('nan')", "10 ** 400"]
    program = f"""
class Odd:
    def __repr__(self): raise ValueError
    __eq__ = __bool__ = __class_getitem__ = __repr__
    @property
    def __class__(self): raise ValueError

def f(n): return [{", ".join(values)}][n]
"""
    tests = methods(f"self.assertIs(f({number}), 1)" for number in range(len(values) + 1))
    assert [status for _, status, _ in told(run(program, tests))] == ["fail"] * len(values) + ["error"]


def test_what_a_test_asks_of_the_program_s_own_class_is_no_word_of_another_language(run: RunPython) -> None:
    program = "class Basket: pass\ndef f(given): return Basket()\n"
    results = run(program, methods(["f(1).add(2)", "f(1).push", "self.assertEqual(f(1).length, 2)"])).results
    assert results is not None
    assert [test.cause for test in results.tests] == [None] * 3


def test_a_function_that_gives_nothing_back_and_need_not_is_no_cause(run: RunPython) -> None:
    program = """
def grow(given): given.append(1)
def f(given): return given.get(1)
def empty(given): return helped(given)
def helped(given): len(given)
"""
    lines = ["had = []; grow(had); self.assertEqual(f({}), 1)", "from it import empty; self.assertEqual(empty([]), 1)"]
    results = run(program, methods(lines).replace("import f", "import f, grow")).results
    assert results is not None
    assert [test.cause and test.cause.name for test in results.tests] == ["nothing-returned", "value-alone"]
