import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from kiosk_agent.tutor.text.plain import one_line, plain, spelled
from kiosk_agent.tutor.text.prose import lines


def test_an_escape_sequence_loses_what_makes_it_one() -> None:
    assert plain("a\x1b[31mred\x1b]0;title\x07\x9b2Jb") == "a[31mred]0;title2Jb"


def test_marks_that_turn_the_direction_of_text_are_taken_out() -> None:
    assert plain("if \u202e(admin)\u2066") == "if (admin)"


def test_line_ends_of_other_systems_become_ours() -> None:
    assert plain("a\r\nb\rc\n\td") == "a\nb\nc\n\td"


def test_a_name_stays_on_one_line() -> None:
    assert one_line(" Ana\n\x1b[1mMaría\t ") == "Ana [1mMaría"


def test_pictures_of_control_signs_are_spelled_out_wherever_text_is_only_read() -> None:
    assert spelled("␛[2J␀␡ ␤ok") == "[ESC][2J[NUL][DEL] ␤ok"
    assert one_line("Ana␛") == "Ana[ESC]"
    markdown = "Type ␛(B or `␇`.\n\n```\n␛[2J\n```"
    read = "\n".join("".join(piece for piece, _ in line) for line in lines(markdown, 60))
    assert read == "Type [ESC](B or [BEL].\n\n  [ESC][2J"


@given(st.text(st.characters()))
def test_nothing_that_comes_out_can_command_a_terminal(text: str) -> None:
    cleaned = plain(text)
    assert all(character in "\n\t" or unicodedata.category(character) != "Cc" for character in cleaned)
    assert plain(cleaned) == cleaned
    cleaned.encode("utf-8")
