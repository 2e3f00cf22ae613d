from hypothesis import given
from hypothesis import strategies as st

from kiosk_agent.tutor.text.prose import Voice, lines


def texts(markdown: str, columns: int = 66) -> list[str]:
    return ["".join(piece for piece, _ in line) for line in lines(markdown, columns)]


def test_paragraphs_lists_and_code_keep_their_shape() -> None:
    markdown = "# Title\n\nOne line\nand more.\n\n- first\n- second\n  goes on\n\n```js\nlet a = 1;\n\n  a++;\n```\nend"
    assert texts(markdown) == [
        "Title", "", "One line and more.", "", "• first", "• second goes on", "", "  let a = 1;", "  ", "    a++;",
        "", "end",
    ]  # fmt: skip


def test_an_item_that_wraps_hangs_under_its_own_text() -> None:
    assert texts("1. one two three four", 12) == ["1. one two", "   three", "   four"]


def test_inline_marks_become_voices_and_short_code_is_not_broken() -> None:
    line, *_ = lines("Call `total(a, b)`, **now**, *or* [later](https://example.org).", 66)
    voices = {piece: voice for piece, voice in line if piece.strip()}
    assert voices["total(a, b)"] is Voice.CODE
    assert voices["now"] is Voice.STRONG
    assert voices["or"] is Voice.EMPHASIS
    assert "later" in voices
    assert "https" not in "".join(voices)


def test_a_backtick_in_code_is_shown() -> None:
    assert texts("Type `` ` `` here.") == ["Type ` here."]


def test_names_with_underscores_are_no_emphasis() -> None:
    assert texts("snake_case_name and 2 * 3 * 4") == ["snake_case_name and 2 * 3 * 4"]


def test_brackets_of_other_markups_are_text() -> None:
    assert texts("[bold]no[/bold] \x1b[31m grid[0][1]") == ["[bold]no[/bold] [31m grid[0][1]"]


def test_a_link_by_reference_shows_its_words() -> None:
    assert texts("See [the notes][n].\n\n[n]: https://example.org") == ["See the notes."]


@given(st.text(alphabet="ab `*_#-[](){}~\n.1\t\\", max_size=200), st.integers(10, 80))
def test_any_text_comes_to_an_end_with_no_line_wider_than_asked(markdown: str, columns: int) -> None:
    for line in lines(markdown, columns):
        text = "".join(piece for piece, _ in line)
        words = [piece for piece, _ in line if piece.strip()]
        assert "\n" not in text
        if len(words) > 1 and not any(voice is Voice.CODE for _, voice in line):
            assert len(text) <= columns + 6
