"""Whatever a track's texts hold, they are laid out soon, and no command to the screen comes of them."""

import itertools
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_agent.curriculum.hints import parse_hints
from kiosk_agent.curriculum.markdown import LONGEST_CHARACTERS
from kiosk_agent.tutor.text.prose import lines

# Twice as much of what is read through once takes twice as long; where each mark is looked for anew, four times.
MOST_GROWTH = 2.6


def shown(markdown: str) -> str:
    return "\n".join("".join(piece for piece, _ in line) for line in lines(markdown, 66))


def calls(text: str) -> int:
    """Count the calls that laying out a text takes: the same on each machine, however busy it is."""
    counted = itertools.count()

    def lay_out() -> None:
        for _ in lines(text, 66):
            pass
        parse_hints(text)

    sys.setprofile(lambda *_event: next(counted) and None)
    try:
        lay_out()
    finally:
        sys.setprofile(None)
    return next(counted)


@pytest.mark.parametrize(
    ("piece", "size"),
    [
        (each, LONGEST_CHARACTERS // 16)
        for each in ("*a ", "_a", "[", "[a](", "![", "- a\n", "> ", "a\n=\n", "[a]: /b\n")
    ]
    + [(each, 2 * LONGEST_CHARACTERS) for each in ("[", "a\n")],
)
def test_marks_that_never_end_are_read_through_once(piece: str, size: int) -> None:
    some, twice = (piece * (length // len(piece) + 1) for length in (size, 2 * size))
    few, many = calls(some), calls(twice)
    assert many < MOST_GROWTH * few


def test_lists_and_notes_within_each_other_have_an_end() -> None:
    deep_list = "\n".join("  " * depth + "- a" for depth in range(200))
    deep_notes = "\n".join("~" * (300 - depth) + "exercism/note" for depth in range(200))
    deep_quotes = ">" * 10_000 + " a"
    for text in (deep_list, deep_notes, deep_quotes):
        assert max((len(line) for line in shown(text).split("\n")), default=0) < 500


def test_a_text_too_long_to_be_parsed_is_shown_as_it_stands() -> None:
    text = "# Title\n" + "word " * (LONGEST_CHARACTERS // 5) + "\nthe *end*"
    assert shown(text).startswith("# Title\nword word")
    assert shown(text).endswith("\nthe *end*")
    assert parse_hints(text) == ()


@pytest.mark.parametrize("entity", ["&#27;", "&#x9b;", "&#x202e;", "&#8206;", "&#xD800;", "&#0;", "&#x7f;", "&#12;"])
def test_an_entity_names_no_command_to_the_screen(entity: str) -> None:
    assert shown(f"a{entity}[31m").replace("\ufffd", "") == "a[31m"


def test_tags_of_html_are_text() -> None:
    assert shown("<b>a</b>\n\n<script>\nb\n</script>") == "<b>a</b>\n\n<script> b </script>"


@given(st.text(max_size=300))
def test_nothing_but_printed_text_comes_out(markdown: str) -> None:
    assert not {"\x1b", "\x07", "\x9b", "\u202e", "\r"} & set(shown(markdown))


def test_the_tutor_starts_without_the_parser() -> None:
    program = "import sys, kiosk_agent.tutor.start; sys.exit('markdown_it' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
