from hypothesis import given
from hypothesis import strategies as st

from kiosk_agent.runner.jail.plain_text import CUT_MARK, decoded, plain, shortened


@given(st.binary(max_size=400))
def test_no_byte_gives_a_control_character(raw: bytes) -> None:
    text = decoded(raw)
    assert not [letter for letter in text if letter not in "\n\t" and (ord(letter) < 32 or 127 <= ord(letter) < 160)]
    text.encode("utf-8")


@given(st.text(max_size=400), st.integers(min_value=40, max_value=200))
def test_shortened_text_keeps_its_limit_and_both_ends(text: str, characters: int) -> None:
    short = shortened(text, characters)
    assert len(short) <= characters
    assert short[:10] == text[:10]
    assert short[-9:] == text[-9:]
    assert (short == text) == (CUT_MARK not in short or CUT_MARK in text)


def test_sequences_go_with_what_they_carry() -> None:
    assert plain("a\x1b[1;31mb\x1b[0m") == "ab"
    assert plain("a\x1b]0;the title\x07b") == "ab"
    assert plain("a\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\b") == "alinkb"
    assert plain("a\x1bPq#0\x1b\\b\x9b2Jc") == "abc"
    assert plain("a\x1b]never ended") == "a"


def test_line_ends_tabs_and_letters_stay() -> None:
    assert plain("é\tș\r\nñ\n") == "é\tș\nñ\n"


def test_what_turns_or_hides_text_is_left_out() -> None:
    assert plain("a\u202eb\u2066c\u200bd\ufeff") == "abcd"


def test_bytes_that_are_no_utf8_are_shown_as_such() -> None:
    assert decoded(b"ok\xff\xfe") == "ok\ufffd\ufffd"
