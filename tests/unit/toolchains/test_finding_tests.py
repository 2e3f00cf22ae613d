"""Tests are found in their files by their toolchain's own way, quickly whatever the files hold."""

import time

import pytest

from kiosk_agent.toolchains.facts import facts_of_tests, toolchain_names
from kiosk_agent.toolchains.finding_tests import fault_line, find_tests
from kiosk_agent.toolchains.found_tests import FoundTests
from tests.support.checkout import FIXTURES

PIECES = {
    "javascript": ("test('", "test(`${", "describe('a', () => {", "/*", "xtest("),
    "python": ("def test_a(", "@unittest.skip(", '"""', "class A:\n  "),
    "java": ("@Test ", "@Test(", '@DisplayName("a" + ', "void a() {", "/*", "class A {"),
    "kotlin": ("@Test ", "@Test(", "fun `a", '"${', "/*", "class A {"),
    "swift": ("@Test(", '@Test("a"', "@Test((((", "func ", '"', "/*", "class a: ", "@Test \n"),
}


def test_tests_of_a_page_are_written_in_a_script() -> None:
    assert find_tests("web", "page.spec.js", "test('one', () => {});").names == ("one",)


def test_of_a_file_that_no_toolchain_reads_nothing_is_said() -> None:
    for name, path in (("cobol", "it.cob"), ("../swift", "it.swift"), ("python", "rows.json")):
        assert find_tests(name, path, "def test_one(): pass") == FoundTests()
        assert fault_line(name, path, "def test_one(:") is None


@pytest.mark.parametrize("name", toolchain_names())
def test_every_toolchain_can_find_its_tests(name: str) -> None:
    facts = facts_of_tests(name)
    assert facts is not None
    assert find_tests(name, f"it{facts.suffixes[0]}", "").names == ()


@pytest.mark.parametrize(("name", "piece"), [(name, piece) for name, pieces in PIECES.items() for piece in pieces])
def test_hostile_text_takes_no_time(name: str, piece: str) -> None:
    facts = facts_of_tests(name)
    assert facts is not None
    started = time.thread_time()
    find_tests(name, f"it{facts.suffixes[0]}", piece * 1000)
    fault_line(name, f"it{facts.suffixes[0]}", piece * 1000)
    assert time.thread_time() - started < 1


@pytest.mark.parametrize(
    ("language", "path", "text"),
    [
        ("python", "a_test.py", "".join(f"{' ' * depth}def test_{depth}():\n" for depth in range(400))),
        ("javascript", "a.spec.js", "describe('a', () => {" * 1000 + "test('x', () => {})" + "})" * 1000),
        ("java", "ATest.java", f"class A {{ @DisplayName({'(' * 5000}'x'{')' * 5000}) @Test void a() {{}} }}"),
        ("kotlin", "ATest.kt", f"class A {{ @DisplayName({'(' * 5000}'x'{')' * 5000}) @Test fun a() {{}} }}"),
    ],
)
def test_file_nested_beyond_reason_tells_of_no_test(language: str, path: str, text: str) -> None:
    found = find_tests(language, path, text)
    assert found.names == ()
    assert not found.is_complete
    # That it ends is all that is asked.
    fault_line(language, path, text)


WHOLE = {
    "javascript": ("a.spec.js", "import { f } from './a';\n\ntest('one', () => {\n  expect(f()).toBe(1);\n});\n"),
    "python": ("a_test.py", "from a import f\n\ndef test_one():\n    assert f() == 1\n"),
    "java": ("ATest.java", "import org.junit.Test;\n\nclass ATest {\n    @Test\n    void one() { A.f(1); }\n}\n"),
    "kotlin": ("ATest.kt", "import org.junit.Test\n\nclass ATest {\n    @Test\n    fun one() { f(1) }\n}\n"),
}


@pytest.mark.parametrize(
    ("language", "added", "line"),
    [
        ("javascript", "test('two', () => {\n  expect(f().toBe(2);\n});\n", 2),
        ("javascript", "test('two', () => {\n  expect(f()).toBe(2);\n", 1),
        ("javascript", "describe('two', () => {\n  test('in', () => {});\n", 1),
        ("javascript", "test('two, () => {\n  expect(f()).toBe(2);\n});\n", 1),
        ("javascript", "test('two', () => { expect(f()).toBe(2); }));\n", 1),
        ("javascript", "test('two', () => {\n  let n = 1 +;\n});\n", 2),
        ("python", "\ndef test_two()\n    assert f() == 2\n", 2),
        ("python", "\ndef test_two():\nassert f() == 2\n", 3),
        ("python", "\ndef test_two():\n    assert f() = 2\n", 3),
        ("python", "\ndef test_two():\n    assert f(1, 2\n\ndef test_three():\n    pass\n", 3),
        ("python", "\ndef test_two(n, n):\n    pass\n", 2),
        ("python", "\nclass A:\n  def test_two(self):\n      pass\n    def test_three(self):\n      pass\n", 5),
        ("java", "class Other {\n    @Test\n    void two() { A.f(1; }\n}\n", 3),
        ("java", "class Other {\n    @Test\n    void two() { A.f(1) }\n}\n", 3),
        ("kotlin", "class Other {\n    @Test\n    fun two() { f(1 }\n}\n", 3),
    ],
)
def test_line_in_which_tests_cannot_be_read_is_found(language: str, added: str, line: int) -> None:
    path, whole = WHOLE[language]
    assert fault_line(language, path, whole) is None
    assert fault_line(language, path, whole + added) == whole.count("\n") + line


def test_no_file_of_tests_that_is_whole_is_called_broken() -> None:
    endings = ("*.spec.js", "*_test.py", "*Test.java", "*Test.kt", "*Tests.swift")
    files = [path for ending in endings for path in FIXTURES.rglob(ending)]
    assert len(files) > 80
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert {fault_line(name, path.name, text) for name in toolchain_names()} == {None}, path
