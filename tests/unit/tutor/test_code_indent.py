import pytest

from kiosk_agent.tutor.text.indent import columns_to_close, new_line


@pytest.mark.parametrize(
    ("before", "language", "expected"),
    [
        ("function f() {", "javascript", "\n  "),
        ("    total([", "javascript", "\n      "),
        ("    return 1;", "javascript", "\n    "),
        ("def f():", "python", "\n    "),
        ("    if x:", "python", "\n        "),
        ("let a: ", "javascript", "\n"),
        ("", "python", "\n"),
    ],
)
def test_enter_goes_in_as_far_as_the_code_asks(before: str, language: str, expected: str) -> None:
    assert new_line(before, language) == expected


@pytest.mark.parametrize(
    ("before", "character", "columns"),
    [("    ", "}", 2), (" ", "]", 1), ("", "}", 0), ("  x", "}", 0), ("  ", "x", 0)],
)
def test_a_closing_bracket_that_comes_first_comes_out_a_step(before: str, character: str, columns: int) -> None:
    assert columns_to_close(before, character, "javascript") == columns
