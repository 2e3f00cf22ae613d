import ctypes
import locale

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from kiosk_agent.runner.jail.plain_text import CUT_MARK, MARKS_ON_A_LETTER, decoded, plain, shortened


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


def test_what_is_shown_by_nothing_carries_no_message() -> None:
    hidden = "".join(chr(0xFE00 + byte) if byte < 16 else chr(0xE0100 + byte - 16) for byte in b"PIN 123456")
    assert plain(f"Hello{hidden}!") == "Hello!"
    unseen = (0xAD, 0x34F, 0x115F, 0x1160, 0x180B, 0x200C, 0x200D, 0x206A, 0x206B, 0x206F, 0x3164, 0xFFA0, 0xE0FFF)
    assert plain("".join(f"a{chr(code)}" for code in unseen)) == "a" * len(unseen)


def test_marks_on_one_letter_are_bounded() -> None:
    assert plain("a" + "\u0301" * 15000 + "b") == "a" + "\u0301" * MARKS_ON_A_LETTER + "b"
    assert plain("e\u0301\u0300 \u0e01\u0e33 ế") == "e\u0301\u0300 \u0e01\u0e33 ế"


def test_each_letter_is_as_wide_for_the_terminal_as_for_the_tutor() -> None:
    libc = ctypes.CDLL(None)
    before = locale.setlocale(locale.LC_CTYPE)
    locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    try:
        letters = (chr(code) for code in range(32, 0x110000) if not 0xD800 <= code < 0xE000)
        # It may not know the newest: such letters are unassigned here, or each terminal's own affair.
        shown = [letter for letter in letters if plain(letter) == letter and libc.wcwidth(ord(letter)) >= 0]
        assert len(shown) > 100_000
        assert [letter for letter in shown if cell_len(letter) != libc.wcwidth(ord(letter))] == []
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
