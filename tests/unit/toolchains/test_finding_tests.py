"""Tests are found in their files by their toolchain's own way, quickly whatever the files hold."""

import time

import pytest

from kiosk_agent.toolchains.facts import facts_of_tests, toolchain_names
from kiosk_agent.toolchains.finding_tests import find_tests
from kiosk_agent.toolchains.found_tests import FoundTests

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
