from hypothesis import given
from hypothesis import strategies as st

from kiosk_agent.tutor.text.prose import NARROWEST_COLUMNS, lines
from kiosk_agent.tutor.text.prose_blocks import Voice


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


def test_a_full_stop_or_a_bracket_stays_with_its_code() -> None:
    assert texts("It gives back `[25, 12]`. Or (`[25]`)?", 22) == ["It gives back", "[25, 12]. Or ([25])?"]


def test_a_line_of_code_that_is_too_wide_goes_on_further_in() -> None:
    assert texts("```\nheavy([12, 30])  ->  [30,  26]\nlongword(123456789012345)\n```", 24) == [
        "  heavy([12, 30])  ->", "    [30,  26]", "  longword(1234567890123", "    45)",
    ]  # fmt: skip


def test_a_backtick_in_code_is_shown() -> None:
    assert texts("Type `` ` `` here.") == ["Type ` here."]


def test_names_with_underscores_are_no_emphasis() -> None:
    assert texts("snake_case_name and 2 * 3 * 4") == ["snake_case_name and 2 * 3 * 4"]


def test_brackets_of_other_markups_are_text() -> None:
    assert texts("[bold]no[/bold] \x1b[31m grid[0][1]") == ["[bold]no[/bold] [31m grid[0][1]"]


def test_a_link_by_reference_shows_its_words() -> None:
    assert texts("See [the notes][n].\n\n[n]: https://example.org") == ["See the notes."]


def test_a_link_by_its_own_words_is_a_link() -> None:
    assert texts("See [the notes][] and [grid].\n\n[the notes]: https://example.org\n[GRID]: <#>") == [
        "See the notes and grid."
    ]


def test_marks_may_stand_within_each_other() -> None:
    line, *_ = lines("**_both_ and `code`** and *so `on`*", 66)
    voices = {piece: voice for piece, voice in line if piece.strip()}
    assert voices["both"] is Voice.STRONG
    assert voices["code"] is voices["on"] is Voice.CODE
    assert voices["so"] is Voice.EMPHASIS


def test_what_belongs_to_an_item_stands_under_it() -> None:
    markdown = "1. first\n\n   more\n\n   ```js\n   a;\n   ```\n\n2. second\n   - within\n   - again\n3. third"
    assert texts(markdown) == [
        "1. first", "", "   more", "", "     a;", "", "2. second", "   • within", "   • again", "3. third",
    ]  # fmt: skip


def test_an_item_shows_its_sign_whatever_it_begins_with() -> None:
    assert texts("- ```\n  a\n  b\n  ```\n- - c\n- > d") == ["•   a", "    b", "", "• • c", "• │ d"]


def test_quotations_rules_breaks_and_indented_code_are_seen_as_such() -> None:
    markdown = "> quoted and\n> more\n\n---\n\none  \ntwo\\\nthree\n\n    a  b\n"
    assert texts(markdown, 12) == ["│ quoted and", "│ more", "", "───", "", "one", "two", "three", "", "  a  b"]


def test_a_note_is_prose_with_its_links_and_code() -> None:
    note = "~~~~exercism/note\nSee [this][n]:\n\n```js\na;\n```\n~~~~\nend\n\n[n]: https://example.org"
    assert texts(note) == ["See this:", "", "  a;", "", "end"]


def test_a_word_that_fills_more_than_a_line_is_broken() -> None:
    assert texts("> 1234567890ab `let a = 1`", 10) == ["│ 12345678", "│ 90ab let", "│ a = 1"]


@given(st.text(alphabet="ab `*_#-[](){}~\n.1\t\\<>!&;", max_size=200), st.integers(10, 80))
def test_any_text_comes_to_an_end_with_no_line_wider_than_asked(markdown: str, columns: int) -> None:
    for line in lines(markdown, columns):
        text = "".join(piece for piece, _ in line)
        assert "\n" not in text
        if line and not (len(line) == 1 and line[0][1] is Voice.CODE):
            signs = len(line[0][0])
            assert len(text.rstrip()) <= max(columns, signs + NARROWEST_COLUMNS)
