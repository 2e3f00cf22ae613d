from textwrap import dedent

import pytest

from kiosk_agent.toolchains.javascript.test_names import find_tests


def test_names_are_those_of_the_calls_of_test_and_it() -> None:
    text = dedent(r"""
        import { describe, expect, test, xtest } from '@jest/globals';
        describe('Shop', () => {
          test('counts "boxes"', () => {});
          xtest("says \"hi\" \u{1F600}", () => {});
          it(
            `on a line
        of its own`, () => {});
          test.failing('alone', () => {});
          test.skip('never', () => {});
          // test('commented out', () => {});
          /*
          test('so too', () => {});
          */
        });
        describe.skip('Later', () => { test('later', () => {}); });
    """)
    found = find_tests(text)
    names = ('counts "boxes"', 'says "hi" \U0001f600', "on a line\nof its own", "alone", "never", "later")
    assert found.names == names
    assert found.left_out == {"never", "later"}
    assert found.is_complete
    assert found.has_groups


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("fit('one', () => {}); test('two', () => {}); it('three', () => {});", {"two", "three"}),
        ("test.only('one', () => {}); describe('a', () => { test('two', () => {}); });", {"two"}),
        ("test.only.failing('one', () => {}); test.failing('two', () => {});", {"two"}),
        ("test.concurrent.only('one', () => {}); test.concurrent('two', () => {});", {"two"}),
        ("test . only ('one', () => {}); test ('two', () => {});", {"two"}),
        ("test.skip.failing('one', () => {}); test('two', () => {});", {"one"}),
        ("fdescribe('a', () => { test('one', () => {}); }); test('two', () => {});", {"two"}),
        (
            "describe.only('a', () => { describe('b', () => { it('one', () => {}); }); }); it('two', () => {});",
            {"two"},
        ),
        ("describe.only('a', () => { fit('one', () => {}); it('two', () => {}); }); fit('three', () => {});", {"two"}),
        ("describe.skip('a', () => { fit('one', () => {}); }); fit('two', () => {});", {"one"}),
        # One of a name is run.
        ("fit('one', () => {}); describe('a', () => { test('one', () => {}); });", set()),
        ("test.failing('one', () => {});", set()),
    ],
)
def test_where_some_tests_are_chosen_the_others_are_left_out(text: str, left_out: set[str]) -> None:
    found = find_tests(text)
    assert set(found.names) == {name for name in ("one", "two", "three") if f"'{name}'" in text}
    assert found.left_out == left_out
    assert found.is_complete
    assert found.has_groups == ("describe" in text)


@pytest.mark.parametrize(
    "text",
    [
        "test(`at ${run} time`, () => {});",
        "test('a' + b, () => {});",
        "test(name, () => {});",
        "test.each([1, 2])('one of %d', () => {});",
        "describe.each([1, 2])('%d', () => { test('one', () => {}); });",
        "for (const n of [1, 2]) {\n  test('one', () => {});\n}",
        "[1, 2].forEach((n) => {\n  test('one', () => {});\n});",
        "function make() {\n  test('one', () => {});\n}\nmake();",
        "const say = test;\nsay('one', () => {});",
        "['one', 'two'].forEach(test);",
        "['one', 'two'].forEach(fit);",
        "fit.each([1, 2])('one of %d', () => {});",
        "test.only.each([1, 2])('one of %d', () => {});",
    ],
)
def test_file_that_makes_tests_at_run_time_does_not_tell_all_of_them(text: str) -> None:
    found = find_tests(f"test('first', () => {{}});\n{text}\n")
    assert found.names[0] == "first"
    assert not found.is_complete


def test_loop_inside_a_test_makes_none() -> None:
    text = "test('sums', () => {\n  for (const n of [1, 2]) {\n    expect(total(n)).toBe(n);\n  }\n});\n"
    assert find_tests(text).is_complete
    assert not find_tests(text).has_groups


def test_escapes_stand_for_what_a_harness_reports() -> None:
    assert find_tests(r"test('\ud83d\ude00', () => {});").names == ("😀",)
    # What no program can hold, a file of tests still must not stop us with.
    assert find_tests(r"test('\u{110000}', () => {}); test('\ud83d', () => {});").names == ("\ufffd", "\ufffd")
